#include "text/iso_time.hpp"

#include <ctime>

#include <fmt/format.h>

namespace kconnect::flight_text {

std::string iso_time(std::chrono::sys_time<std::chrono::milliseconds> time) {
    const auto whole = std::chrono::floor<std::chrono::seconds>(time);
    const std::time_t seconds = whole.time_since_epoch().count();
    std::tm parts{};
    ::gmtime_r(&seconds, &parts);
    return fmt::format("{:04}-{:02}-{:02}T{:02}:{:02}:{:02}.{:03}Z",
                       parts.tm_year + 1900,
                       parts.tm_mon + 1,
                       parts.tm_mday,
                       parts.tm_hour,
                       parts.tm_min,
                       parts.tm_sec,
                       (time - whole).count());
}

}  // namespace kconnect::flight_text
