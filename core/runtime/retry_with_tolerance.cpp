#include "retry_with_tolerance.hpp"

#include <algorithm>
#include <random>
#include <utility>

namespace kconnect::runtime {

namespace {

using std::chrono::milliseconds;

constexpr milliseconds kFirstDelay{300};

bool is_retriable(const std::exception_ptr& error) {
    try {
        std::rethrow_exception(error);
    } catch (const RetriableException&) {
        return true;
    } catch (...) {
        return false;
    }
}

/// Failures of these stages are the record's; of the others only what may succeed later is.
bool tolerates_any_exception(Stage stage) {
    return stage == Stage::kTransformation || stage == Stage::kKeyConverter ||
           stage == Stage::kValueConverter || stage == Stage::kHeaderConverter;
}

}  // namespace

ToleranceExceeded::ToleranceExceeded(const std::string& message,
                                     const ProcessingContext& failure,
                                     std::string record)
    : ConnectException(message, failure.error),
      stage_(failure.stage),
      executing_class_(failure.executing_class),
      record_(std::move(record)) {
}

ToleranceExceeded::~ToleranceExceeded() = default;

RetryWithTolerance::RetryWithTolerance(const ErrorSettings& settings,
                                       ErrorMetrics& metrics,
                                       RetryWaiting waiting)
    : settings_(settings), metrics_(metrics), waiting_(std::move(waiting)) {
}

/// Called with the exception of the last attempt in `context`; true after the pause before the
/// next one.
bool RetryWithTolerance::may_try_again(Attempts& attempts, ProcessingContext& context) {
    ++attempts.count;
    if (is_retriable(context.error)) {
        metrics_.count_failure();
        if (wait_for_next(attempts, context)) {
            context.error = nullptr;
            return true;
        }
    }
    if (!context.interrupted) {
        // As in Java, the last attempt counts once more than those before it.
        metrics_.count_failure();
        metrics_.note_time();
        metrics_.count_error();
    }
    return false;
}

/// False when there is no next attempt.
bool RetryWithTolerance::wait_for_next(const Attempts& attempts, ProcessingContext& context) {
    const Clock::TimePoint now = waiting_.clock.now();
    if (!waiting_.wait || !has_time(attempts, now)) {
        return false;
    }
    context.interrupted = waiting_.wait(delay(attempts, now));
    metrics_.count_retry();
    return !context.interrupted;
}

bool RetryWithTolerance::has_time(const Attempts& attempts, Clock::TimePoint now) const {
    const milliseconds timeout = settings_.retry_timeout;
    if (timeout.count() <= 0) {
        return timeout.count() < 0;
    }
    // Compared in milliseconds: the longest time-out has too many nanoseconds.
    return std::chrono::duration_cast<milliseconds>(now - attempts.start) < timeout;
}

milliseconds RetryWithTolerance::delay(const Attempts& attempts, Clock::TimePoint now) const {
    // A Java long shifts by its lowest six bits; here the doubling just ends at the largest value.
    constexpr int kMostDoublings = 50;
    const int doublings = std::min(attempts.count - 1, kMostDoublings);
    milliseconds delay(kFirstDelay.count() << doublings);
    if (delay > settings_.retry_delay_max) {
        delay = waiting_.random_below(settings_.retry_delay_max);
    }
    if (settings_.retry_timeout.count() < 0) {
        return delay;
    }
    const auto passed = std::chrono::duration_cast<milliseconds>(now - attempts.start);
    return std::clamp(settings_.retry_timeout - passed, milliseconds(0), delay);
}

void RetryWithTolerance::check(const ProcessingContext& failure, const std::string& record) {
    if (!tolerates_any_exception(failure.stage) && !is_retriable(failure.error)) {
        throw ToleranceExceeded("Unhandled exception in error handler", failure, record);
    }
    if (!tolerates_errors()) {
        throw ToleranceExceeded("Tolerance exceeded in error handler", failure, record);
    }
    metrics_.count_skipped();
}

void RetryWithTolerance::count_failure_outside() noexcept {
    metrics_.count_failure();
    metrics_.note_time();
}

void RetryWithTolerance::check_outside(const ProcessingContext& failure,
                                       const std::string& record) {
    if (!tolerates_errors()) {
        metrics_.count_error();
        throw ToleranceExceeded("Tolerance exceeded in error handler", failure, record);
    }
}

milliseconds random_time_below(milliseconds bound) {
    if (bound.count() <= 0) {
        return milliseconds(0);
    }
    thread_local std::minstd_rand generator(std::random_device{}());
    return milliseconds(
        std::uniform_int_distribution<milliseconds::rep>(0, bound.count() - 1)(generator));
}

}  // namespace kconnect::runtime
