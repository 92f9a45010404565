#pragma once

#include <chrono>
#include <cstdint>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "http/request_target.hpp"

namespace kconnect::http {

using Headers = std::vector<std::pair<std::string, std::string>>;

/// The value of the first header of this name, upper and lower case alike; empty when it is
/// missing.
std::string_view header(const Headers& headers, std::string_view name);

/// True when the texts differ in upper and lower case (of ASCII) at most.
bool equals_ignoring_case(std::string_view left, std::string_view right);

/// What a client asks.
struct Request {
    std::string method{};
    RequestTarget target{};
    Headers headers{};
    std::string body{};
    std::string target_text{};  ///< As the client wrote the target.
    std::string client{};       ///< Its address: "127.0.0.1", "::1"; "-" when it has gone.
    std::string version{};      ///< "HTTP/1.1"
    std::uint64_t number = 0;   ///< Of all requests to this server no other has it.
    std::chrono::sys_time<std::chrono::milliseconds> received{};
};

/// What it is answered.
struct Response {
    int status = 200;
    std::string body{};
    std::string content_type{};  ///< Empty: the header is left out.
    Headers headers{};
};

/// "Not Found" for 404; as Jetty words it.
std::string_view reason_phrase(int status) noexcept;

}  // namespace kconnect::http
