// The reader of kconnect-verify against the real broker: it ends where a topic ends, whatever holes
// the topic has, and gives every record once.
#include "kafka/topic_reader.hpp"

#include <gmock/gmock.h>

#include "integration/kafka_client_test.hpp"
#include "support/kafka_server.hpp"

namespace kconnect::test {
namespace {

using Outcome = KafkaServer::Outcome;

class TopicReaderTest : public KafkaClientTest {
protected:
    std::unique_ptr<kafka::TopicReader> make_reader(const std::string& isolation) {
        ConfigMap connector;
        for (const auto& [key, value] : connection()) {
            connector.insert_or_assign("consumer.override." + key, value);
        }
        connector.insert_or_assign("consumer.override.isolation.level", isolation);
        return kafka::make_topic_reader(kafka::sink_consumer_config({}, connector, "reader", 0));
    }

    /// The values of all records from the topic's first offset to its end; fails when the end is
    /// not reached.
    static std::vector<std::string> read_all(kafka::TopicReader& reader, const std::string& topic) {
        const auto partitions = reader.partitions(topic);
        const OffsetMap ends = reader.end_offsets(partitions);
        reader.start(reader.first_offsets(partitions));
        std::vector<std::string> values;
        const auto deadline = std::chrono::steady_clock::now() + kPatience;
        while (!reader.has_reached(ends) && std::chrono::steady_clock::now() < deadline) {
            const auto batch = reader.make_batch();
            reader.poll(*batch, std::chrono::milliseconds(200));
            for (const ReadRecord& record : copy(*batch)) {
                values.push_back(record.value.value_or("null"));
            }
        }
        EXPECT_TRUE(reader.has_reached(ends)) << "after " << values.size() << " records";
        return values;
    }

    KafkaServer server_;
};

TEST_F(TopicReaderTest, EndsBehindAbortedTransactionsAndMarks) {
    const std::string topic = create_topic("reader-aborted");
    server_.send_in_transaction(topic, "k", "committed", Outcome::kCommitted);
    server_.send_in_transaction(topic, "k", "aborted", Outcome::kAborted);
    server_.send_in_transaction(topic, "k", "aborted, too", Outcome::kAborted);
    const auto committed = make_reader("read_committed");
    EXPECT_THAT(read_all(*committed, topic), testing::ElementsAre("committed"));
    EXPECT_THAT(read_all(*committed, topic), testing::ElementsAre("committed")) << "again";
    EXPECT_EQ(committed->end_offsets(committed->partitions(topic)).begin()->second, 6);
    EXPECT_THAT(read_all(*make_reader("read_uncommitted"), topic),
                testing::ElementsAre("committed", "aborted", "aborted, too"));
}

TEST_F(TopicReaderTest, EndsWhereNothingIsLeft) {
    const std::string topic = create_topic("reader-empty");
    const auto reader = make_reader("read_committed");
    EXPECT_THAT(read_all(*reader, topic), testing::IsEmpty());
    for (const char* value : {"a", "b", "c"}) {
        server_.send(topic, "k", value);
    }
    server_.flush();
    server_.delete_records(topic, 0, 2);
    EXPECT_THAT(read_all(*reader, topic), testing::ElementsAre("c"));
    server_.delete_records(topic, 0, 3);
    EXPECT_THAT(read_all(*reader, topic), testing::IsEmpty());
    server_.send_in_transaction(topic, "k", "aborted", Outcome::kAborted);
    EXPECT_THAT(read_all(*reader, topic), testing::IsEmpty());
}

TEST_F(TopicReaderTest, ReadsAllPartitionsFromWhereItIsTold) {
    const std::string topic = create_topic("reader-partitions", 3);
    for (std::int32_t partition = 0; partition < 3; ++partition) {
        server_.send(topic, "k", "first of " + std::to_string(partition), partition);
        server_.send(topic, "k", "second of " + std::to_string(partition), partition);
    }
    server_.flush();
    const auto reader = make_reader("read_committed");
    EXPECT_EQ(read_all(*reader, topic).size(), 6U);
    reader->start({{{topic, 1}, 1}});
    const auto batch = reader->make_batch();
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (!reader->has_reached({{{topic, 1}, 2}}) && std::chrono::steady_clock::now() < deadline) {
        reader->poll(*batch, std::chrono::milliseconds(200));
    }
    ASSERT_EQ(batch->raw_records().size(), 1U);
    EXPECT_EQ(batch->raw_records()[0].value, "second of 1");
    EXPECT_THROW(reader->partitions(unique_name("no-such-topic")), ConnectException);
}

/// The broker's cleaner takes its time: records go on coming until it has been there.
TEST_F(TopicReaderTest, ReadsACompactedTopicWithItsGaps) {
    kafka::NewTopic compacted;
    compacted.name = unique_name("reader-compacted");
    compacted.config = {{"cleanup.policy", "compact"},
                        {"segment.ms", "100"},
                        {"min.cleanable.dirty.ratio", "0.001"}};
    ASSERT_TRUE(make_admin()->create_topic(compacted));
    const auto reader = make_reader("read_committed");
    std::vector<std::string> values;
    std::int64_t sent = 0;
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::seconds(90);
    do {
        server_.send(compacted.name, "k", std::to_string(sent++));
        server_.flush();
        values = read_all(*reader, compacted.name);
    } while (values.size() == static_cast<std::size_t>(sent) &&
             std::chrono::steady_clock::now() < deadline);
    EXPECT_LT(values.size(), static_cast<std::size_t>(sent)) << "nothing was compacted";
    ASSERT_FALSE(values.empty());
    EXPECT_EQ(values.back(), std::to_string(sent - 1));
}

}  // namespace
}  // namespace kconnect::test
