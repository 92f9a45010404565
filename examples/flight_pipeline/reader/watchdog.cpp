#include "reader/watchdog.hpp"

#include <algorithm>
#include <utility>

namespace kconnect::flight_reader {

Watchdog::~Watchdog() {
    {
        const std::lock_guard lock(mutex_);
        is_over_ = true;
    }
    changed_.notify_all();
    if (thread_.joinable()) {
        thread_.join();
    }
}

std::uint64_t Watchdog::begin(TimePoint deadline, std::function<void()> action) {
    const std::lock_guard lock(mutex_);
    if (!thread_.joinable()) {
        thread_ = std::thread([this] { run(); });
    }
    const std::uint64_t id = ++last_id_;
    entries_.emplace(id, Entry{deadline, std::move(action)});
    // Most watches end before their time, and the next has a later one: no reason to wake a thread.
    if (deadline < wakes_at_) {
        changed_.notify_all();
    }
    return id;
}

void Watchdog::end(std::uint64_t id) {
    const std::lock_guard lock(mutex_);
    entries_.erase(id);
}

void Watchdog::run() {
    std::unique_lock lock(mutex_);
    while (!is_over_) {
        const auto next = std::min_element(
            entries_.begin(), entries_.end(), [](const auto& left, const auto& right) {
                return left.second.deadline < right.second.deadline;
            });
        if (next == entries_.end()) {
            wakes_at_ = TimePoint::max();
            changed_.wait(lock);
        } else if (next->second.deadline <= std::chrono::steady_clock::now()) {
            const std::function<void()> action = std::move(next->second.action);
            entries_.erase(next);
            action();
        } else {
            wakes_at_ = next->second.deadline;
            changed_.wait_until(lock, TimePoint(wakes_at_));
        }
    }
}

}  // namespace kconnect::flight_reader
