#include "http/http_date.hpp"

#include <array>
#include <ctime>

namespace kconnect::http {
namespace {

std::string formatted(std::chrono::sys_time<std::chrono::milliseconds> time, const char* form) {
    const std::time_t seconds =
        std::chrono::floor<std::chrono::seconds>(time.time_since_epoch()).count();
    std::tm parts{};
    gmtime_r(&seconds, &parts);
    std::array<char, 64> text{};
    return {text.data(), std::strftime(text.data(), text.size(), form, &parts)};
}

}  // namespace

std::string http_date(std::chrono::sys_time<std::chrono::milliseconds> time) {
    return formatted(time, "%a, %d %b %Y %H:%M:%S GMT");
}

std::string log_date(std::chrono::sys_time<std::chrono::milliseconds> time) {
    return formatted(time, "[%d/%b/%Y:%H:%M:%S +0000]");
}

}  // namespace kconnect::http
