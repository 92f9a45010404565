#pragma once

#include <atomic>
#include <memory>

#include <kconnect/logging.hpp>

namespace spdlog {
class logger;
}

namespace kconnect {

class SecretMask;

/// Writes log lines to standard output in Connect's layout:
/// `[2026-11-22 16:09:46,123] INFO [sink|task-0] message (logger)`. Secrets are
/// masked. Threads: any.
class LogOutput : public LogSink {
public:
    /// `secrets` is borrowed.
    LogOutput(LogLevel level, const SecretMask& secrets);
    ~LogOutput() override;
    LogOutput(const LogOutput&) = delete;
    LogOutput& operator=(const LogOutput&) = delete;

    bool is_enabled(LogLevel level, std::string_view logger) noexcept override;
    void write(LogLevel level,
               std::string_view logger,
               std::string_view context,
               std::string_view message) noexcept override;

private:
    std::atomic<LogLevel> level_;
    const SecretMask& secrets_;
    std::unique_ptr<spdlog::logger> output_;
};

}  // namespace kconnect
