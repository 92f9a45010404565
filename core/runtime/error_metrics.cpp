#include "error_metrics.hpp"

#include <chrono>

namespace kconnect::runtime {

void ErrorMetrics::note_time() noexcept {
    const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
    last_error_ = std::chrono::duration_cast<std::chrono::milliseconds>(since_1970).count();
}

ErrorCounts ErrorMetrics::snapshot() const noexcept {
    return {.total_record_failures = failures_,
            .total_record_errors = errors_,
            .total_records_skipped = skipped_,
            .total_retries = retries_,
            .total_errors_logged = logged_,
            .deadletterqueue_produce_requests = dead_letters_,
            .deadletterqueue_produce_failures = lost_dead_letters_,
            .last_error_timestamp = last_error_};
}

}  // namespace kconnect::runtime
