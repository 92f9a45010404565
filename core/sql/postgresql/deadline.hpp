#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <limits>
#include <optional>

namespace kconnect::sql::postgresql {

/// A point in time, absent when a wait has no bound.
using Deadline = std::optional<std::chrono::steady_clock::time_point>;

/// What poll() takes: -1 without a bound.
inline int remaining_millis(const Deadline& deadline) {
    if (!deadline) {
        return -1;
    }
    const auto left =
        std::chrono::ceil<std::chrono::milliseconds>(*deadline - std::chrono::steady_clock::now());
    return static_cast<int>(
        std::clamp<std::int64_t>(left.count(), 0, std::numeric_limits<int>::max()));
}

}  // namespace kconnect::sql::postgresql
