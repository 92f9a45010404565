#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <exception>
#include <mutex>
#include <string>
#include <string_view>

namespace kconnect::runtime {

/// Names one task of one connector.
struct TaskId {
    std::string connector;
    int task = 0;
};

/// "my-sink-0"
std::string to_string(const TaskId& id);

/// States as REST shows them.
enum class TaskState : std::uint8_t {
    kUnassigned,
    kRunning,
    kPaused,
    kStopped,
    kFailed,
    kRestarting,
    kDestroyed,
};

/// Connect's word: "RUNNING", ...
std::string_view name_of(TaskState state) noexcept;

/// A task's state at one moment; a value.
struct TaskStatus {
    TaskState state = TaskState::kUnassigned;
    std::string trace;  ///< Why it failed, as Java prints it; empty unless FAILED.
};

/// Where a task writes its state and others read it. Threads: any.
class StatusBoard {
public:
    void set(TaskState state);
    /// Sets FAILED with the trace of `error`.
    void set_failed(const std::exception_ptr& error);
    /// From now on nothing changes: a successor of the task writes elsewhere.
    void freeze();

    TaskStatus snapshot() const;
    /// Waits until the state is `state`; false when the deadline came first.
    bool wait_for(TaskState state, std::chrono::steady_clock::time_point deadline) const;

private:
    void write(TaskStatus status);

    mutable std::mutex mutex_;
    mutable std::condition_variable changed_;
    TaskStatus status_;
    bool frozen_ = false;
};

}  // namespace kconnect::runtime
