#pragma once

#include <chrono>
#include <string>

namespace kconnect::rest {

/// A request that has been answered.
struct Access {
    std::string client{};        ///< Address, "127.0.0.1".
    std::string request_line{};  ///< "GET / HTTP/1.1"
    std::string referrer{};
    std::string user_agent{};
    int status = 0;
    std::size_t body_bytes = 0;
    std::chrono::milliseconds duration{};
};

/// The line that Connect logs for it: NCSA's extended form and the milliseconds.
std::string access_line(const Access& access, std::chrono::sys_time<std::chrono::milliseconds> now);

/// Logs that line at INFO.
void log_access(const Access& access);

}  // namespace kconnect::rest
