#pragma once

#include <chrono>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <stop_token>
#include <thread>

namespace kconnect {

/// Turns the first TERM, INT or HUP into a request to stop, and a later one into an immediate
/// end with 128 + its number; one that follows at once is part of the same request. A signal that
/// was ignored when the program started (nohup) stays so. SIGPIPE is ignored. Made before the first
/// other thread, as that inherits the blocked signals.
class SignalWatcher {
public:
    SignalWatcher();
    ~SignalWatcher();
    SignalWatcher(const SignalWatcher&) = delete;
    SignalWatcher& operator=(const SignalWatcher&) = delete;

    /// Waits for the first signal and returns its number.
    int wait();
    /// The first signal's number, if it has come.
    std::optional<int> received();
    /// Requested by the first signal.
    std::stop_token stop_token() const { return stop_.get_token(); }

private:
    void watch();
    void first_or_last(int number);

    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<int> signal_;
    std::chrono::steady_clock::time_point first_signal_at_;
    std::stop_source stop_;
    int signals_ = -1;   ///< A signalfd.
    int finished_ = -1;  ///< An eventfd that ends the watching thread.
    std::thread thread_;
};

}  // namespace kconnect
