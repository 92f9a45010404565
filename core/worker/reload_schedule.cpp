#include "worker/reload_schedule.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <kconnect/logging.hpp>

namespace kconnect {
namespace {

const Logger& logger() {
    static const Logger instance("kconnect.worker.ReloadSchedule");
    return instance;
}

}  // namespace

ReloadSchedule::ReloadSchedule(std::function<void(const std::string&)> reload)
    : reload_(std::move(reload)) {
}

ReloadSchedule::~ReloadSchedule() = default;

void ReloadSchedule::stop() {
    std::jthread thread;
    {
        const std::lock_guard lock(mutex_);
        is_stopped_ = true;
        thread = std::move(thread_);
    }
}

void ReloadSchedule::schedule(const std::string& connector,
                              const std::string& path,
                              std::chrono::milliseconds ttl) {
    const std::lock_guard lock(mutex_);
    if (is_stopped_) {
        return;
    }
    logger().info(
        fmt::format("Scheduling a restart of connector {} in {} ms", connector, ttl.count()));
    due_.insert_or_assign({connector, path}, Clock::now() + ttl);
    if (!thread_.joinable()) {
        thread_ = std::jthread([this](const std::stop_token& stop) { run(stop); });
    }
    changed_.notify_all();
}

void ReloadSchedule::run(const std::stop_token& stop) {
    std::unique_lock lock(mutex_);
    while (!stop.stop_requested()) {
        const auto first =
            std::min_element(due_.begin(), due_.end(), [](const auto& left, const auto& right) {
                return left.second < right.second;
            });
        if (first == due_.end()) {
            changed_.wait(lock, stop, [this] { return !due_.empty(); });
        } else if (const auto when = first->second; when > Clock::now()) {
            // An earlier entry, or a later one for this path, ends the wait.
            changed_.wait_until(lock, stop, when, [&] {
                return std::none_of(due_.begin(),
                                    due_.end(),
                                    [&](const auto& entry) { return entry.second == when; }) ||
                       std::any_of(due_.begin(), due_.end(), [&](const auto& entry) {
                           return entry.second < when;
                       });
            });
        } else {
            const auto connector = first->first.first;
            due_.erase(first);
            lock.unlock();
            reload_(connector);
            lock.lock();
        }
    }
}

}  // namespace kconnect
