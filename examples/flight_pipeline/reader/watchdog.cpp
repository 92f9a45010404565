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
    const bool is_next =
        std::all_of(entries_.begin(), entries_.end(), [deadline](const auto& entry) {
            return entry.second.deadline > deadline;
        });
    entries_.emplace(id, Entry{deadline, std::move(action)});
    if (is_next) {
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
            changed_.wait(lock);
        } else if (next->second.deadline <= std::chrono::steady_clock::now()) {
            const std::function<void()> action = std::move(next->second.action);
            entries_.erase(next);
            action();
        } else {
            changed_.wait_until(lock, TimePoint(next->second.deadline));
        }
    }
}

}  // namespace kconnect::flight_reader
