#include "sink_task_fixture.hpp"

namespace kconnect::test {
namespace {

using runtime::RecordPipeline;
using runtime::ToleranceExceeded;

TEST(RecordPipeline, ConvertsKeyValueAndHeaders) {
    RecordBatch batch;
    add_raw(batch,
            {.topic = "orders",
             .partition = 2,
             .offset = 7,
             .key = "k",
             .value = "v",
             .timestamp = 99,
             .headers = {{"a", "1"}, {"b", std::nullopt}}});
    RecordPipeline(text_converters()).convert(batch);
    ASSERT_EQ(batch.size(), 1U);
    const SinkRecord& record = batch[0];
    EXPECT_EQ(record.topic, "orders");
    EXPECT_EQ(record.partition, 2);
    EXPECT_EQ(record.kafka_offset, 7);
    EXPECT_EQ(record.key.as_string(), "k");
    EXPECT_EQ(record.value.as_string(), "v");
    EXPECT_EQ(record.timestamp, 99);
    EXPECT_EQ(record.timestamp_type, TimestampType::kCreateTime);
    ASSERT_EQ(record.headers.size(), 2U);
    EXPECT_EQ(record.headers[0].value.as_string(), "1");
    EXPECT_TRUE(record.headers[1].value.is_null());
    EXPECT_EQ(record.original, batch.raw_records().data());
}

TEST(RecordPipeline, LeavesAMissingTimestampAbsent) {
    RecordBatch batch;
    add_raw(batch, {});
    RecordPipeline(text_converters()).convert(batch);
    EXPECT_FALSE(batch[0].timestamp.has_value());
    EXPECT_EQ(batch[0].timestamp_type, TimestampType::kNoTimestampType);
}

TEST(RecordPipeline, ConvertsATombstoneToNull) {
    RecordBatch batch;
    add_raw(batch, {.key = "k", .value = std::nullopt});
    RecordPipeline(text_converters()).convert(batch);
    EXPECT_TRUE(batch[0].value.is_null());
    EXPECT_EQ(batch[0].value_schema, nullptr);
}

void expect_failure(const RecordSpec& record, Stage stage, std::string_view executing_class) {
    RecordBatch batch;
    add_raw(batch, record);
    RecordPipeline pipeline(text_converters());
    try {
        pipeline.convert(batch);
        FAIL() << "no exception";
    } catch (const ToleranceExceeded& error) {
        EXPECT_STREQ(error.what(), "Tolerance exceeded in error handler");
        EXPECT_EQ(error.stage(), stage);
        EXPECT_EQ(error.executing_class(), executing_class);
        EXPECT_EQ(describe(error.cause()), "Cannot read 'bad'");
    }
}

TEST(RecordPipeline, NamesTheKeyConverterThatFailed) {
    expect_failure({.key = "bad"}, Stage::kKeyConverter, "com.example.KeyConverter");
}

TEST(RecordPipeline, NamesTheValueConverterThatFailed) {
    expect_failure({.value = "bad"}, Stage::kValueConverter, "com.example.ValueConverter");
}

TEST(RecordPipeline, ConvertsTheKeyBeforeTheValue) {
    expect_failure(
        {.key = "bad", .value = "bad"}, Stage::kKeyConverter, "com.example.KeyConverter");
}

}  // namespace
}  // namespace kconnect::test
