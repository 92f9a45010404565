#pragma once

#include <chrono>
#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <mutex>
#include <thread>
#include <utility>

namespace kconnect::flight_reader {

/// Runs actions whose time has come, unless their watch ended before. One thread, started with the
/// first watch. Threads: any.
class Watchdog {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// Ends with its scope; from then on its action does not run any more.
    class Watch {
    public:
        /// `action` must neither block nor throw; it runs in the watchdog's thread.
        Watch(Watchdog& watchdog, TimePoint deadline, std::function<void()> action)
            : watchdog_(watchdog), id_(watchdog.begin(deadline, std::move(action))) {}
        ~Watch() { watchdog_.end(id_); }
        Watch(const Watch&) = delete;
        Watch& operator=(const Watch&) = delete;

    private:
        Watchdog& watchdog_;
        std::uint64_t id_;
    };

    Watchdog() = default;
    ~Watchdog();
    Watchdog(const Watchdog&) = delete;
    Watchdog& operator=(const Watchdog&) = delete;

private:
    struct Entry {
        TimePoint deadline;
        std::function<void()> action;
    };

    void run();
    std::uint64_t begin(TimePoint deadline, std::function<void()> action);
    void end(std::uint64_t id);

    std::mutex mutex_;
    std::condition_variable changed_;
    std::map<std::uint64_t, Entry> entries_;
    std::uint64_t last_id_ = 0;
    TimePoint wakes_at_ = TimePoint::max();  ///< When the thread looks by itself.
    bool is_over_ = false;
    std::thread thread_;
};

}  // namespace kconnect::flight_reader
