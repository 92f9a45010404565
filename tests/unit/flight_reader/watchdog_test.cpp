#include "reader/watchdog.hpp"

#include <atomic>

#include <gtest/gtest.h>

#include "reader/backoff.hpp"
#include "support/deadline.hpp"

namespace kconnect::flight_reader {
namespace {

using Clock = std::chrono::steady_clock;

TEST(Watchdog, RunsActionsInTheOrderOfTheirDeadlines) {
    Watchdog watchdog;
    std::atomic<int> order{0};
    std::atomic<int> late{0};
    std::atomic<int> early{0};
    const Watchdog::Watch second(
        watchdog, Clock::now() + std::chrono::milliseconds(8), [&] { late = ++order; });
    const Watchdog::Watch first(
        watchdog, Clock::now() + std::chrono::milliseconds(1), [&] { early = ++order; });
    EXPECT_TRUE(test::becomes_true([&] { return late != 0; }));
    EXPECT_EQ(early, 1);
    EXPECT_EQ(late, 2);
}

TEST(Watchdog, DoesNothingForAWatchThatEnded) {
    Watchdog watchdog;
    std::atomic<bool> ran{false};
    std::atomic<bool> over{false};
    {
        const Watchdog::Watch ended(
            watchdog, Clock::now() + std::chrono::milliseconds(300), [&] { ran = true; });
    }
    const Watchdog::Watch later(
        watchdog, Clock::now() + std::chrono::milliseconds(301), [&] { over = true; });
    EXPECT_TRUE(test::becomes_true([&] { return over.load(); }));
    EXPECT_FALSE(ran);
}

TEST(Watchdog, RunsWhatComesWhileItWaitsForAWatchThatEnds) {
    Watchdog watchdog;
    std::atomic<bool> is_earlier_over{false};
    std::atomic<bool> is_later_over{false};
    const auto begin = Clock::now();
    {
        const Watchdog::Watch hour(watchdog, begin + std::chrono::hours(1), [] {});
        const Watchdog::Watch earlier(
            watchdog, begin + std::chrono::milliseconds(2), [&] { is_earlier_over = true; });
        EXPECT_TRUE(test::becomes_true([&] { return is_earlier_over.load(); }));
    }
    const Watchdog::Watch later(
        watchdog, Clock::now() + std::chrono::milliseconds(4), [&] { is_later_over = true; });
    EXPECT_TRUE(test::becomes_true([&] { return is_later_over.load(); }));
}

TEST(Backoff, GrowsToItsBoundAndVaries) {
    Backoff one(1);
    Backoff other(2);
    bool differs = false;
    for (int attempt = 0; attempt < 10; ++attempt) {
        const auto bound = std::min(50 << attempt, 1000);
        const auto pause = one.next().count();
        EXPECT_GE(pause, bound / 2);
        EXPECT_LE(pause, bound);
        differs = differs || pause != other.next().count();
    }
    EXPECT_TRUE(differs);
}

}  // namespace
}  // namespace kconnect::flight_reader
