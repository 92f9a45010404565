#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <kconnect/export.hpp>

namespace kconnect {

/// Levels of log4j, which Connect's REST and log files speak.
enum class LogLevel : std::uint8_t { kTrace, kDebug, kInfo, kWarn, kError, kFatal, kOff };

/// Receives all log lines. Threads: any. Must not throw.
class KCONNECT_API LogSink {
public:
    virtual ~LogSink();
    virtual bool is_enabled(LogLevel level, std::string_view logger) noexcept = 0;
    virtual void write(LogLevel level,
                       std::string_view logger,
                       std::string_view context,
                       std::string_view message) noexcept = 0;
};

/// Where lines go: set once by the program before the first thread starts; borrowed. Without one,
/// WARN and above go to standard error.
KCONNECT_API void set_log_sink(LogSink* sink) noexcept;

/// A named source of log lines, e.g. Logger("kconnect.jdbc.JdbcSinkTask"); lines are never built
/// from passwords. Threads: any.
class KCONNECT_API Logger {
public:
    explicit Logger(std::string name);
    ~Logger();

    bool is_enabled(LogLevel level) const noexcept;
    void log(LogLevel level, std::string_view message) const noexcept;
    void debug(std::string_view message) const noexcept { log(LogLevel::kDebug, message); }
    void info(std::string_view message) const noexcept { log(LogLevel::kInfo, message); }
    void warn(std::string_view message) const noexcept { log(LogLevel::kWarn, message); }
    void error(std::string_view message) const noexcept { log(LogLevel::kError, message); }

private:
    std::string name_;
};

/// Names what this thread works on until the end of the scope, e.g. "[rds-sink|task-0] ": the
/// text stands before every line, as Connect's `connector.context`.
class KCONNECT_API LogContext {
public:
    explicit LogContext(std::string context);
    ~LogContext();
    LogContext(const LogContext&) = delete;
    LogContext& operator=(const LogContext&) = delete;

    /// The calling thread's context; empty when there is none. A thread that works for a task
    /// starts with the context of the thread that made it.
    static std::string current();

private:
    std::string previous_;
};

}  // namespace kconnect
