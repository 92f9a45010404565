#pragma once

#include <array>
#include <condition_variable>
#include <mutex>
#include <optional>
#include <thread>

namespace kconnect {

/// Turns the first TERM, INT or HUP into a request to stop, and the second into an immediate end
/// with 128 + its number. A signal that was ignored when the program started (nohup) stays so.
/// SIGPIPE is ignored. Made before the first other thread, as that inherits the blocked signals.
class SignalWatcher {
public:
    SignalWatcher();
    ~SignalWatcher();
    SignalWatcher(const SignalWatcher&) = delete;
    SignalWatcher& operator=(const SignalWatcher&) = delete;

    /// Waits for the first signal or for interrupt_wait(); the signal's number, absent for the
    /// latter.
    std::optional<int> wait();
    /// Ends the wait of another thread.
    void interrupt_wait();

private:
    void watch();

    std::mutex mutex_;
    std::condition_variable changed_;
    std::optional<int> signal_;
    bool interrupted_ = false;
    int signals_ = -1;   ///< A signalfd.
    int finished_ = -1;  ///< An eventfd that ends the watching thread.
    std::thread thread_;
};

}  // namespace kconnect
