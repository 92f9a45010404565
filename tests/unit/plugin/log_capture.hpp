#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <kconnect/logging.hpp>

namespace kconnect::test {

/// Keeps all lines of WARN and above while it lives.
class LogCapture : public LogSink {
public:
    LogCapture() { set_log_sink(this); }
    ~LogCapture() override { set_log_sink(nullptr); }

    bool is_enabled(LogLevel level, std::string_view /*logger*/) noexcept override {
        return level >= LogLevel::kWarn;
    }
    void write(LogLevel /*level*/,
               std::string_view /*logger*/,
               std::string_view /*context*/,
               std::string_view message) noexcept override {
        lines.emplace_back(message);
    }

    std::vector<std::string> lines;
};

}  // namespace kconnect::test
