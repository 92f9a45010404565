#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace kconnect::flight_reader {

/// True when an Accept-Encoding header allows gzip; absent headers do not.
bool accepts_gzip(std::optional<std::string_view> accept_encoding);

/// The bytes as a gzip file without name and time, so that equal bytes give equal files.
std::string gzip(std::string_view bytes);

}  // namespace kconnect::flight_reader
