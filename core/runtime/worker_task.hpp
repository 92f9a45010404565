#pragma once

#include <atomic>
#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <memory>
#include <mutex>

#include <kconnect/logging.hpp>

#include "clock.hpp"
#include "task_status.hpp"

namespace kconnect::runtime {

/// What the connector's owner wants of a task.
enum class TargetState : std::uint8_t { kStarted, kPaused };

/// The life that source and sink tasks share: wait while paused, start, work, close, report.
/// Mirrors Connect's WorkerTask. Threads: run() on the task's own; commands and status() from any.
class WorkerTask {
public:
    WorkerTask(TaskId id, TargetState initial, const Clock& clock);
    virtual ~WorkerTask();
    WorkerTask(const WorkerTask&) = delete;
    WorkerTask& operator=(const WorkerTask&) = delete;

    /// Lives the whole life; throws nothing. Call once.
    void run() noexcept;

    /// @name Commands; they return at once.
    /// @{
    void set_target(TargetState target);
    /// Ends the work; what the task still waits for must end by `deadline`.
    void stop(Clock::TimePoint deadline);
    /// The owner no longer waits: nothing is committed and no status is reported from now on.
    virtual void cancel();
    /// @}

    const TaskId& id() const noexcept { return id_; }
    TaskStatus status() const { return board_->snapshot(); }
    /// Stays readable after the task is gone.
    std::shared_ptr<const StatusBoard> board() const { return board_; }

protected:
    virtual void start() = 0;
    /// Works until stopping(); throws what makes the task FAILED.
    virtual void execute() = 0;
    /// Comes always, also after a failed start(). Errors are logged.
    virtual void close() = 0;
    /// Ends a wait inside execute(). Threads: any.
    virtual void wake_up() noexcept = 0;

    bool stopping() const noexcept { return stopping_.load(std::memory_order_acquire); }
    bool cancelled() const noexcept { return cancelled_.load(std::memory_order_acquire); }
    bool should_pause() const noexcept {
        return target_.load(std::memory_order_acquire) == TargetState::kPaused;
    }
    /// Waits so long, or until stopping(), which it returns.
    bool wait_for_stop(std::chrono::milliseconds timeout);
    /// When a stop that was asked for must be done.
    Clock::TimePoint stop_deadline() const;
    void report(TaskState state) { board_->set(state); }
    const Clock& clock() const noexcept { return clock_; }
    const Logger& log() const noexcept { return log_; }
    /// "WorkerSinkTask{id=my-sink-0}", before each line, as Connect writes it.
    virtual std::string name() const = 0;

private:
    bool wait_until_started();
    void log_failure(const std::exception_ptr& failure) const;
    static std::string failure_text(const std::exception_ptr& failure);

    const TaskId id_;
    const Clock& clock_;
    const Logger log_;
    const std::shared_ptr<StatusBoard> board_;
    std::atomic<TargetState> target_;
    std::atomic<bool> stopping_{false};
    std::atomic<bool> cancelled_{false};
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    Clock::TimePoint stop_deadline_;
};

}  // namespace kconnect::runtime
