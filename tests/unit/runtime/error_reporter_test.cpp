#include "sink_task_fixture.hpp"
#include "support/log_capture.hpp"

namespace kconnect::test {
namespace {

using runtime::DeadLetterQueue;
using runtime::LogReporter;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

const runtime::TaskId kTask{"rt", 3};

/// A record that failed in its value converter.
class ErrorReporterTest : public testing::Test {
protected:
    ErrantRecord errant(const RecordSpec& spec) {
        batch.clear();
        add_raw(batch, spec);
        return {.original = batch.raw_records().data(),
                .stage = Stage::kValueConverter,
                .executing_class = "com.example.ValueConverter",
                .error = error};
    }

    std::unique_ptr<DeadLetterQueue> queue(bool context_headers = false) {
        runtime::DeadLetterSettings settings;
        settings.topic = "dlq";
        settings.context_headers = context_headers;
        const runtime::DeadLetterClients clients{{}, [this](kafka::DeliveryListener& listener) {
                                                     auto made =
                                                         std::make_unique<FakeProducer>(listener);
                                                     producer = made.get();
                                                     return made;
                                                 }};
        return std::make_unique<DeadLetterQueue>(
            settings, kTask, metrics, clients, [this] { ++news; });
    }

    std::vector<std::string> values() const {
        std::vector<std::string> result;
        for (const SentRecord& record : producer->sent) {
            result.push_back(record.value.value_or("null"));
        }
        return result;
    }

