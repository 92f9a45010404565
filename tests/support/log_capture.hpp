#pragma once

#include <algorithm>
#include <mutex>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/logging.hpp>

namespace kconnect::test {

/// Takes all log lines while it lives; one at a time.
class LogCapture final : public LogSink {
public:
    LogCapture() { set_log_sink(this); }
    ~LogCapture() override { set_log_sink(nullptr); }

    bool is_enabled(LogLevel level, std::string_view /*logger*/) noexcept override {
        return level >= LogLevel::kInfo;
    }
    void write(LogLevel level,
               std::string_view /*logger*/,
               std::string_view /*context*/,
               std::string_view message) noexcept override {
        const std::lock_guard lock(mutex_);
        lines_.push_back({level, std::string(message)});
    }

    /// The lines of this level, in their order.
    std::vector<std::string> lines(LogLevel level) const {
        const std::lock_guard lock(mutex_);
        std::vector<std::string> result;
        for (const Line& line : lines_) {
            if (line.level == level) {
                result.push_back(line.text);
            }
        }
        return result;
    }

private:
    struct Line {
        LogLevel level;
        std::string text;
    };

    mutable std::mutex mutex_;
    std::vector<Line> lines_;
};

}  // namespace kconnect::test
