#pragma once

#include <chrono>
#include <cstdint>
#include <string>

namespace kconnect::runtime {

/// `errors.tolerance`
enum class ErrorTolerance : std::uint8_t { kNone, kAll };

/// What a connector's `errors.*` keys say of records that fail; the defaults are Connect's.
struct ErrorSettings {
    std::chrono::milliseconds retry_timeout{0};  ///< 0 never, negative without end.
    std::chrono::milliseconds retry_delay_max{60000};
    ErrorTolerance tolerance = ErrorTolerance::kNone;
    bool log_errors = false;
    bool log_records = false;  ///< errors.log.include.messages
};

/// What a sink's `errors.deadletterqueue.*` keys say.
struct DeadLetterSettings {
    std::string topic;  ///< Empty: no dead letters.
    std::int16_t replication_factor = 3;
    bool context_headers = false;
};

}  // namespace kconnect::runtime
