#include "runtime/submitted_records.hpp"

#include <random>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/fake_source_task.hpp"

namespace kconnect::test {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::UnorderedElementsAre;

class SubmittedRecordsTest : public ::testing::Test {
protected:
    /// Submits a record of its own batch.
    runtime::SubmittedRecords::Id submit(std::string_view partition, std::int64_t offset) {
        runtime::SourceBatch& batch = batches.take();
        add_source(batch.content, {.partition = partition, .offset = offset});
        const auto id = records.submit(batch, 0);
        batches.release(batch);
        return id;
    }
    /// "{p=a}{o=1}" for each source partition that may be stored.
    std::vector<std::string> committable() {
        records.collect();
        std::vector<std::string> texts;
        for (const auto& [partition, offset] : records.committable()) {
            texts.push_back(to_string(partition) + to_string(offset));
        }
        return texts;
    }

    runtime::SourceBatches batches;
    runtime::SubmittedRecords records{batches};
};

TEST_F(SubmittedRecordsTest, HasNothingAtFirst) {
    EXPECT_THAT(committable(), IsEmpty());
    EXPECT_EQ(records.unacknowledged(), 0U);
}

TEST_F(SubmittedRecordsTest, StopsAtTheFirstThatIsNotAcknowledged) {
    const auto first = submit("a", 1);
    const auto second = submit("a", 2);
    const auto third = submit("a", 3);
    records.acknowledge(second);
    EXPECT_THAT(committable(), IsEmpty());
    records.acknowledge(first);
    EXPECT_THAT(committable(), ElementsAre("{p=a}{o=2}"));
    EXPECT_EQ(records.committable_records(), 2U);
    EXPECT_EQ(records.unacknowledged(), 1U);
    records.acknowledge(third);
    EXPECT_THAT(committable(), ElementsAre("{p=a}{o=3}"));
}

TEST_F(SubmittedRecordsTest, PartitionsDoNotWaitForEachOther) {
    submit("a", 1);
    const auto other = submit("b", 2);
    records.acknowledge(other);
    EXPECT_THAT(committable(), ElementsAre("{p=b}{o=2}"));
}

TEST_F(SubmittedRecordsTest, AnAcknowledgementCountsOnce) {
    const auto id = submit("a", 1);
    submit("a", 2);
    records.acknowledge(id);
    records.acknowledge(id);
    EXPECT_EQ(records.unacknowledged(), 1U);
}

TEST_F(SubmittedRecordsTest, ADroppedRecordIsForgotten) {
    const auto first = submit("a", 1);
    const auto dropped = submit("a", 2);
    records.drop(dropped);
    EXPECT_EQ(records.unacknowledged(), 1U);
    const auto again = submit("a", 3);
    records.acknowledge(first);
    records.acknowledge(again);
    EXPECT_THAT(committable(), ElementsAre("{p=a}{o=3}"));
}

TEST_F(SubmittedRecordsTest, OffsetsStayCommittableUntilTheyAreCommitted) {
    records.acknowledge(submit("a", 1));
    EXPECT_THAT(committable(), ElementsAre("{p=a}{o=1}"));
    records.acknowledge(submit("b", 2));
    EXPECT_THAT(committable(), UnorderedElementsAre("{p=a}{o=1}", "{p=b}{o=2}"));
    records.committed();
    EXPECT_THAT(committable(), IsEmpty());
}

TEST_F(SubmittedRecordsTest, TheOrderOfAPartitionsEntriesDoesNotMatter) {
    runtime::SourceBatch& batch = batches.take();
    const MapEntry one[] = {{Value::of_string("x"), Value::of_int32(1)},
                            {Value::of_string("y"), Value::of_int32(2)}};
    const MapEntry two[] = {one[1], one[0]};
    for (const auto& entries : {one, two}) {
        SourceRecord record;
        record.source_partition = Value::of_map({entries, 2});
        batch.content.add(record);
    }
    records.acknowledge(records.submit(batch, 1));
    records.submit(batch, 0);
    EXPECT_EQ(records.partitions(), 1U);
}

TEST_F(SubmittedRecordsTest, GivesBatchesBackForReuse) {
    for (int round = 0; round < 100; ++round) {
        records.acknowledge(submit("a", round));
        records.collect();
    }
    EXPECT_EQ(batches.size(), 1U);
}

TEST_F(SubmittedRecordsTest, ForgetsIdlePartitionsWhenThereAreMany) {
    const auto open = submit("open", 1);
    for (int index = 0; index < 5000; ++index) {
        records.acknowledge(submit("file" + std::to_string(index), index));
    }
    records.collect();
    records.committed();
    EXPECT_EQ(records.partitions(), 1U);
    records.acknowledge(open);
    records.acknowledge(submit("file7", 8));
    EXPECT_THAT(committable(), UnorderedElementsAre("{p=open}{o=1}", "{p=file7}{o=8}"));
}

TEST_F(SubmittedRecordsTest, NeverPassesAGapWhateverTheOrderOfAcknowledgements) {
    constexpr unsigned kSeed = 4711;
    std::mt19937 random(kSeed);
    std::vector<std::pair<std::int64_t, runtime::SubmittedRecords::Id>> open;
    std::int64_t next = 0;
    for (int round = 0; round < 3000; ++round) {
        if (random() % 2 == 0 || open.empty()) {
            open.emplace_back(next, submit("a", next));
            ++next;
        } else {
            const auto pick = open.begin() + static_cast<std::ptrdiff_t>(random() % open.size());
            records.acknowledge(pick->second);
            open.erase(pick);
        }
        const auto oldest = open.empty() ? next : open.front().first;
        const auto texts = committable();
        ASSERT_EQ(texts.empty(), oldest == 0) << "seed " << kSeed << " round " << round;
        if (!texts.empty()) {
            ASSERT_EQ(texts.front(), "{p=a}{o=" + std::to_string(oldest - 1) + "}");
        }
    }
}

}  // namespace
}  // namespace kconnect::test
