#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <new>
#include <string>
#include <string_view>

#include <kconnect/errors.hpp>
#include <kconnect/record_batch.hpp>

#include "clock.hpp"
#include "error_metrics.hpp"
#include "error_settings.hpp"

namespace kconnect::runtime {

/// How far one record has come, and why it came no further.
struct ProcessingContext {
    Stage stage = Stage::kValueConverter;
    std::string_view executing_class;  ///< Java name of the converter or transformation; borrowed.
    std::exception_ptr error;          ///< Set: the record has failed in this stage.
    /// The task is to stop before the time for retries is over: no failure yet, nothing to report.
    bool interrupted = false;

    bool failed() const noexcept { return error != nullptr; }
};

/// A record failed, and errors.tolerance does not let it pass. Its text is Connect's "Tolerance
/// exceeded in error handler"; what went wrong is its cause.
class ToleranceExceeded : public ConnectException {
public:
    /// `record` says which record it is, for the log: "orders-3@17".
    ToleranceExceeded(const std::string& message,
                      const ProcessingContext& failure,
                      std::string record);
    ~ToleranceExceeded() override;

    Stage stage() const noexcept { return stage_; }
    const std::string& executing_class() const noexcept { return executing_class_; }
    const std::string& record() const noexcept { return record_; }

private:
    Stage stage_;
    std::string executing_class_;
    std::string record_;
};

/// A random time from zero up to `bound`, that excluded.
std::chrono::milliseconds random_time_below(std::chrono::milliseconds bound);

/// How RetryWithTolerance waits; tests have their own.
struct RetryWaiting {
    const Clock& clock = steady_clock();
    /// Waits so long, or until the task is to stop: then true. Absent: nothing is tried again.
    std::function<bool(std::chrono::milliseconds)> wait;
    std::function<std::chrono::milliseconds(std::chrono::milliseconds bound)> random_below =
        random_time_below;
};

/// Runs the steps of a record: again while they throw RetriableException and time is left, and
/// says which failures a task survives. Mirrors Connect's RetryWithToleranceOperator.
/// Threads: execute() on the task's own, the rest on any.
class RetryWithTolerance {
public:
    /// `metrics` is borrowed.
    RetryWithTolerance(const ErrorSettings& settings, ErrorMetrics& metrics, RetryWaiting waiting);

    /// Runs `operation` for the record of `context`. False when it failed for good: `context` says
    /// why, the failure is counted, and the caller reports it before it calls check(). Does
    /// nothing for a record that has failed before. What is no failure of a record (no memory)
    /// passes through.
    template <typename Operation>
    bool execute(ProcessingContext& context,
                 Stage stage,
                 std::string_view executing_class,
                 Operation&& operation) {
        if (context.failed()) {
            return false;
        }
        Attempts attempts = begin();
        do {
            try {
                operation();
                return true;
            } catch (const std::bad_alloc&) {
                throw;
            } catch (...) {
                context.stage = stage;
                context.executing_class = executing_class;
                context.error = std::current_exception();
            }
        } while (may_try_again(attempts, context));
        return false;
    }

    /// Counts a record as skipped when its failure in execute() is tolerated; else throws
    /// ToleranceExceeded. `record` names it: "orders-3@17".
    void check(const ProcessingContext& failure, const std::string& record);

    /// The same for a failure outside of execute(), such as one that a sink task reports.
    /// @{
    void count_failure_outside() noexcept;
    void check_outside(const ProcessingContext& failure, const std::string& record);
    /// @}

    bool tolerates_errors() const noexcept { return settings_.tolerance == ErrorTolerance::kAll; }

private:
    struct Attempts {
        Clock::TimePoint start;
        int count = 0;
    };

    Attempts begin() const {
        return settings_.retry_timeout.count() == 0 ? Attempts{} : Attempts{waiting_.clock.now()};
    }
    bool may_try_again(Attempts& attempts, ProcessingContext& context);
    bool wait_for_next(const Attempts& attempts, ProcessingContext& context);
    bool has_time(const Attempts& attempts, Clock::TimePoint now) const;
    std::chrono::milliseconds delay(const Attempts& attempts, Clock::TimePoint now) const;

    const ErrorSettings settings_;
    ErrorMetrics& metrics_;
    const RetryWaiting waiting_;
};

}  // namespace kconnect::runtime
