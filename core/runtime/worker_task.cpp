#include "worker_task.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

#include "retry_with_tolerance.hpp"

namespace kconnect::runtime {

WorkerTask::WorkerTask(TaskId id, TargetState initial, const Clock& clock)
    : id_(std::move(id)),
      clock_(clock),
      log_("kconnect.runtime.WorkerTask"),
      board_(std::make_shared<StatusBoard>()),
      target_(initial) {
}

WorkerTask::~WorkerTask() = default;

void WorkerTask::run() noexcept {
    std::exception_ptr failure;
    try {
        if (wait_until_started()) {
            start();
            report(should_pause() ? TaskState::kPaused : TaskState::kRunning);
            execute();
        }
    } catch (...) {
        failure = std::current_exception();
        log_failure(failure);
    }
    try {
        close();
    } catch (...) {
        log_.error(fmt::format("{} Task threw an uncaught exception during shutdown: {}",
                               name(),
                               describe(std::current_exception())));
    }
    if (failure) {
        board_->set_failed(failure);
    } else {
        report(TaskState::kUnassigned);
    }
}

bool WorkerTask::wait_until_started() {
    if (should_pause()) {
        report(TaskState::kPaused);
    }
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [this] { return stopping() || !should_pause(); });
    return !stopping();
}

bool WorkerTask::wait_for_stop(std::chrono::milliseconds timeout) {
    // Longer waits overflow the clock.
    constexpr std::chrono::milliseconds kLongest = std::chrono::hours(24 * 365);
    std::unique_lock lock(mutex_);
    return changed_.wait_for(lock, std::min(timeout, kLongest), [this] { return stopping(); });
}

/// The trace, and in front of it which record it is about; Java's trace does not say.
std::string WorkerTask::failure_text(const std::exception_ptr& failure) {
    try {
        std::rethrow_exception(failure);
    } catch (const ToleranceExceeded& error) {
        return fmt::format("record {}, stage {}, class {}: {}",
                           error.record(),
                           name_of(error.stage()),
                           error.executing_class(),
                           stack_trace(failure));
    } catch (...) {
        return stack_trace(failure);
    }
}

void WorkerTask::log_failure(const std::exception_ptr& failure) const {
    if (cancelled()) {
        log_.warn(fmt::format(
            "{} After being scheduled for shutdown, the orphan task threw an uncaught exception. A "
            "newer instance of this task might be already running: {}",
            name(),
            failure_text(failure)));
    } else if (stopping()) {
        log_.warn(fmt::format(
            "{} After being scheduled for shutdown, task threw an uncaught exception: {}",
            name(),
            failure_text(failure)));
    } else {
        log_.error(fmt::format(
            "{} Task threw an uncaught and unrecoverable exception. Task is being killed and will "
            "not recover until manually restarted: {}",
            name(),
            failure_text(failure)));
    }
}

void WorkerTask::set_target(TargetState target) {
    {
        const std::lock_guard lock(mutex_);
        target_.store(target, std::memory_order_release);
    }
    changed_.notify_all();
    wake_up();
}

void WorkerTask::stop(Clock::TimePoint deadline) {
    {
        const std::lock_guard lock(mutex_);
        if (!stopping()) {
            stop_deadline_ = deadline;
        }
        stopping_.store(true, std::memory_order_release);
    }
    changed_.notify_all();
    wake_up();
}

void WorkerTask::cancel() {
    cancelled_.store(true, std::memory_order_release);
    board_->freeze();
}

Clock::TimePoint WorkerTask::stop_deadline() const {
    const std::lock_guard lock(mutex_);
    return stop_deadline_;
}

}  // namespace kconnect::runtime
