#pragma once

#include <chrono>
#include <condition_variable>
#include <functional>
#include <map>
#include <mutex>
#include <string>
#include <thread>
#include <utility>

namespace kconnect {

/// Says when a connector's configuration has to be read again, because values of a provider are
/// only good for a time. Threads: any.
class ReloadSchedule {
public:
    /// `reload` is called with the connector's name, on the schedule's own thread; it returns soon
    /// and throws nothing.
    explicit ReloadSchedule(std::function<void(const std::string&)> reload);
    ~ReloadSchedule();
    ReloadSchedule(const ReloadSchedule&) = delete;
    ReloadSchedule& operator=(const ReloadSchedule&) = delete;

    /// The values of `path` end after `ttl`; replaces what was known of this path.
    /// Does nothing after stop().
    void schedule(const std::string& connector,
                  const std::string& path,
                  std::chrono::milliseconds ttl);
    /// Nothing is called any more afterwards. Not from within `reload`.
    void stop();

private:
    using Clock = std::chrono::steady_clock;

    void run(const std::stop_token& stop);

    std::function<void(const std::string&)> reload_;
    std::mutex mutex_;
    std::condition_variable_any changed_;
    std::map<std::pair<std::string, std::string>, Clock::time_point> due_;
    bool is_stopped_ = false;
    std::jthread thread_;  ///< Made with the first entry.
};

}  // namespace kconnect
