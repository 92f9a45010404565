#pragma once

#include <atomic>
#include <chrono>

#include "runtime/clock.hpp"

namespace kconnect::test {

/// Stands still until it is moved. Threads: any.
class ManualClock final : public runtime::Clock {
public:
    TimePoint now() const override { return TimePoint{} + elapsed(); }
    void advance(std::chrono::milliseconds time) { elapsed_ += time.count(); }
    std::chrono::milliseconds elapsed() const { return std::chrono::milliseconds(elapsed_); }

private:
    std::atomic<std::chrono::milliseconds::rep> elapsed_ = 0;
};

}  // namespace kconnect::test
