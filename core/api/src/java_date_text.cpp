#include "java_date_text.hpp"

#include <cstdio>
#include <ctime>

namespace kconnect {

std::string java_date_text(std::int64_t milliseconds) {
    static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char* kMonths[] = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const std::int64_t below_second = ((milliseconds % 1000) + 1000) % 1000;
    const std::time_t seconds = (milliseconds - below_second) / 1000;
    std::tm local{};
    if (localtime_r(&seconds, &local) == nullptr) {
        return std::to_string(milliseconds);
    }
    char text[96];
    std::snprintf(text,
                  sizeof(text),
                  "%s %s %02d %02d:%02d:%02d %s %lld",
                  kDays[local.tm_wday],
                  kMonths[local.tm_mon],
                  local.tm_mday,
                  local.tm_hour,
                  local.tm_min,
                  local.tm_sec,
                  local.tm_zone,
                  static_cast<long long>(local.tm_year) + 1900);
    return text;
}

}  // namespace kconnect
