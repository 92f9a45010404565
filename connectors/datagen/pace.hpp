#pragma once

#include <chrono>
#include <cstdint>

#include "clock.hpp"

namespace kconnect::datagen {

/// How often a task makes a record.
struct Rate {
    enum class Kind : std::uint8_t { kUnlimited, kSteady, kRandom };

    Kind kind = Kind::kUnlimited;
    /// Between two records when steady; the longest, when random.
    std::chrono::nanoseconds interval{0};

    /// On average; 0 when unlimited.
    std::chrono::nanoseconds mean_interval() const noexcept {
        return kind == Kind::kRandom ? interval / 2 : interval;
    }
};

/// Says when the next record is due. What was missed while nobody asked is made up for by a burst
/// of at most a second's records.
class Pace {
public:
    Pace(Rate rate, std::int64_t seed, Clock::TimePoint now);

    bool is_unlimited() const noexcept { return rate_.kind == Rate::Kind::kUnlimited; }
    Clock::TimePoint due() const noexcept { return due_; }
    bool is_due(Clock::TimePoint now) const noexcept { return is_unlimited() || due_ <= now; }
    /// A record was made.
    void advance(Clock::TimePoint now) noexcept;

private:
    Rate rate_;
    std::int64_t seed_;
    std::uint64_t made_ = 0;
    Clock::TimePoint due_;
};

}  // namespace kconnect::datagen
