#pragma once

#include <string>
#include <string_view>

namespace kconnect::flight_text {

/// The first 32 hex digits of the SHA-256 of these bytes.
std::string fingerprint(std::string_view bytes);

}  // namespace kconnect::flight_text
