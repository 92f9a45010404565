#include "task_thread.hpp"

#include <utility>

#include <fmt/format.h>
#include <pthread.h>

#include <kconnect/logging.hpp>

namespace kconnect::runtime {

namespace {

void name_thread(const TaskId& id) {
    constexpr std::size_t kLongestName = 15;
    const std::string name = fmt::format("task-{}", to_string(id)).substr(0, kLongestName);
    pthread_setname_np(pthread_self(), name.c_str());
}

}  // namespace

TaskThread::TaskThread(std::shared_ptr<WorkerTask> task)
    : task_(std::move(task)), end_(std::make_shared<End>()) {
    // The thread shares the task: when it is abandoned, nobody else has it.
    thread_ = std::thread([task = task_, end = end_]() mutable {
        name_thread(task->id());
        const LogContext context(
            fmt::format("[{}|task-{}] ", task->id().connector, task->id().task));
        task->run();
        task.reset();
        const std::lock_guard lock(end->mutex);
        end->is_reached = true;
        end->reached.notify_all();
    });
}

TaskThread::~TaskThread() {
    if (!thread_.joinable()) {
        return;
    }
    bool ended = false;
    {
        const std::lock_guard lock(end_->mutex);
        ended = end_->is_reached;
    }
    if (ended) {
        thread_.join();
        return;
    }
    task_->stop(std::chrono::steady_clock::now());
    abandon();
}

bool TaskThread::await_stop(std::chrono::steady_clock::time_point deadline) {
    if (!thread_.joinable()) {
        return true;
    }
    {
        std::unique_lock lock(end_->mutex);
        if (!end_->reached.wait_until(lock, deadline, [this] { return end_->is_reached; })) {
            lock.unlock();
            Logger("kconnect.runtime.Worker")
                .error(fmt::format("Graceful stop of task {} failed.", to_string(task_->id())));
            abandon();
            return false;
        }
    }
    thread_.join();
    return true;
}

void TaskThread::abandon() {
    task_->cancel();
    thread_.detach();
}

void stop_all(std::span<const std::unique_ptr<TaskThread>> tasks,
              std::chrono::steady_clock::time_point deadline) {
    for (const auto& task : tasks) {
        if (task != nullptr) {
            task->stop(deadline);
        }
    }
    for (const auto& task : tasks) {
        if (task != nullptr) {
            task->await_stop(deadline);
        }
    }
}

}  // namespace kconnect::runtime
