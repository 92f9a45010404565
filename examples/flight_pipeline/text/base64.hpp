#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kconnect::flight_text {

/// Base64 with padding, on one line.
std::string to_base64(std::string_view bytes);

/// Absent when the text is no base64.
std::optional<std::string> from_base64(std::string_view text);

}  // namespace kconnect::flight_text
