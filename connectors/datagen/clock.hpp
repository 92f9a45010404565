#pragma once

#include <chrono>
#include <cstdint>

namespace kconnect::datagen {

/// Time as a task sees it; tests have their own.
class Clock {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    virtual ~Clock() = default;
    virtual TimePoint now() const = 0;
    /// Milliseconds since 1970.
    virtual std::int64_t epoch_milliseconds() const = 0;
    /// Blocks the calling thread.
    virtual void sleep_for(std::chrono::nanoseconds time) = 0;
};

/// The machine's clock.
Clock& system_clock();

}  // namespace kconnect::datagen
