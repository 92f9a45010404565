#pragma once

#include <string>
#include <string_view>

namespace kconnect::convert {

/// Appends `text` (UTF-8) as a JSON string as Jackson writes it: only quotes, backslashes and
/// control characters are escaped, and what lies beyond the BMP becomes an escaped pair.
void append_json_text(std::string& json, std::string_view text);

}  // namespace kconnect::convert
