#pragma once

#include <atomic>
#include <cstdint>

namespace kconnect::runtime {

/// Connect's task-error-metrics of one task at one moment; a value.
struct ErrorCounts {
    std::uint64_t total_record_failures = 0;
    std::uint64_t total_record_errors = 0;
    std::uint64_t total_records_skipped = 0;
    std::uint64_t total_retries = 0;
    std::uint64_t total_errors_logged = 0;
    std::uint64_t deadletterqueue_produce_requests = 0;
    std::uint64_t deadletterqueue_produce_failures = 0;
    std::int64_t last_error_timestamp = 0;  ///< Milliseconds since 1970; 0 without an error.
};

/// Counts what goes wrong with records. Threads: any.
class ErrorMetrics {
public:
    void count_failure() noexcept { ++failures_; }
    void count_error() noexcept { ++errors_; }
    void count_skipped() noexcept { ++skipped_; }
    void count_retry() noexcept { ++retries_; }
    void count_logged() noexcept { ++logged_; }
    void count_dead_letter() noexcept { ++dead_letters_; }
    void count_lost_dead_letter() noexcept { ++lost_dead_letters_; }
    /// Notes the time of day as that of the last error.
    void note_time() noexcept;

    ErrorCounts snapshot() const noexcept;

private:
    std::atomic<std::uint64_t> failures_{0};
    std::atomic<std::uint64_t> errors_{0};
    std::atomic<std::uint64_t> skipped_{0};
    std::atomic<std::uint64_t> retries_{0};
    std::atomic<std::uint64_t> logged_{0};
    std::atomic<std::uint64_t> dead_letters_{0};
    std::atomic<std::uint64_t> lost_dead_letters_{0};
    std::atomic<std::int64_t> last_error_{0};
};

}  // namespace kconnect::runtime
