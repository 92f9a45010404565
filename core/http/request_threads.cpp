#include "http/request_threads.hpp"

#include <condition_variable>
#include <deque>
#include <mutex>
#include <thread>
#include <utility>

namespace kconnect::http {

/// Shared with the threads, as one that hangs outlives its owner.
struct RequestThreads::State {
    std::mutex mutex;
    std::condition_variable changed;
    std::deque<std::function<void()>> queue;
    std::size_t limit = 0;
    std::size_t threads = 0;
    bool is_stopped = false;

    /// Returns no function when the thread is to end; it is not counted any more then.
    std::function<void()> next() {
        const std::lock_guard lock(mutex);
        if (queue.empty()) {
            --threads;
            changed.notify_all();
            return nullptr;
        }
        auto work = std::move(queue.front());
        queue.pop_front();
        return work;
    }
};

RequestThreads::RequestThreads(std::size_t limit) : state_(std::make_shared<State>()) {
    state_->limit = limit;
}

RequestThreads::~RequestThreads() {
    stop(std::chrono::steady_clock::now());
}

void RequestThreads::run(std::function<void()> work) {
    {
        const std::lock_guard lock(state_->mutex);
        if (state_->is_stopped) {
            return;
        }
        state_->queue.push_back(std::move(work));
        if (state_->threads == state_->limit) {
            return;
        }
        ++state_->threads;
    }
    try {
        std::thread([state = state_] {
            while (auto next = state->next()) {
                next();
            }
        }).detach();
    } catch (...) {
        const std::lock_guard lock(state_->mutex);
        --state_->threads;
        state_->queue.pop_back();
        throw;
    }
}

bool RequestThreads::stop(std::chrono::steady_clock::time_point deadline) {
    std::deque<std::function<void()>> dropped;  // Goes without the lock.
    std::unique_lock lock(state_->mutex);
    state_->is_stopped = true;
    dropped.swap(state_->queue);
    const bool has_ended =
        state_->changed.wait_until(lock, deadline, [this] { return state_->threads == 0; });
    lock.unlock();
    return has_ended;
}

}  // namespace kconnect::http
