#include "kafka/offset_reset.hpp"

#include <gtest/gtest.h>

namespace kconnect::test {
namespace {

using kafka::parse_offset_reset;

TEST(OffsetReset, IsReadFromLibrdkafkasLog) {
    const auto reset = parse_offset_reset(
        "[thrd:main]: flight-data [3]: offset reset (at offset 5, broker 1) to offset BEGINNING: "
        "fetch failed due to requested offset not available on the broker: Broker: Offset out of "
        "range");
    ASSERT_TRUE(reset.has_value());
    EXPECT_EQ(reset->partition, (TopicPartition{"flight-data", 3}));
    EXPECT_EQ(reset->wanted, 5);
}

TEST(OffsetReset, IsReadWithALeaderEpoch) {
    const auto reset = parse_offset_reset(
        "t [12]: offset reset (at offset 1234567890123 (leader epoch 0), broker 1) to offset END");
    ASSERT_TRUE(reset.has_value());
    EXPECT_EQ(reset->partition, (TopicPartition{"t", 12}));
    EXPECT_EQ(reset->wanted, 1234567890123);
}

TEST(OffsetReset, IsNotFoundInOtherLines) {
    EXPECT_FALSE(parse_offset_reset("[thrd:main]: t [0]: something else").has_value());
    EXPECT_FALSE(parse_offset_reset("]: offset reset (at offset 5").has_value());
    EXPECT_FALSE(parse_offset_reset("t [x]: offset reset (at offset 5").has_value());
    EXPECT_FALSE(parse_offset_reset("t [0]: offset reset (at offset BEGINNING").has_value());
}

}  // namespace
}  // namespace kconnect::test
