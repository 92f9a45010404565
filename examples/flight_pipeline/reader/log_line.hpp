#pragma once

#include <functional>
#include <initializer_list>
#include <string>
#include <string_view>
#include <utility>

namespace kconnect::flight_reader {

/// Takes one line of the log, without its end. Threads: any.
using Log = std::function<void(const std::string& line)>;

/// `{"time":"2026-01-02T03:04:05.678Z","level":"ERROR","request_id":"...",...}`
std::string log_line(std::string_view level,
                     std::initializer_list<std::pair<const char*, std::string>> fields);

/// Writes to standard error, each line at once.
void log_to_standard_error(const std::string& line);

}  // namespace kconnect::flight_reader
