#include <gmock/gmock.h>
#include <poll.h>

#include "kafka/farewells.hpp"
#include "kafka_client_test.hpp"
#include "support/deadline.hpp"
#include "support/kafka_server.hpp"

namespace kconnect::test {
namespace {

using kafka::OutgoingRecord;
using ::testing::HasSubstr;
using ::testing::SizeIs;
using Clock = std::chrono::steady_clock;

class KafkaConsumerTest : public KafkaClientTest {
protected:
    static void poll(kafka::SinkConsumer& consumer) {
        const auto batch = consumer.make_batch();
        consumer.poll(*batch, std::chrono::milliseconds(50));
    }

    void fill(const std::string& topic, int count, const std::string& value) {
        const auto producer = make_producer({{"batch.size", "500000"}});
        OutgoingRecord record;
        record.topic = topic;
        record.partition = 0;
        record.value = value;
        for (int index = 0; index < count; ++index) {
            producer->send(record, static_cast<std::uint64_t>(index));
        }
        ASSERT_TRUE(producer->flush(kPatience));
    }
};

// Before 2.2, librdkafka sleeps up to a second whenever its queue of 8 MiB was full: about seven
// times here, and for half a second each it has nothing to give.
TEST_F(KafkaConsumerTest, FetchesOnWhileItsQueueWasFull) {
    constexpr std::size_t kCount = 60000;
    constexpr int kWriteMs = 20;  // As a sink that takes 25 MB a second.
    const std::string topic = create_topic("queue");
    fill(topic, kCount, std::string(1000, 'x'));
    const auto consumer = make_consumer(unique_name("queue"));
    AssignmentListener listener;
    consumer->subscribe({{topic}, ""}, listener);
    std::size_t records = read(*consumer, 1).size();
    Clock::duration waited{0};
    const auto deadline = Clock::now() + kPatience;
    while (records < kCount && Clock::now() < deadline) {
        const auto batch = consumer->make_batch();
        const auto start = Clock::now();
        consumer->poll(*batch, kPatience);
        waited += Clock::now() - start;
        records += batch->raw_records().size();
        ::poll(nullptr, 0, kWriteMs);
    }
    consumer->close(kPatience);
    EXPECT_EQ(records, kCount);
    EXPECT_LT(waited, std::chrono::seconds(2));
}

// librdkafka 2.0 says no farewell for a cooperative member that has no partition yet, and the group
// keeps for it what the others have given up.
TEST_F(KafkaConsumerTest, LeavesItsGroupBeforeItHasAPartition) {
    const std::string topic = create_topic("leave", 4);
    const std::string group = unique_name("leave");
    const ConfigMap keys{{"partition.assignment.strategy",
                          "org.apache.kafka.clients.consumer.CooperativeStickyAssignor"},
                         {"heartbeat.interval.ms", "500"},
                         {"session.timeout.ms", "30000"}};
    AssignmentListener steady_listener;
    AssignmentListener listener;
    const auto steady = make_consumer(group, keys);
    steady->subscribe({{topic}, ""}, steady_listener);
    const auto deadline = Clock::now() + kPatience;
    while (steady->assignment().size() < 4 && Clock::now() < deadline) {
        poll(*steady);
    }
    const auto other = make_consumer(group, keys);
    other->subscribe({{topic}, ""}, listener);
    while (listener.rounds == 0 && Clock::now() < deadline) {
        poll(*steady);
        poll(*other);
    }
    ASSERT_EQ(listener.rounds, 1);
    ASSERT_TRUE(other->assignment().empty());
    other->close(kPatience);
    const auto several_heartbeats = Clock::now() + std::chrono::seconds(4);
    while (Clock::now() < several_heartbeats) {
        poll(*steady);
    }
    EXPECT_THAT(steady->assignment(), SizeIs(4));
    steady->close(kPatience);
}

// Its join waits for the other member, which is busy; until it is answered, nobody can leave.
TEST_F(KafkaConsumerTest, LeavesItsGroupWhenAJoinIsAnsweredThatOutlastsTheClose) {
    for (const std::string strategy : {"RangeAssignor", "CooperativeStickyAssignor"}) {
        const std::string topic = create_topic("leave", 2);
        const std::string group = unique_name("leave");
        const ConfigMap assignor{
            {"partition.assignment.strategy", "org.apache.kafka.clients.consumer." + strategy}};
        const auto busy = make_consumer(group, assignor);
        AssignmentListener busy_listener;
        busy->subscribe({{topic}, ""}, busy_listener);
        const auto has_all = [&] {
            poll(*busy);
            return busy->assignment().size() == 2;
        };
        ASSERT_TRUE(becomes_true(has_all));
        {
            const auto late = make_consumer(group, assignor);
            AssignmentListener listener;
            late->subscribe({{topic}, ""}, listener);
            const auto joins = Clock::now() + std::chrono::seconds(1);
            while (Clock::now() < joins) {
                poll(*late);
            }
            late->close(std::chrono::milliseconds(200));
        }
        EXPECT_FALSE(kafka::await_farewells(Clock::now()));
        // Far less than the session's 45 s.
        const auto limit = Clock::now() + std::chrono::seconds(20);
        ASSERT_TRUE(becomes_true(
            [&] {
                poll(*busy);
                return kafka::await_farewells(Clock::now());
            },
            std::chrono::seconds(20)));
        EXPECT_TRUE(becomes_true(has_all, std::chrono::seconds(20)));
        EXPECT_LT(Clock::now(), limit);
        busy->close(kPatience);
    }
}

// Records that the broker has deleted before the sink read them.
class TrimmedTopicTest : public KafkaConsumerTest {
protected:
    /// A topic with offsets 7 to 9, of a group that wants 3.
    void SetUp() override {
        topic_ = create_topic("trimmed");
        group_ = unique_name("trimmed");
        fill(topic_, 10, "v");
        const auto reader = make_consumer(group_);
        AssignmentListener listener;
        reader->subscribe({{topic_}, ""}, listener);
        ASSERT_THAT(read(*reader, 10), SizeIs(10));
        reader->commit_sync({{{topic_, 0}, 3}}, kPatience);
        reader->close(kPatience);
        KafkaServer().delete_records(topic_, 0, 7);
    }
    std::string expected(const std::string& how) const {
        return "Fetch position 3 is out of range for partition " + topic_ + "-0" + how;
    }

