#pragma once

#include <chrono>

#include "runtime/clock.hpp"

namespace kconnect::test {

/// Stands still until it is moved.
class ManualClock final : public runtime::Clock {
public:
    TimePoint now() const override { return now_; }
    void advance(std::chrono::milliseconds time) { now_ += time; }
    std::chrono::milliseconds elapsed() const {
        return std::chrono::duration_cast<std::chrono::milliseconds>(now_ - TimePoint{});
    }

private:
    TimePoint now_;
};

}  // namespace kconnect::test
