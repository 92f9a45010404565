#include <thread>

#include "source_task_fixture.hpp"
#include "support/deadline.hpp"

namespace kconnect::test {
namespace {

using runtime::TaskState;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

TEST_F(SourceTaskTest, SendsWhatItPollsAndTellsTheTask) {
    task->then({{.value = "v1", .offset = 1}, {.value = "v2", .offset = 2}});
    run();
    EXPECT_THAT(sent_values(), ElementsAre("v1", "v2"));
    EXPECT_THAT(log, ElementsAre("start", "record v1 @0", "record v2 @1", "commit", "stop"));
    EXPECT_EQ(stored(), R"({"o":2})");
    EXPECT_EQ(worker->status().state, TaskState::kUnassigned);
}

TEST_F(SourceTaskTest, SendsAllPartsOfARecord) {
    task->then({{.value = "v",
                 .topic = "other",
                 .key = "k",
                 .kafka_partition = 3,
                 .timestamp = 77,
                 .headers = {{"h", "1"}, {"h", "2"}}}});
    run();
    const auto& sent = producer->sent.at(0);
    EXPECT_EQ(sent.topic, "other");
    EXPECT_EQ(sent.key, "k");
    EXPECT_EQ(sent.partition, 3);
    EXPECT_EQ(sent.timestamp, 77);
    EXPECT_THAT(sent.headers,
                ElementsAre(std::pair<std::string, std::optional<std::string>>("h", "1"),
                            std::pair<std::string, std::optional<std::string>>("h", "2")));
}

TEST_F(SourceTaskTest, MinusOneIsNoTimestamp) {
    task->then({{.timestamp = -1}});
    run();
    EXPECT_EQ(producer->sent.at(0).timestamp, std::nullopt);
}

TEST_F(SourceTaskTest, FailsOnANegativeTimestamp) {
    task->then({{.timestamp = -5}});
    run();
    EXPECT_EQ(worker->status().state, TaskState::kFailed);
    EXPECT_THAT(trace(),
                HasSubstr("org.apache.kafka.common.InvalidRecordException: Invalid record "
                          "timestamp -5"));
    EXPECT_THAT(producer->sent, IsEmpty());
}

TEST_F(SourceTaskTest, FailsOnARecordWithoutTopicOrWithANegativePartition) {
    task->then({{.has_topic = false}});
    run();
    EXPECT_THAT(trace(), HasSubstr("java.lang.IllegalArgumentException: Topic cannot be null."));
    make();
    task->then({{.kafka_partition = -2}});
    run();
    EXPECT_THAT(trace(),
                HasSubstr("Invalid partition: -2. Partition number should always be non-negative "
                          "or null."));
}

TEST_F(SourceTaskTest, PollsAgainAfterARetriableFailure) {
    then_do([] { throw RetriableException("not now"); });
    task->then({{.value = "v1"}});
    run();
    EXPECT_THAT(sent_values(), ElementsAre("v1"));
}

TEST_F(SourceTaskTest, AFailedPollFailsTheTaskAndCommitsWhatWasSent) {
    task->then({{.value = "v1", .offset = 1}});
    then_do([] { throw ConnectException("no more"); });
    run();
    EXPECT_EQ(worker->status().state, TaskState::kFailed);
    EXPECT_THAT(trace(), HasSubstr("no more"));
    EXPECT_EQ(stored(), R"({"o":1})");
    EXPECT_THAT(log, ElementsAre("start", "record v1 @0", "commit", "stop"));
}

TEST_F(SourceTaskTest, StopsATaskWhoseStartFailed) {
    task->on_start = [] { throw ConnectException("cannot start"); };
    run();
    EXPECT_THAT(log, ElementsAre("start", "stop"));
    EXPECT_THAT(trace(), HasSubstr("cannot start"));
    EXPECT_TRUE(producer->closed.has_value());
}

TEST_F(SourceTaskTest, AFailedConversionFailsTheTask) {
    task->then({{.value = "good", .offset = 1}});
    task->script.emplace_back([](SourceRecordBatch& batch) {
        add_source(batch, {});
        SourceRecord record = batch.records()[0];
        record.value = Value::of_int32(1);  // TextConverter takes only text
        batch.clear();
        batch.add(record);
    });
    run();
    EXPECT_THAT(trace(), HasSubstr("Tolerance exceeded in error handler"));
    EXPECT_THAT(sent_values(), ElementsAre("good"));
    EXPECT_EQ(stored(), R"({"o":1})");
}

TEST_F(SourceTaskTest, SendsTheRestOfABatchAgainWhenThereWasNoRoom) {
    int refusals = 2;
    producer->on_send = [&](const kafka::OutgoingRecord& record) {
        if (record.value == "v2" && refusals-- > 0) {
            throw RetriableException("the buffer is full");
        }
    };
    std::vector<std::chrono::milliseconds> waits;
    producer->on_poll = [&](std::chrono::milliseconds timeout) { waits.push_back(timeout); };
    task->then({{.value = "v1", .offset = 1}, {.value = "v2", .offset = 2}, {.value = "v3"}});
    run();
    EXPECT_THAT(sent_values(), ElementsAre("v1", "v2", "v3"));
    EXPECT_EQ(std::count(waits.begin(), waits.end(), 100ms), 2);
}

TEST_F(SourceTaskTest, FailsWhenTheProducerIsOfNoUse) {
    producer->on_send = [](const kafka::OutgoingRecord&) {
        throw_kafka("ProducerFencedException");
    };
    task->then({{.offset = 1}});
    run();
    EXPECT_THAT(trace(), HasSubstr("Unrecoverable exception trying to send"));
    EXPECT_THAT(trace(), HasSubstr("ProducerFencedException: the reason"));
    EXPECT_EQ(stored(), "none");
}

TEST_F(SourceTaskTest, FailsWithTheNextPollWhenARecordWasNotDelivered) {
    producer->acknowledges = false;
    task->then({{.value = "v1", .offset = 1}, {.value = "v2", .offset = 2}});
    then_do([this] {
        producer->acknowledge(producer->sent.at(0).id);
        producer->fail(producer->sent.at(1).id, kafka_error("TopicAuthorizationException"));
    });
    run();
    EXPECT_THAT(trace(), HasSubstr("Unrecoverable exception from producer send callback"));
    EXPECT_THAT(trace(),
                HasSubstr("Caused by: org.apache.kafka.common.errors."
                          "TopicAuthorizationException: the reason"));
    EXPECT_EQ(stored(), R"({"o":1})");
}

TEST_F(SourceTaskTest, ARecordThatIsTooLargeFailsTheTaskAsInJava) {
    producer->on_send = [](const kafka::OutgoingRecord&) {
        throw_kafka("RecordTooLargeException");
    };
    task->then({{.offset = 1}});
    run();
    EXPECT_THAT(trace(), HasSubstr("Unrecoverable exception from producer send callback"));
    EXPECT_EQ(stored(), "none");
}

TEST_F(SourceTaskTest, SkipsUndeliverableRecordsWhenErrorsAreTolerated) {
    settings.errors.tolerance = runtime::ErrorTolerance::kAll;
    make();
    producer->on_send = [](const kafka::OutgoingRecord& record) {
        if (record.value == "large") {
            throw_kafka("RecordTooLargeException");
        }
    };
    task->then({{.value = "v1", .offset = 1}, {.value = "large", .offset = 2}});
    run();
    EXPECT_THAT(log, ElementsAre("start", "record large null", "record v1 @0", "commit", "stop"));
    EXPECT_EQ(stored(), R"({"o":2})");
    EXPECT_EQ(worker->counts().records_skipped, 1U);
}

TEST_F(SourceTaskTest, SkipsRecordsThatCannotBeConvertedWhenErrorsAreTolerated) {
    settings.errors.tolerance = runtime::ErrorTolerance::kAll;
    make();
    task->script.emplace_back([](SourceRecordBatch& batch) {
        add_source(batch, {.value = "v1", .offset = 1});
        SourceRecord bad = batch.records()[0];
        bad.key = Value::of_int32(1);
        batch.add(bad);
    });
    run();
    EXPECT_THAT(sent_values(), ElementsAre("v1"));
    EXPECT_THAT(log, ElementsAre("start", "record v1 null", "record v1 @0", "commit", "stop"));
    EXPECT_EQ(worker->error_counts().total_records_skipped, 1U);
    EXPECT_EQ(worker->counts().records_skipped, 1U);
}

/// Routes every record to topic "routed", drops "drop" and refuses "odd".
class Routing final : public Transformation {
public:
    const ConfigDef& config() const override {
        static const ConfigDef def;
        return def;
    }
    void configure(const ConfigMap& /*config*/) override {}
    bool apply(ConnectRecord& record, const SinkRecord* sink, BatchMemory&) override {
        EXPECT_EQ(sink, nullptr);
        record.topic = "routed";
        if (record.value.as_string() == "odd") {
            throw DataException("Cannot route 'odd'");
        }
        return record.value.as_string() != "drop";
    }
};

class TransformingSourceTask : public SourceTaskTest {
protected:
    void SetUp() override {
        make_converters = [] {
            auto made = converters();
            std::vector<transform::ChainLink> links;
            links.push_back({std::make_unique<Routing>(), "com.example.Routing", nullptr, false});
            made.transformations = transform::TransformationChain(std::move(links));
            return made;
        };
        make();
    }
};

TEST_F(TransformingSourceTask, SendsRecordsAsTheyAreTransformed) {
    task->then({{.value = "v1", .offset = 1}});
    run();
    ASSERT_EQ(producer->sent.size(), 1U);
    EXPECT_EQ(producer->sent[0].topic, "routed");
    EXPECT_EQ(stored(), R"({"o":1})");
}

TEST_F(TransformingSourceTask, TellsTheTaskOfADroppedRecordAndSendsTheOthers) {
    task->then({{.value = "drop", .offset = 1}, {.value = "v2", .offset = 2}});
    run();
    EXPECT_THAT(sent_values(), ElementsAre("v2"));
    EXPECT_THAT(log, ElementsAre("start", "record drop null", "record v2 @0", "commit", "stop"));
    EXPECT_EQ(stored(), R"({"o":2})");
    EXPECT_EQ(worker->counts().records_skipped, 1U);
    EXPECT_EQ(worker->error_counts().total_records_skipped, 0U) << "it is no error";
}

TEST_F(TransformingSourceTask, StoresNoOffsetOfADroppedRecordAsInJava) {
    task->then({{.value = "drop", .offset = 1}});
    run();
    EXPECT_EQ(stored(), "none");
}

TEST_F(TransformingSourceTask, FailsAtARecordThatCannotBeTransformed) {
    task->then({{.value = "odd", .offset = 1}});
    run();
    EXPECT_THAT(trace(), HasSubstr("Tolerance exceeded in error handler"));
    EXPECT_THAT(trace(), HasSubstr("Cannot route 'odd'"));
    EXPECT_EQ(stored(), "none");
}

TEST_F(TransformingSourceTask, SkipsWhatCannotBeTransformedWhenErrorsAreTolerated) {
    settings.errors.tolerance = runtime::ErrorTolerance::kAll;
    make();
    task->then({{.value = "odd", .offset = 1}, {.value = "v2", .offset = 2}});
    run();
    EXPECT_THAT(sent_values(), ElementsAre("v2"));
    EXPECT_EQ(worker->error_counts().total_records_skipped, 1U);
}

TEST(SourceErrorLog, PrintsARecordAsJavaDoes) {
    SourceRecordBatch batch;
    add_source(batch, {.value = "v", .offset = 7, .key = "k", .timestamp = 5});
    EXPECT_EQ(runtime::to_string(batch.records()[0]),
              "SourceRecord{sourcePartition={p=a}, sourceOffset={o=7}} ConnectRecord{topic='t', "
              "kafkaPartition=null, key=k, keySchema=null, value=v, valueSchema=null, "
              "timestamp=5, headers=ConnectHeaders(headers=)}");
}

TEST_F(SourceTaskTest, GoesOnWhenTheTasksCommitsFail) {
    task->on_commit = [] { throw ConnectException("commit"); };
    task->on_commit_record = [] { throw ConnectException("commit_record"); };
    task->then({{.value = "v1", .offset = 1}});
    run();
    EXPECT_EQ(worker->status().state, TaskState::kUnassigned);
    EXPECT_EQ(stored(), R"({"o":1})");
}

TEST_F(SourceTaskTest, PollsNothingWhilePausedAndStillCommits) {
    task->then({{.value = "v1", .offset = 1}});
    then_do([this] { worker->set_target(runtime::TargetState::kPaused); });
    int rests = 0;
    producer->on_poll = [&](std::chrono::milliseconds timeout) {
        if (worker->status().state != TaskState::kPaused) {
            return;
        }
        clock.advance(timeout);
        if (++rests == 6) {
            EXPECT_GE(count("commit"), 2);
            worker->set_target(runtime::TargetState::kStarted);
        }
    };
    task->then({{.value = "v2", .offset = 2}});
    run();
    EXPECT_EQ(rests, 6);
    EXPECT_THAT(sent_values(), ElementsAre("v1", "v2"));
}

TEST_F(SourceTaskTest, StartsOnlyOnceItIsNotPaused) {
    settings.initial_state = runtime::TargetState::kPaused;
    make();
    std::thread thread([this] { run(); });
    EXPECT_TRUE(becomes_true([&] { return worker->status().state == TaskState::kPaused; }));
    EXPECT_THAT(log, IsEmpty());
    stop();
    thread.join();
    EXPECT_THAT(log, IsEmpty());
}

TEST_F(SourceTaskTest, TellsTheTaskThatItStops) {
    then_do([this] {
        EXPECT_FALSE(task->worker().stopping());
        stop();
        EXPECT_TRUE(task->worker().stopping());
    });
    run();
    EXPECT_GE(producer->wakes, 1);
}

TEST_F(SourceTaskTest, GivesTheTaskItsConfigurationAndStoredOffsets) {
    store->put({{R"(["source",{"p":"a"}])", R"({"o":41})"}});
    task->on_start = [this] {
        Arena arena;
        const MapEntry entry{Value::of_string("p"), Value::of_string("a")};
        auto& reader = task->worker().offset_storage_reader();
        log.push_back(to_string(reader.offset(Value::of_map({&entry, 1}), arena)));
        log.push_back(task->worker().configs().at("name"));
    };
    run();
    EXPECT_THAT(log, ElementsAre("start", "{o=41}", "source", "commit", "stop"));
}

}  // namespace
}  // namespace kconnect::test
