#include "rest/access_log.hpp"

#include <fmt/format.h>

#include <kconnect/logging.hpp>

#include "http/http_date.hpp"

namespace kconnect::rest {
namespace {

const Logger& logger() {
    static const Logger instance("kconnect.rest.RestServer");
    return instance;
}

std::string_view or_dash(std::string_view text) {
    return text.empty() ? std::string_view("-") : text;
}

}  // namespace

std::string access_line(const Access& access,
                        std::chrono::sys_time<std::chrono::milliseconds> now) {
    return fmt::format("{} - - {} \"{}\" {} {} \"{}\" \"{}\" {}",
                       access.client,
                       http::log_date(now),
                       access.request_line,
                       access.status,
                       access.body_bytes,
                       or_dash(access.referrer),
                       or_dash(access.user_agent),
                       std::chrono::floor<std::chrono::milliseconds>(access.duration).count());
}

void log_access(const Access& access) {
    using std::chrono::milliseconds;
    if (logger().is_enabled(LogLevel::kInfo)) {
        logger().info(access_line(
            access, std::chrono::floor<milliseconds>(std::chrono::system_clock::now())));
    }
}

}  // namespace kconnect::rest
