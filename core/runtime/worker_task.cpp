#include "worker_task.hpp"

#include <utility>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

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

void WorkerTask::log_failure(const std::exception_ptr& failure) const {
    if (cancelled()) {
        log_.warn(fmt::format(
            "{} After being scheduled for shutdown, the orphan task threw an uncaught exception. A "
            "newer instance of this task might be already running: {}",
            name(),
            stack_trace(failure)));
    } else if (stopping()) {
        log_.warn(fmt::format(
            "{} After being scheduled for shutdown, task threw an uncaught exception: {}",
            name(),
            stack_trace(failure)));
    } else {
        log_.error(fmt::format(
            "{} Task threw an uncaught and unrecoverable exception. Task is being killed and will "
            "not recover until manually restarted: {}",
            name(),
            stack_trace(failure)));
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
