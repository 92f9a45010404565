#pragma once

#include <chrono>
#include <string>

#include "http/access.hpp"

namespace kconnect::rest {

using http::Access;

/// The line that Connect logs for it: NCSA's extended form and the milliseconds.
std::string access_line(const Access& access, std::chrono::sys_time<std::chrono::milliseconds> now);

/// Logs that line at INFO.
void log_access(const Access& access);

}  // namespace kconnect::rest
