#include <atomic>
#include <cstdio>
#include <utility>

#include <kconnect/logging.hpp>

namespace kconnect {

namespace {

std::atomic<LogSink*> log_sink{nullptr};

std::string& thread_context() {
    thread_local std::string context;
    return context;
}

}  // namespace

LogSink::~LogSink() = default;

void set_log_sink(LogSink* sink) noexcept {
    log_sink.store(sink, std::memory_order_release);
}

Logger::Logger(std::string name) : name_(std::move(name)) {
}

Logger::~Logger() = default;

bool Logger::is_enabled(LogLevel level) const noexcept {
    LogSink* sink = log_sink.load(std::memory_order_acquire);
    return sink != nullptr ? sink->is_enabled(level, name_) : level >= LogLevel::kWarn;
}

void Logger::log(LogLevel level, std::string_view message) const noexcept {
    if (!is_enabled(level)) {
        return;
    }
    LogSink* sink = log_sink.load(std::memory_order_acquire);
    if (sink != nullptr) {
        sink->write(level, name_, thread_context(), message);
        return;
    }
    std::fprintf(stderr,
                 "%s%.*s (%s)\n",
                 thread_context().c_str(),
                 static_cast<int>(message.size()),
                 message.data(),
                 name_.c_str());
}

LogContext::LogContext(std::string context)
    : previous_(std::exchange(thread_context(), std::move(context))) {
}

LogContext::~LogContext() {
    thread_context() = std::move(previous_);
}

std::string LogContext::current() {
    return thread_context();
}

}  // namespace kconnect
