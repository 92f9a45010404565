#include "worker/log_output.hpp"

#include <spdlog/logger.h>
#include <spdlog/sinks/stdout_sinks.h>

#include "config/secret_mask.hpp"

namespace kconnect {
namespace {

std::string_view level_name(LogLevel level) {
    switch (level) {
        case LogLevel::kTrace:
            return "TRACE";
        case LogLevel::kDebug:
            return "DEBUG";
        case LogLevel::kInfo:
            return "INFO";
        case LogLevel::kWarn:
            return "WARN";
        case LogLevel::kError:
            return "ERROR";
        case LogLevel::kFatal:
            return "FATAL";
        case LogLevel::kOff:
            break;
    }
    return "OFF";
}

}  // namespace

LogOutput::LogOutput(LogLevel level, const SecretMask& secrets)
    : level_(level),
      secrets_(secrets),
      output_(std::make_unique<spdlog::logger>("kconnect",
                                               std::make_shared<spdlog::sinks::stdout_sink_mt>())) {
    output_->set_level(spdlog::level::trace);  // is_enabled() decides.
    output_->set_pattern("[%Y-%m-%d %H:%M:%S,%e] %v");
}

LogOutput::~LogOutput() = default;

bool LogOutput::is_enabled(LogLevel level, std::string_view /*logger*/) noexcept {
    return level >= level_.load(std::memory_order_relaxed);
}

void LogOutput::write(LogLevel level,
                      std::string_view logger,
                      std::string_view context,
                      std::string_view message) noexcept {
    try {
        std::string masked;
        if (!secrets_.is_empty()) {
            masked = secrets_.masked(message);
            message = masked;
        }
        output_->log(
            spdlog::level::info, "{} {}{} ({})", level_name(level), context, message, logger);
    } catch (...) {
        // A line that cannot be written cannot be reported either.
    }
}

}  // namespace kconnect