    LogCapture lines;
    FakeProducer* producer = nullptr;
    runtime::ErrorMetrics metrics;
    RecordBatch batch;
    std::exception_ptr error = std::make_exception_ptr(DataException("Cannot read it"));
    int news = 0;
    const TopicPartition t0{"t", 0};
};

TEST_F(ErrorReporterTest, LogsTheStageAndTheClass) {
    LogReporter(kTask, false, metrics).report(errant({}), {});
    EXPECT_THAT(
        lines.lines(LogLevel::kError),
        ElementsAre("Error encountered in task rt-3. Executing stage 'VALUE_CONVERTER' with class "
                    "'com.example.ValueConverter'.\n"
                    "org.apache.kafka.connect.errors.DataException: Cannot read it"));
    EXPECT_EQ(metrics.snapshot().total_errors_logged, 1U);
}

TEST_F(ErrorReporterTest, LogsTheRecordWithItsTimestamp) {
    const LogReporter reporter(kTask, true, metrics);
    EXPECT_EQ(reporter.message(errant({.topic = "rt-bad",
                                       .partition = 2,
                                       .offset = 7,
                                       .key = "secret key",
                                       .value = "secret",
                                       .timestamp = 1795364324451})),
              "Error encountered in task rt-3. Executing stage 'VALUE_CONVERTER' with class "
              "'com.example.ValueConverter', where consumed record is {topic='rt-bad', "
              "partition=2, offset=7, timestamp=1795364324451, timestampType=CreateTime}.");
}

TEST_F(ErrorReporterTest, LogsARecordWithoutTimestamp) {
    const LogReporter reporter(kTask, true, metrics);
    EXPECT_THAT(reporter.message(errant({.topic = "x"})),
                HasSubstr("consumed record is {topic='x', partition=0, offset=0}."));
}

TEST_F(ErrorReporterTest, SendsTheRecordAsItLiesInKafka) {
    const auto letters = queue();
    letters->report(errant({.partition = 2,
                            .offset = 7,
                            .key = "k",
                            .value = "v",
                            .timestamp = 99,
                            .headers = {{"a", "1"}, {"b", std::nullopt}}}),
                    {});
    letters->serve();
    ASSERT_EQ(producer->sent.size(), 1U);
    EXPECT_EQ(producer->sent[0].topic, "dlq");
    EXPECT_EQ(producer->sent[0].partition, std::nullopt);
    EXPECT_EQ(producer->sent[0].key, "k");
    EXPECT_EQ(producer->sent[0].value, "v");
    EXPECT_EQ(producer->sent[0].timestamp, 99);
    EXPECT_THAT(producer->sent[0].headers, ElementsAre(Pair("a", "1"), Pair("b", std::nullopt)));
    EXPECT_EQ(metrics.snapshot().deadletterqueue_produce_requests, 1U);
}

TEST_F(ErrorReporterTest, SendsNullsAsNulls) {
    const auto letters = queue();
    letters->report(errant({.key = std::nullopt, .value = std::nullopt}), {});
    letters->serve();
    EXPECT_EQ(producer->sent.at(0).key, std::nullopt);
    EXPECT_EQ(producer->sent.at(0).value, std::nullopt);
    EXPECT_EQ(producer->sent.at(0).timestamp, std::nullopt);
}

TEST_F(ErrorReporterTest, SendsEachReport) {
    const auto letters = queue();
    letters->report(errant({.value = "1"}), {});
    letters->report(errant({.value = "2"}), {});
    letters->serve();
    EXPECT_THAT(values(), ElementsAre("1", "2"));
    EXPECT_EQ(news, 1) << "one word is enough for all that waits";
}

TEST_F(ErrorReporterTest, AddsTheContextInConnectsOrder) {
    const auto letters = queue(true);
    const RawHeader extra{"sqlstate", "22001"};
    letters->report(errant({.partition = 2, .offset = 7, .headers = {{"own", "1"}}}), {&extra, 1});
    letters->serve();
    EXPECT_THAT(producer->sent.at(0).headers,
                ElementsAre(Pair("own", "1"),
                            Pair("__connect.errors.topic", "t"),
                            Pair("__connect.errors.partition", "2"),
                            Pair("__connect.errors.offset", "7"),
                            Pair("__connect.errors.connector.name", "rt"),
                            Pair("__connect.errors.task.id", "3"),
                            Pair("__connect.errors.stage", "VALUE_CONVERTER"),
                            Pair("__connect.errors.class.name", "com.example.ValueConverter"),
                            Pair("__connect.errors.exception.class.name",
                                 "org.apache.kafka.connect.errors.DataException"),
                            Pair("__connect.errors.exception.message", "Cannot read it"),
                            Pair("__connect.errors.exception.stacktrace",
                                 "org.apache.kafka.connect.errors.DataException: Cannot read it\n"),
                            Pair("sqlstate", "22001")));
}

TEST_F(ErrorReporterTest, NamesTheJavaClassOfAForeignException) {
    error = std::make_exception_ptr(std::logic_error("oops"));
    const auto letters = queue(true);
    letters->report(errant({}), {});
    letters->serve();
    EXPECT_EQ(producer->sent.at(0).header("__connect.errors.exception.class.name"),
              "java.lang.RuntimeException");
}

TEST_F(ErrorReporterTest, GivesANullHeaderForAnExceptionWithoutMessage) {
    error = std::make_exception_ptr(DataException(""));
    const auto letters = queue(true);
    letters->report(errant({}), {});
    letters->serve();
    EXPECT_EQ(producer->sent.at(0).header("__connect.errors.exception.message"), std::nullopt);
}

TEST_F(ErrorReporterTest, KeepsAHeaderOfTheSameName) {
    const auto letters = queue(true);
    letters->report(errant({.headers = {{"__connect.errors.topic", "first"}}}), {});
    letters->serve();
    EXPECT_THAT(producer->sent.at(0).headers[0], Pair("__connect.errors.topic", "first"));
    EXPECT_THAT(producer->sent.at(0).headers[1], Pair("__connect.errors.topic", "t"));
}

TEST_F(ErrorReporterTest, KnowsTheLowestOffsetThatHasNotArrived) {
    const auto letters = queue();
    EXPECT_TRUE(letters->is_idle());
    for (const std::int64_t offset : {5, 9}) {
        letters->report(errant({.offset = offset}), {});
    }
    EXPECT_EQ(letters->unacknowledged(), (OffsetMap{{t0, 5}}));
    producer->acknowledges = false;
    letters->serve();
    producer->acknowledge(0);
    EXPECT_EQ(letters->unacknowledged(), (OffsetMap{{t0, 9}}));
    producer->acknowledge(1);
    EXPECT_EQ(letters->unacknowledged(), OffsetMap{});
    EXPECT_TRUE(letters->is_idle());
}

TEST_F(ErrorReporterTest, CountsARecordTwiceThatCameTwice) {
    const auto letters = queue();
    producer->acknowledges = false;
    letters->report(errant({.offset = 5}), {});
    letters->report(errant({.offset = 5}), {});
    letters->serve();
    producer->acknowledge(0);
    EXPECT_EQ(letters->unacknowledged(), (OffsetMap{{t0, 5}}));
}

TEST_F(ErrorReporterTest, ThrowsOnceALetterIsLost) {
    const auto letters = queue();
    producer->acknowledges = false;
    producer->on_poll = [&](auto) {
        for (std::uint64_t id = 0; producer->in_flight() > 0; ++id) {
            producer->fail(id,
                           std::make_exception_ptr(kafka::KafkaException(
                               "org.apache.kafka.common.errors.TopicAuthorizationException",
                               "Not authorized")));
        }
    };
    letters->report(errant({.offset = 5}), {});
    letters->report(errant({.offset = 6}), {});
    const std::string text =
        "Could not produce message to dead letter queue. topic=dlq, record=t-0@5: Not authorized";
    for (int time = 0; time < 2; ++time) {
        try {
            letters->serve();
            FAIL() << "no exception";
        } catch (const ConnectException& failure) {
            EXPECT_EQ(failure.what(), text);
            EXPECT_EQ(describe(failure.cause()), "Not authorized");
        }
    }
    EXPECT_THAT(lines.lines(LogLevel::kError), ElementsAre(text));
    EXPECT_EQ(metrics.snapshot().deadletterqueue_produce_failures, 2U);
    EXPECT_EQ(letters->unacknowledged(), (OffsetMap{{t0, 5}})) << "the record is read again";
}

TEST_F(ErrorReporterTest, ThrowsWhenALetterCanNeverBeSent) {
    const auto letters = queue();
    producer->on_send = [](const kafka::OutgoingRecord&) {
        throw kafka::KafkaException("org.apache.kafka.common.errors.RecordTooLargeException",
                                    "Too large");
    };
    letters->report(errant({.offset = 5}), {});
    EXPECT_THROW(letters->serve(), ConnectException);
    EXPECT_EQ(letters->unacknowledged(), (OffsetMap{{t0, 5}}));
}

TEST_F(ErrorReporterTest, SendsALetterLaterForWhichThereIsNoRoom) {
    const auto letters = queue();
    bool has_room = false;
    producer->on_send = [&](const kafka::OutgoingRecord& record) {
        if (!has_room && record.value == "2") {
            throw RetriableException("No room");
        }
    };
    for (const char* value : {"1", "2", "3"}) {
        letters->report(errant({.value = value}), {});
    }
    letters->serve();
    EXPECT_THAT(values(), ElementsAre("1"));
    has_room = true;
    letters->serve();
    EXPECT_THAT(values(), ElementsAre("1", "2", "3"));
    EXPECT_TRUE(letters->is_idle());
}

TEST_F(ErrorReporterTest, FlushesInASecondRoundWhatAWakeCutShort) {
    const auto letters = queue();
    producer->acknowledges = false;
    int flushes = 0;
    producer->on_flush = [&] { producer->acknowledges = ++flushes == 2; };
    letters->report(errant({}), {});
    EXPECT_TRUE(letters->flush(1000ms));
    EXPECT_EQ(flushes, 2);
}

TEST_F(ErrorReporterTest, SaysWhenTheFlushTakesTooLong) {
    const auto letters = queue();
    producer->acknowledges = false;
    letters->report(errant({}), {});
    EXPECT_FALSE(letters->flush(0ms));
}

class DeadLetterTopic : public testing::Test {
protected:
    void ensure() {
        FakeClusterAdmin admin(log, topics);
        runtime::ensure_dead_letter_topic(admin, settings);
    }
    /// The trace of what ensure() throws.
    std::string failure() {
        try {
            ensure();
        } catch (const ConnectException&) {
            return stack_trace(std::current_exception());
        }
        return "no exception";
    }

