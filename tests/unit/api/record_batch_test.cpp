#include <gtest/gtest.h>

#include <kconnect/record_batch.hpp>

namespace kconnect {
namespace {

std::shared_ptr<RecordBatch> batch_of(
    const std::vector<std::pair<std::int32_t, std::int64_t>>& places) {
    auto batch = std::make_shared<RecordBatch>();
    for (const auto& [partition, offset] : places) {
        RawRecord raw;
        raw.topic = "flights";
        raw.partition = partition;
        raw.offset = offset;
        batch->add_raw(raw);
    }
    for (const RawRecord& raw : batch->raw_records()) {
        SinkRecord record;
        record.topic = "routed-elsewhere";
        record.original = &raw;
        batch->add(record);
    }
    batch->set_end_offsets();
    return batch;
}

TEST(RecordBatch, KnowsWhereEachPartitionStandsBehindIt) {
    const auto batch = batch_of({{0, 5}, {1, 9}, {0, 6}});
    EXPECT_EQ(batch->end_offsets(), (OffsetMap{{{"flights", 0}, 7}, {{"flights", 1}, 10}}));
}

TEST(RecordBatch, DropsAPartitionByTheTopicInKafka) {
    const auto batch = batch_of({{0, 5}, {1, 9}, {0, 6}});
    batch->remove_partition({"flights", 0});
    ASSERT_EQ(batch->size(), 1U);
    EXPECT_EQ((*batch)[0].original->partition, 1);
    EXPECT_EQ(batch->end_offsets(), (OffsetMap{{{"flights", 1}, 10}}));
}

TEST(RecordBatch, LivesAsLongAsItIsRetained) {
    auto batch = batch_of({{0, 5}});
    const auto retained = batch->retain();
    const std::weak_ptr<const RecordBatch> watched = retained;
    batch.reset();
    EXPECT_FALSE(watched.expired());
    EXPECT_EQ((*retained)[0].original->offset, 5);
}

TEST(BatchMemory, KeepsASchemaOnceAndReleasesItWithItsContent) {
    BatchMemory memory;
    SchemaPtr schema = SchemaBuilder(SchemaType::kString).build();
    const SchemaPtr other = SchemaBuilder(SchemaType::kString).build();
    for (int round = 0; round < 100; ++round) {
        EXPECT_EQ(memory.keep(schema), schema.get());
        EXPECT_EQ(memory.keep(other), other.get());
    }
    EXPECT_EQ(schema.use_count(), 2);
    memory.clear();
    EXPECT_EQ(schema.use_count(), 1);
}

}  // namespace
}  // namespace kconnect
