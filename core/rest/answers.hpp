#pragma once

#include <string>
#include <string_view>

#include "rest/http_words.hpp"

namespace kconnect::rest {

inline constexpr std::string_view kJsonType = "application/json";

/// A body that is JSON already.
Response json_response(int status, std::string body);

/// Connect's error body, `{"error_code":404,"message":"..."}`, of a handler.
Response error_response(int status, std::string_view message);

/// The error that Jersey makes before any handler runs: the same body, no Content-Type.
Response protocol_error(int status);

/// The error page of Jetty, before any resource is asked.
Response error_page(int status, std::string_view message);

}  // namespace kconnect::rest
