#pragma once

#include <chrono>
#include <string>

namespace kconnect::http {

/// "Sun, 22 Nov 2026 16:09:46 GMT", as HTTP's headers have it.
std::string http_date(std::chrono::sys_time<std::chrono::milliseconds> time);

/// "[22/Nov/2026:16:09:46 +0000]", as access logs have it.
std::string log_date(std::chrono::sys_time<std::chrono::milliseconds> time);

}  // namespace kconnect::http
