#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "rest/request_target.hpp"

namespace kconnect::rest {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// The value of the first header of this name, upper and lower case alike; empty when it is
/// missing.
std::string_view header(const Headers& headers, std::string_view name);

/// True when the texts differ in upper and lower case (of ASCII) at most.
bool equals_ignoring_case(std::string_view left, std::string_view right);

/// What a client asks.
struct Request {
    std::string method;
    RequestTarget target;
    Headers headers;
    std::string body;
};

/// What it is answered.
struct Response {
    int status = 200;
    std::string body{};
    std::string
        content_type{};  ///< Empty: the header is left out, as Jersey does in its own errors.
    Headers headers{};
};

inline constexpr std::string_view kJsonType = "application/json";

/// A body that is JSON already.
Response json_response(int status, std::string body);

/// Connect's error body, `{"error_code":404,"message":"..."}`, of a handler.
Response error_response(int status, std::string_view message);

/// The error that Jersey makes before any handler runs: the same body, no Content-Type.
Response protocol_error(int status);

/// The error page of Jetty, before any resource is asked.
Response error_page(int status, std::string_view message);

/// "Not Found" for 404; as Jetty words it.
std::string_view reason_phrase(int status) noexcept;

}  // namespace kconnect::rest
