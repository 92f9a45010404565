#pragma once

#include <chrono>
#include <cstdint>

#include "datagen/clock.hpp"

namespace kconnect::datagen {

/// Moves when it is moved, and when a task sleeps.
class ManualClock final : public Clock {
public:
    TimePoint now() const override { return TimePoint{} + elapsed_; }
    std::int64_t epoch_milliseconds() const override {
        return 1700000000000 +
               std::chrono::duration_cast<std::chrono::milliseconds>(elapsed_).count();
    }
    void sleep_for(std::chrono::nanoseconds time) override {
        elapsed_ += time;
        ++sleeps_;
        longest_sleep_ = std::max(longest_sleep_, time);
    }

    void advance(std::chrono::nanoseconds time) { elapsed_ += time; }
    std::chrono::nanoseconds elapsed() const { return elapsed_; }
    int sleeps() const { return sleeps_; }
    std::chrono::nanoseconds longest_sleep() const { return longest_sleep_; }

private:
    std::chrono::nanoseconds elapsed_{0};
    std::chrono::nanoseconds longest_sleep_{0};
    int sleeps_ = 0;
};

}  // namespace kconnect::datagen
