#include "stand_in.hpp"

#include <algorithm>

#include <pthread.h>

#include <kconnect/logging.hpp>

namespace kconnect::runtime {

StandIn::StandIn(Work work, Milliseconds patience, std::string log_context)
    : work_(std::move(work)),
      patience_(patience),
      log_context_(std::move(log_context)),
      pause_(patience) {
}

StandIn::~StandIn() = default;

void StandIn::begin() {
    lock_ = std::unique_lock(mutex_);
    ended_ = false;
    thread_ = std::thread([this] { run(); });
}

void StandIn::end() noexcept {
    ended_ = true;
    lock_.unlock();
    changed_.notify_all();
    thread_.join();
}

/// Whenever this has the lock, the owner is away.
void StandIn::run() {
    constexpr Milliseconds kLongest = std::chrono::hours(24);
    pthread_setname_np(pthread_self(), "stand-in");
    const LogContext context(log_context_);
    std::uint64_t seen = 0;
    std::unique_lock lock(mutex_);
    while (true) {
        changed_.wait_for(lock, pause_, [this] { return ended_ || hurried_; });
        if (ended_) {
            return;
        }
        hurried_ = false;
        if (seen != absences_) {
            // Most calls are over before the next look.
            seen = absences_;
            pause_ = patience_;
            continue;
        }
        try {
            pause_ = std::clamp(work_(), patience_, kLongest);
        } catch (...) {
            failure_ = std::current_exception();
            return;
        }
    }
}

void StandIn::throw_failure() {
    if (failure_) {
        std::rethrow_exception(std::exchange(failure_, nullptr));
    }
}

StandIn::Absence::Absence(StandIn& stand_in, bool soon)
    : stand_in_(stand_in), has_left_(stand_in.lock_.owns_lock()) {
    if (!has_left_) {
        return;
    }
    ++stand_in_.absences_;
    if (soon && stand_in_.pause_ > stand_in_.patience_) {
        stand_in_.pause_ = stand_in_.patience_;
        stand_in_.hurried_ = true;
        stand_in_.changed_.notify_all();
    }
    stand_in_.lock_.unlock();
}

StandIn::Absence::~Absence() {
    if (has_left_) {
        stand_in_.lock_.lock();
    }
}

}  // namespace kconnect::runtime
