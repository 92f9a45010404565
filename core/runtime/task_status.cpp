#include "task_status.hpp"

#include <utility>

#include <kconnect/errors.hpp>

namespace kconnect::runtime {

std::string to_string(const TaskId& id) {
    return id.connector + "-" + std::to_string(id.task);
}

std::string_view name_of(TaskState state) noexcept {
    switch (state) {
        case TaskState::kUnassigned:
            return "UNASSIGNED";
        case TaskState::kRunning:
            return "RUNNING";
        case TaskState::kPaused:
            return "PAUSED";
        case TaskState::kStopped:
            return "STOPPED";
        case TaskState::kFailed:
            return "FAILED";
        case TaskState::kRestarting:
            return "RESTARTING";
        case TaskState::kDestroyed:
            return "DESTROYED";
    }
    return "UNASSIGNED";
}

void StatusBoard::write(TaskStatus status) {
    {
        const std::lock_guard lock(mutex_);
        if (frozen_) {
            return;
        }
        status_ = std::move(status);
    }
    changed_.notify_all();
}

void StatusBoard::set(TaskState state) {
    write({state, {}});
}

void StatusBoard::set_failed(const std::exception_ptr& error) {
    write({TaskState::kFailed, stack_trace(error)});
}

void StatusBoard::freeze() {
    const std::lock_guard lock(mutex_);
    frozen_ = true;
}

TaskStatus StatusBoard::snapshot() const {
    const std::lock_guard lock(mutex_);
    return status_;
}

bool StatusBoard::wait_for(TaskState state, std::chrono::steady_clock::time_point deadline) const {
    std::unique_lock lock(mutex_);
    return changed_.wait_until(lock, deadline, [&] { return status_.state == state; });
}

}  // namespace kconnect::runtime
