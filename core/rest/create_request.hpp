#pragma once

#include <string>
#include <string_view>

#include "rest/herder_requests.hpp"

namespace kconnect::rest {

/// Reads the body of POST /connectors, `{"name":"...","config":{...},"initial_state":"..."}`;
/// numbers and booleans keep their text. Throws ConnectException with the words of Java's JSON
/// reader when it is none, BadRequestException when `name` and `config` have different names.
NewConnector parse_create_request(std::string_view body);

/// Reads the body of PUT /connectors/{name}/config, an object of keys and values. Throws as
/// parse_create_request().
NewConnector parse_config_body(std::string_view body, const std::string& name);

/// The same of PATCH: `config` has the keys to set, `nulls` those to remove. The name is not
/// compared, as in Java.
NewConnector parse_config_patch(std::string_view body, const std::string& name);

}  // namespace kconnect::rest
