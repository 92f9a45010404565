#pragma once

#include <string>
#include <string_view>

namespace kconnect::flight_reader {

std::string encode_base64(std::string_view bytes);

/// Throws std::invalid_argument for what is no base64.
std::string decode_base64(std::string_view text);

}  // namespace kconnect::flight_reader
