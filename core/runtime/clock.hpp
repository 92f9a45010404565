#pragma once

#include <chrono>

namespace kconnect::runtime {

/// Tells the time; tests have one that they move by hand. Threads: any.
class Clock {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    virtual ~Clock();
    virtual TimePoint now() const = 0;
};

/// The machine's steady clock.
const Clock& steady_clock();

}  // namespace kconnect::runtime
