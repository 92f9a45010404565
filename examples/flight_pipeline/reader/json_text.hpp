#pragma once

#include <string>
#include <string_view>

namespace kconnect::flight_reader {

/// Appends the text as a JSON string; what is no UTF-8 becomes U+FFFD.
void append_json_text(std::string& json, std::string_view text);

/// The same for a text that is UTF-8 for certain: faster.
void append_json_utf8(std::string& json, std::string_view text);

}  // namespace kconnect::flight_reader
