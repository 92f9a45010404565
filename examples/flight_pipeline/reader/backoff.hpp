#pragma once

#include <chrono>
#include <cstdint>
#include <random>

namespace kconnect::flight_reader {

/// How long to wait before each next attempt: a random time below a bound that doubles, so that
/// many callers do not come back at once. Owner: one call.
class Backoff {
public:
    explicit Backoff(std::uint_fast32_t seed = std::random_device{}()) : random_(seed) {}

    std::chrono::milliseconds next();

private:
    std::chrono::milliseconds bound_{50};
    std::minstd_rand random_;
};

}  // namespace kconnect::flight_reader
