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

}  // namespace
}  // namespace kconnect::test
