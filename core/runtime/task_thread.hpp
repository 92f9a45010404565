#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <span>
#include <thread>

#include "worker_task.hpp"

namespace kconnect::runtime {

/// Runs one task on a thread of its own. The owner sends commands and reads snapshots; it never
/// waits for the task without a deadline.
/// Threads: the owner's.
class TaskThread {
public:
    /// Starts at once.
    explicit TaskThread(std::shared_ptr<WorkerTask> task);
    /// Abandons the task unless it has ended.
    ~TaskThread();
    TaskThread(const TaskThread&) = delete;
    TaskThread& operator=(const TaskThread&) = delete;

    void pause() { task_->set_target(TargetState::kPaused); }
    void resume() { task_->set_target(TargetState::kStarted); }
    /// Asks the task to end; returns at once. Ask all tasks first, then await each: the deadline is
    /// shared.
    void stop(Clock::TimePoint deadline) { task_->stop(deadline); }
    /// Waits for the end of a task that was asked to stop. False when the deadline came first: the
    /// task is abandoned then, commits nothing more, and its thread ends when it can.
    bool await_stop(std::chrono::steady_clock::time_point deadline);

    WorkerTask& task() noexcept { return *task_; }
    const WorkerTask& task() const noexcept { return *task_; }
    TaskStatus status() const { return task_->status(); }

private:
    struct End {
        std::mutex mutex;
        std::condition_variable reached;
        bool is_reached = false;
    };

    void abandon();

    std::shared_ptr<WorkerTask> task_;
    std::shared_ptr<End> end_;
    std::thread thread_;
};

/// Stops all of them within one deadline, as a connector's or the worker's stop does; null entries
/// are skipped.
void stop_all(std::span<const std::unique_ptr<TaskThread>> tasks,
              std::chrono::steady_clock::time_point deadline);

}  // namespace kconnect::runtime
