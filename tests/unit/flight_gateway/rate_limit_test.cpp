#include "gateway/rate_limit.hpp"

#include <gtest/gtest.h>

namespace kconnect::flight_gateway {
namespace {

using namespace std::chrono_literals;

constexpr TokenBucket::Time kStart{};

TEST(RateLimit, LetsABurstThroughAndThenTheRate) {
    RateLimit limit(RateConfig{.per_second = 2, .burst = 3}, std::nullopt);
    for (int count = 0; count < 3; ++count) {
        EXPECT_FALSE(limit.refuse("a", kStart));
    }

    EXPECT_EQ(1s, limit.refuse("a", kStart));
    EXPECT_FALSE(limit.refuse("a", kStart + 500ms));
    EXPECT_TRUE(limit.refuse("a", kStart + 600ms));
}

TEST(RateLimit, SaysHowLongToWait) {
    RateLimit limit(RateConfig{.per_second = 0.1, .burst = 1}, std::nullopt);
    EXPECT_FALSE(limit.refuse("a", kStart));

    EXPECT_EQ(10s, limit.refuse("a", kStart));
    EXPECT_EQ(6s, limit.refuse("a", kStart + 4s));
}

TEST(RateLimit, CountsEachClientForItself) {
    RateLimit limit(RateConfig{.per_second = 1, .burst = 1}, std::nullopt);

    EXPECT_FALSE(limit.refuse("a", kStart));
    EXPECT_FALSE(limit.refuse("b", kStart));
    EXPECT_TRUE(limit.refuse("a", kStart));
}

TEST(RateLimit, CountsTheAddressesOfOneIpv6NetworkAsOneClient) {
    RateLimit limit(RateConfig{.per_second = 1, .burst = 1}, std::nullopt);

    EXPECT_FALSE(limit.refuse("2001:db8:0:1::1", kStart));
    EXPECT_TRUE(limit.refuse("2001:db8:0:1:ffff::2", kStart));
    EXPECT_FALSE(limit.refuse("2001:db8:0:2::1", kStart));
    EXPECT_FALSE(limit.refuse("fe80::1%eth0", kStart));
    EXPECT_TRUE(limit.refuse("fe80::2%eth0", kStart));
}

TEST(RateLimit, TellsAWaitThatIsBeyondAllMeasureAsALongOne) {
    RateLimit limit(RateConfig{.per_second = 1e-300, .burst = 1}, std::nullopt);
    EXPECT_FALSE(limit.refuse("a", kStart));

    EXPECT_EQ(1'000'000'000s, limit.refuse("a", kStart));
}

TEST(RateLimit, HoldsForAllTogether) {
    RateLimit limit(RateConfig{.per_second = 1, .burst = 5},
                    RateConfig{.per_second = 1, .burst = 2});

    EXPECT_FALSE(limit.refuse("a", kStart));
    EXPECT_FALSE(limit.refuse("b", kStart));
    EXPECT_TRUE(limit.refuse("c", kStart));
}

TEST(RateLimit, LetsAllThroughWithoutLimits) {
    RateLimit limit(std::nullopt, std::nullopt);
    for (int count = 0; count < 10'000; ++count) {
        ASSERT_FALSE(limit.refuse("a", kStart));
    }
}

TEST(RateLimit, RemembersNoMoreClientsThanItMay) {
    RateLimit limit(RateConfig{.per_second = 1, .burst = 1}, std::nullopt);
    for (int client = 0; client < 30'000; ++client) {
        limit.refuse(std::to_string(client), kStart);
    }

    EXPECT_LE(limit.clients(), 10'001U);
    limit.refuse("new", kStart + 10s);
    EXPECT_EQ(1U, limit.clients());
}

}  // namespace
}  // namespace kconnect::flight_gateway
