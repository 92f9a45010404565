#include "sink_task_fixture.hpp"

namespace kconnect::test {
namespace {

using runtime::ErrorTolerance;
using runtime::RecordPipeline;
using runtime::ToleranceExceeded;
using testing::ElementsAre;
using testing::IsEmpty;

/// Refuses header values "bad".
class PickyHeaderConverter final : public HeaderConverter {
public:
    const ConfigDef& config() const override {
        static const ConfigDef def;
        return def;
    }
    void configure(const ConfigMap& /*config*/) override {}
    SchemaAndValue to_connect_header(std::string_view /*topic*/,
                                     const RawHeader& header,
                                     BatchMemory& /*memory*/) override {
        if (header.value == "bad") {
            throw DataException("Cannot read header 'bad'");
        }
        return {};
    }
    std::optional<std::string_view> from_connect_header(std::string_view /*topic*/,
                                                        const Header& /*header*/,
                                                        BatchMemory& /*memory*/) override {
        return std::nullopt;
    }
};

/// A converter that throws RetriableException so often before it works.
class FlakyConverter final : public Converter {
public:
    explicit FlakyConverter(int failures) : failures_(failures) {}
    const ConfigDef& config() const override { return text_.config(); }
    void configure(const ConfigMap& config, ConverterRole role) override {
        text_.configure(config, role);
    }
    SchemaAndValue to_connect_data(std::string_view topic,
                                   std::optional<std::string_view> payload,
                                   BatchMemory& memory) override {
        if (failures_-- > 0) {
            throw RetriableException("Not yet");
        }
        return text_.to_connect_data(topic, payload, memory);
    }
    std::optional<std::string_view> from_connect_data(std::string_view topic,
                                                      const SchemaAndValue& data,
                                                      BatchMemory& memory) override {
        return text_.from_connect_data(topic, data, memory);
    }

private:
    TextConverter text_;
    int failures_;
};

/// Drops values "drop", does not like "odd", and sends the others to topic "routed".
class Sorting final : public Transformation {
public:
    const ConfigDef& config() const override {
        static const ConfigDef def;
        return def;
    }
    void configure(const ConfigMap& /*config*/) override {}
    bool apply(ConnectRecord& record, const SinkRecord* /*sink*/, BatchMemory&) override {
        record.topic = "routed";
        if (record.value.as_string() == "odd") {
            throw DataException("Cannot sort 'odd'");
        }
        return record.value.as_string() != "drop";
    }
};

transform::TransformationChain sorting_chain() {
    std::vector<transform::ChainLink> links;
    links.push_back({std::make_unique<Sorting>(), "com.example.Sorting", nullptr, false});
    return transform::TransformationChain(std::move(links));
}

/// A pipeline whose reports are kept.
class RecordPipelineTest : public testing::Test, public runtime::ErrorReporter {
protected:
    bool convert(const std::vector<RecordSpec>& records) {
        for (const RecordSpec& record : records) {
            add_raw(batch, record);
        }
        runtime::RetryWithTolerance retry(
            settings, metrics, {.wait = [this](auto) { return stopping; }});
        return RecordPipeline(std::move(converters), retry, *this).convert(batch);
    }

    void report(const ErrantRecord& record, std::span<const RawHeader>) override {
        reports.push_back(std::string(name_of(record.stage)) + " " + record.executing_class + " " +
                          runtime::place_of(*record.original) + " " + describe(record.error));
    }

    std::vector<std::int64_t> offsets() const {
        std::vector<std::int64_t> result;
        for (const SinkRecord& record : batch) {
            result.push_back(record.kafka_offset);
        }
        return result;
    }

