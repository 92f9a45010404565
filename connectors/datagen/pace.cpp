#include "pace.hpp"

#include <algorithm>

#include "random_numbers.hpp"

namespace kconnect::datagen {

Pace::Pace(Rate rate, std::int64_t seed, Clock::TimePoint now)
    : rate_(rate), seed_(seed), due_(now) {
}

void Pace::advance(Clock::TimePoint now) noexcept {
    constexpr std::uint64_t kStream = 0x70616365;
    constexpr std::chrono::seconds kLongestBurst{1};
    auto interval = rate_.interval;
    if (rate_.kind == Rate::Kind::kRandom) {
        const auto limit = static_cast<std::uint64_t>(interval.count()) + 1;
        interval = std::chrono::nanoseconds(
            static_cast<std::int64_t>(below(limit, random_number(seed_, kStream, made_))));
    }
    ++made_;
    due_ = std::max(due_, now - kLongestBurst) + interval;
}

}  // namespace kconnect::datagen
