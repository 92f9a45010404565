#pragma once

#include <chrono>
#include <string>

namespace kconnect::flight_text {

/// "2026-11-23T05:41:36.845Z"
std::string iso_time(std::chrono::sys_time<std::chrono::milliseconds> time);

}  // namespace kconnect::flight_text
