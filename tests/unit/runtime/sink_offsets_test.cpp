#include "runtime/sink_offsets.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kconnect::runtime {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

const std::vector<TopicPartition> kBoth{{"t", 0}, {"t", 1}};

SinkOffsets offsets_at(std::int64_t first, std::int64_t second) {
    SinkOffsets offsets;
    offsets.start_at(kBoth[0], 0);
    offsets.start_at(kBoth[1], 0);
    offsets.advance({{kBoth[0], first}, {kBoth[1], second}});
    return offsets;
}

TEST(SinkOffsets, MovesOnlyWhatTheTaskReported) {
    const CommitPlan plan = offsets_at(5, 6).plan_commit({{kBoth[0], 4}}, kBoth, kBoth, {});
    EXPECT_EQ(plan.offsets, (OffsetMap{{kBoth[0], 4}, {kBoth[1], 0}}));
    EXPECT_TRUE(plan.changed);
    EXPECT_THAT(plan.warnings, IsEmpty());
}

TEST(SinkOffsets, SeesThatNothingChanged) {
    EXPECT_FALSE(offsets_at(5, 6).plan_commit({{kBoth[0], 0}}, kBoth, kBoth, {}).changed);
}

TEST(SinkOffsets, LetsATaskGoBack) {
    SinkOffsets offsets = offsets_at(5, 6);
    offsets.set_committed({{kBoth[0], 5}});
    const CommitPlan plan = offsets.plan_commit({{kBoth[0], 2}}, kBoth, kBoth, {});
    EXPECT_EQ(plan.offsets.at(kBoth[0]), 2);
}

TEST(SinkOffsets, WarnsOfOffsetsThatWereNotConsumed) {
    const CommitPlan plan = offsets_at(5, 6).plan_commit({{kBoth[0], 9}}, kBoth, kBoth, {});
    EXPECT_THAT(plan.warnings,
                ElementsAre("Ignoring invalid task provided offset t-0/9 -- not yet consumed, "
                            "taskOffset=9 currentOffset=5"));
}

TEST(SinkOffsets, WarnsOfPartitionsThatAreNotAssigned) {
    const CommitPlan plan = offsets_at(5, 6).plan_commit({{{"x", 3}, 1}}, kBoth, kBoth, {});
    EXPECT_THAT(plan.warnings, ElementsAre(HasSubstr("x-3/1 -- partition not assigned")));
}

TEST(SinkOffsets, IgnoresPartitionsThatWereNotAskedFor) {
    const std::vector<TopicPartition> first{kBoth[0]};
    const CommitPlan plan = offsets_at(5, 6).plan_commit({{kBoth[1], 6}}, first, kBoth, {});
    EXPECT_EQ(plan.offsets, (OffsetMap{{kBoth[0], 0}}));
    EXPECT_THAT(plan.warnings, IsEmpty());
}

TEST(SinkOffsets, RewindsToTheLastCommit) {
    SinkOffsets offsets = offsets_at(5, 6);
    offsets.set_committed({{kBoth[0], 3}});
    EXPECT_EQ(offsets.rewind(kBoth), (OffsetMap{{kBoth[0], 3}, {kBoth[1], 0}}));
    EXPECT_EQ(offsets.current(), (OffsetMap{{kBoth[0], 3}, {kBoth[1], 0}}));
}

}  // namespace
}  // namespace kconnect::runtime
