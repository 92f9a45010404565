#pragma once

#include <string_view>

#include "rest/herder_requests.hpp"

namespace kconnect::rest {

/// Reads the body of POST /connectors, `{"name":"...","config":{...},"initial_state":"..."}`;
/// numbers and booleans keep their text. Throws ConnectException with the words of Java's JSON
/// reader when it is none, BadRequestException when `name` and `config` have different names.
NewConnector parse_create_request(std::string_view body);

}  // namespace kconnect::rest
