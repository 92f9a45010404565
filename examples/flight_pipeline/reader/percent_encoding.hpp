#pragma once

#include <string_view>

#include "reader/gateway_event.hpp"

namespace kconnect::flight_reader {

/// Reads a raw query string; '+' is a blank. Throws RequestError (400) for a '%' that two
/// hexadecimal digits do not follow.
QueryParameters parse_query_string(std::string_view text);

}  // namespace kconnect::flight_reader