    std::string topic_;
    std::string group_;
    AssignmentListener listener_;
};

TEST_F(TrimmedTopicTest, GoesOnAtTheEarliestOffsetAndSaysSo) {
    const auto consumer = make_consumer(group_);
    consumer->subscribe({{topic_}, ""}, listener_);
    testing::internal::CaptureStderr();
    const std::vector<ReadRecord> records = read(*consumer, 3);
    const std::string log = testing::internal::GetCapturedStderr();
    ASSERT_THAT(records, SizeIs(3));
    EXPECT_EQ(records[0].offset, 7);
    EXPECT_THAT(
        log,
        HasSubstr(expected(", resetting offset to the beginning, 7 (auto.offset.reset=earliest)")));
    consumer->close(kPatience);
}

TEST_F(TrimmedTopicTest, GoesOnAtTheLatestOffsetAndSaysSo) {
    const auto consumer = make_consumer(group_, {{"auto.offset.reset", "latest"}});
    consumer->subscribe({{topic_}, ""}, listener_);
    testing::internal::CaptureStderr();
    const auto deadline = Clock::now() + kPatience;
    std::string log;
    while (log.find("out of range") == std::string::npos && Clock::now() < deadline) {
        poll(*consumer);
        log += testing::internal::GetCapturedStderr();
        testing::internal::CaptureStderr();
    }
    testing::internal::GetCapturedStderr();
    EXPECT_THAT(
        log, HasSubstr(expected(", resetting offset to the end, 10 (auto.offset.reset=latest)")));
    EXPECT_EQ(consumer->assignment(), (std::vector<TopicPartition>{{topic_, 0}}));
    consumer->close(kPatience);
}

TEST_F(TrimmedTopicTest, FailsWithoutAResetPolicy) {
    const auto consumer = make_consumer(group_, {{"auto.offset.reset", "none"}});
    consumer->subscribe({{topic_}, ""}, listener_);
    try {
        read(*consumer, 1);
        FAIL() << "went on";
    } catch (const ConnectException& error) {
        EXPECT_EQ(error.java_class(),
                  "org.apache.kafka.clients.consumer.OffsetOutOfRangeException");
        EXPECT_EQ(error.what(), expected(""));
    }
    consumer->close(kPatience);
}

}  // namespace
}  // namespace kconnect::test