    EventLog log;
    FakeCluster topics;
    LogCapture lines;
    runtime::DeadLetterSettings settings{.topic = "dlq", .replication_factor = 7};
};

TEST_F(DeadLetterTopic, IsCreatedWithOnePartition) {
    ensure();
    EXPECT_EQ(topics.topics.at("dlq").partitions, 1);
    EXPECT_EQ(topics.topics.at("dlq").replication_factor, 7);
    EXPECT_THAT(lines.lines(LogLevel::kError),
                ElementsAre("Topic dlq doesn't exist. Will attempt to create topic."));
}

TEST_F(DeadLetterTopic, IsLeftAloneWhenItExists) {
    topics.topics["dlq"] = {};
    ensure();
    EXPECT_THAT(log, IsEmpty());
    EXPECT_THAT(lines.lines(LogLevel::kError), IsEmpty());
}

TEST_F(DeadLetterTopic, SaysWhyItCannotBeCreated) {
    topics.creation_error = std::make_exception_ptr(kafka::KafkaException(
        "org.apache.kafka.common.errors.InvalidReplicationFactorException", "Too few brokers"));
    EXPECT_EQ(failure(),
              "org.apache.kafka.connect.errors.ConnectException: Could not initialize dead letter "
              "queue with topic=dlq\n"
              "Caused by: java.util.concurrent.ExecutionException: "
              "org.apache.kafka.common.errors.InvalidReplicationFactorException: Too few brokers\n"
              "Caused by: org.apache.kafka.common.errors.InvalidReplicationFactorException: Too "
              "few brokers\n");
}

TEST_F(DeadLetterTopic, SaysWhyItCannotBeLookedUp) {
    topics.look_up_error = std::make_exception_ptr(
        kafka::KafkaException("org.apache.kafka.common.errors.TimeoutException", "No answer"));
    EXPECT_THAT(failure(), HasSubstr("Could not initialize dead letter queue with topic=dlq"));
}

}  // namespace
}  // namespace kconnect::test
