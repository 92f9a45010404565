#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>

namespace kconnect::http {

/// A request that has ended.
struct Access {
    std::string client{};        ///< Address, "127.0.0.1", "[::1]".
    std::string request_line{};  ///< "GET / HTTP/1.1"; "-" when it was no request.
    std::string referrer{};
    std::string user_agent{};
    int status = 0;
    std::size_t body_bytes = 0;
    std::chrono::microseconds duration{};  ///< From the end of the request.
    std::uint64_t number = 0;              ///< Of the Request; 0 when no handler was asked.
    bool is_answered = true;  ///< False: the connection was hung up before the answer was sent.
};

}  // namespace kconnect::http
