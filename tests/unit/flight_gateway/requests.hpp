#pragma once

#include <string>
#include <utility>

#include "http/http_message.hpp"

namespace kconnect::flight_gateway {

/// A request as the server would read it.
inline http::Request request_of(std::string method,
                                std::string target,
                                http::Headers headers = {},
                                std::string body = {}) {
    http::Request request;
    request.method = std::move(method);
    request.target = http::parse_target(target);
    request.target_text = std::move(target);
    request.headers = std::move(headers);
    request.body = std::move(body);
    request.client = "127.0.0.1";
    request.version = "HTTP/1.1";
    request.number = 1;
    request.received =
        std::chrono::sys_time<std::chrono::milliseconds>(std::chrono::milliseconds(1795412496845));
    return request;
}

}  // namespace kconnect::flight_gateway