    runtime::ErrorSettings settings;
    runtime::ErrorMetrics metrics;
    runtime::Converters converters = text_converters();
    RecordBatch batch;
    std::vector<std::string> reports;
    bool stopping = false;
};

TEST_F(RecordPipelineTest, ConvertsKeyValueAndHeaders) {
    convert({{.topic = "orders",
              .partition = 2,
              .offset = 7,
              .key = "k",
              .value = "v",
              .timestamp = 99,
              .headers = {{"a", "1"}, {"b", std::nullopt}}}});
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

TEST_F(RecordPipelineTest, LeavesAMissingTimestampAbsent) {
    convert({{}});
    EXPECT_FALSE(batch[0].timestamp.has_value());
    EXPECT_EQ(batch[0].timestamp_type, TimestampType::kNoTimestampType);
}

TEST_F(RecordPipelineTest, ConvertsATombstoneToNull) {
    convert({{.key = "k", .value = std::nullopt}});
    EXPECT_TRUE(batch[0].value.is_null());
    EXPECT_EQ(batch[0].value_schema, nullptr);
}

TEST_F(RecordPipelineTest, ReportsAFailedRecordAndThenThrows) {
    try {
        convert({{.offset = 4}, {.offset = 5, .value = "bad"}, {.offset = 6}});
        FAIL() << "no exception";
    } catch (const runtime::ToleranceExceeded& error) {
        EXPECT_STREQ(error.what(), "Tolerance exceeded in error handler");
        EXPECT_EQ(error.stage(), Stage::kValueConverter);
        EXPECT_EQ(error.executing_class(), "com.example.ValueConverter");
        EXPECT_EQ(error.record(), "t-0@5");
        EXPECT_EQ(describe(error.cause()), "Cannot read 'bad'");
    }
    EXPECT_THAT(reports,
                ElementsAre("VALUE_CONVERTER com.example.ValueConverter t-0@5 Cannot read 'bad'"));
}

TEST_F(RecordPipelineTest, SkipsARecordThatIsTolerated) {
    settings.tolerance = ErrorTolerance::kAll;
    EXPECT_TRUE(convert({{.offset = 4}, {.offset = 5, .value = "bad"}, {.offset = 6}}));
    EXPECT_THAT(offsets(), ElementsAre(4, 6));
    ASSERT_EQ(batch.errant_records().size(), 1U);
    const ErrantRecord& errant = batch.errant_records()[0];
    EXPECT_EQ(errant.original, &batch.raw_records()[1]);
    EXPECT_EQ(errant.stage, Stage::kValueConverter);
    EXPECT_EQ(errant.executing_class, "com.example.ValueConverter");
    EXPECT_EQ(describe(errant.error), "Cannot read 'bad'");
    batch.set_end_offsets();
    EXPECT_EQ(batch.end_offsets(), (OffsetMap{{{"t", 0}, 7}})) << "its offset counts as done";
    EXPECT_EQ(metrics.snapshot().total_records_skipped, 1U);
}

TEST_F(RecordPipelineTest, SkipsAllRecordsIfNeedBe) {
    settings.tolerance = ErrorTolerance::kAll;
    EXPECT_TRUE(convert({{.value = "bad"}, {.value = "bad"}}));
    EXPECT_THAT(offsets(), IsEmpty());
    EXPECT_EQ(batch.errant_records().size(), 2U);
}

TEST_F(RecordPipelineTest, ReportsOnlyTheFirstStageThatFails) {
    settings.tolerance = ErrorTolerance::kAll;
    convert({{.key = "bad", .value = "bad"}});
    EXPECT_THAT(reports,
                ElementsAre("KEY_CONVERTER com.example.KeyConverter t-0@0 Cannot read 'bad'"));
}

TEST_F(RecordPipelineTest, ReportsAHeaderThatCannotBeConverted) {
    settings.tolerance = ErrorTolerance::kAll;
    converters.header = std::make_unique<PickyHeaderConverter>();
    convert({{.headers = {{"a", "good"}, {"b", "bad"}}}, {.offset = 1}});
    EXPECT_THAT(
        reports,
        ElementsAre("HEADER_CONVERTER com.example.HeaderConverter t-0@0 Cannot read header 'bad'"));
    EXPECT_THAT(offsets(), ElementsAre(1));
}

TEST_F(RecordPipelineTest, TransformsWhatIsConverted) {
    converters.transformations = sorting_chain();
    convert({{.topic = "orders", .partition = 2, .offset = 7}});
    EXPECT_EQ(batch[0].topic, "routed");
    EXPECT_EQ(batch[0].original->topic, "orders") << "offsets are counted by it";
    EXPECT_EQ(batch[0].kafka_offset, 7);
}

TEST_F(RecordPipelineTest, LeavesOutWhatATransformationDrops) {
    converters.transformations = sorting_chain();
    EXPECT_TRUE(convert({{.offset = 4}, {.offset = 5, .value = "drop"}}));
    EXPECT_THAT(offsets(), ElementsAre(4));
    EXPECT_THAT(reports, IsEmpty());
    EXPECT_THAT(batch.errant_records(), IsEmpty());
    EXPECT_EQ(metrics.snapshot().total_records_skipped, 0U);
    batch.set_end_offsets();
    EXPECT_EQ(batch.end_offsets(), (OffsetMap{{{"t", 0}, 6}})) << "its offset counts as done";
}

TEST_F(RecordPipelineTest, ReportsWhatATransformationRefuses) {
    settings.tolerance = ErrorTolerance::kAll;
    converters.transformations = sorting_chain();
    convert({{.offset = 4, .value = "odd"}, {.offset = 5}});
    EXPECT_THAT(reports, ElementsAre("TRANSFORMATION com.example.Sorting t-0@4 Cannot sort 'odd'"));
    EXPECT_THAT(offsets(), ElementsAre(5));
    EXPECT_EQ(metrics.snapshot().total_records_skipped, 1U);
}

TEST_F(RecordPipelineTest, FailsAtWhatATransformationRefusesWithoutTolerance) {
    converters.transformations = sorting_chain();
    try {
        convert({{.offset = 4, .value = "odd"}});
        FAIL() << "no exception";
    } catch (const runtime::ToleranceExceeded& error) {
        EXPECT_EQ(error.stage(), Stage::kTransformation);
        EXPECT_EQ(error.executing_class(), "com.example.Sorting");
    }
}

TEST_F(RecordPipelineTest, TriesAgainWhatMaySucceedLater) {
    settings.retry_timeout = std::chrono::milliseconds(-1);
    converters.value = std::make_unique<FlakyConverter>(3);
    EXPECT_TRUE(convert({{.offset = 4}, {.offset = 5}}));
    EXPECT_THAT(offsets(), ElementsAre(4, 5));
    EXPECT_THAT(reports, IsEmpty());
    EXPECT_EQ(metrics.snapshot().total_retries, 3U);
}

TEST_F(RecordPipelineTest, GivesUpWithoutAReportWhenTheTaskStops) {
    settings.retry_timeout = std::chrono::milliseconds(-1);
    converters.value = std::make_unique<FlakyConverter>(3);
    stopping = true;
    EXPECT_FALSE(convert({{}}));
    EXPECT_THAT(reports, IsEmpty());
}

// The numbers of Java's metrics for two good records, one of which needs three attempts, and one
// that is no JSON.
TEST_F(RecordPipelineTest, CountsAsJavaDoes) {
    settings.tolerance = ErrorTolerance::kAll;
    settings.retry_timeout = std::chrono::milliseconds(-1);
    converters.key = std::make_unique<FlakyConverter>(2);
    convert({{.offset = 0}, {.offset = 1, .value = "bad"}, {.offset = 2}});
    const runtime::ErrorCounts counts = metrics.snapshot();
    EXPECT_EQ(counts.total_record_failures, 3U);
    EXPECT_EQ(counts.total_retries, 2U);
    EXPECT_EQ(counts.total_record_errors, 1U);
    EXPECT_EQ(counts.total_records_skipped, 1U);
}

}  // namespace
}  // namespace kconnect::test
