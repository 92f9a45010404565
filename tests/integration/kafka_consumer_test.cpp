#include <gmock/gmock.h>
#include <poll.h>

#include "kafka_client_test.hpp"

namespace kconnect::test {
namespace {

using kafka::OutgoingRecord;
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

}  // namespace
}  // namespace kconnect::test
