#include <gmock/gmock.h>

#include "kafka_client_test.hpp"
#include "support/deadline.hpp"

namespace kconnect::test {
namespace {

using kafka::OutgoingRecord;
using ::testing::ElementsAre;
using ::testing::SizeIs;

class KafkaProducerTest : public KafkaClientTest {};

TEST_F(KafkaProducerTest, SendsRecordsWithAllTheirParts) {
    const std::string topic = create_topic("parts", 2);
    const auto producer = make_producer();
    const RawHeader headers[] = {{"h", "one"}, {"h", std::nullopt}, {"e", ""}};
    OutgoingRecord full;
    full.topic = topic;
    full.partition = 1;
    full.key = "key";
    full.value = "value";
    full.headers = headers;
    full.timestamp = 1700000000123;
    producer->send(full, 1);
    OutgoingRecord empty;
    empty.topic = topic;
    empty.partition = 1;
    empty.key = "";
    empty.value = std::string_view();
    producer->send(empty, 2);
    OutgoingRecord null;
    null.topic = topic;
    null.partition = 1;
    producer->send(null, 3);
    ASSERT_TRUE(producer->flush(kPatience));
    ASSERT_THAT(deliveries.ids(), ElementsAre(1, 2, 3));
    EXPECT_EQ(deliveries.reports[2].metadata->partition, 1);
    EXPECT_EQ(deliveries.reports[2].metadata->offset, 2);

    const std::vector<ReadRecord> records = read_topic(topic, 3);
    ASSERT_THAT(records, SizeIs(3));
    EXPECT_EQ(records[0].key, "key");
    EXPECT_EQ(records[0].value, "value");
    EXPECT_EQ(records[0].timestamp, 1700000000123);
    ASSERT_THAT(records[0].headers, SizeIs(3));
    EXPECT_EQ(records[0].headers[0],
              std::make_pair(std::string("h"), std::optional<std::string>("one")));
    EXPECT_EQ(records[0].headers[1].second, std::nullopt);
    EXPECT_EQ(records[0].headers[2].second, "");
    EXPECT_EQ(records[1].key, "");
    EXPECT_EQ(records[1].value, "");
    EXPECT_EQ(records[2].key, std::nullopt);
    EXPECT_EQ(records[2].value, std::nullopt);
}

// Partitions of Java's BuiltInPartitioner.partitionForKey, clients 4.1.1, of 7.
TEST_F(KafkaProducerTest, ChoosesThePartitionOfAKeyAsJavaDoes) {
    const std::string topic = create_topic("keys", 7);
    const auto producer = make_producer();
    const std::pair<const char*, std::int32_t> cases[] = {{"", 2},
                                                          {"a", 5},
                                                          {"key", 4},
                                                          {"flight-42", 3},
                                                          {"ABCDEFGHIJKLMNOPQRSTUVWXYZ", 4},
                                                          {"schluessel", 4},
                                                          {"ü", 0}};
    std::uint64_t id = 0;
    for (const auto& [key, partition] : cases) {
        OutgoingRecord record;
        record.topic = topic;
        record.key = key;
        producer->send(record, id++);
    }
    ASSERT_TRUE(producer->flush(kPatience));
    for (const auto& report : deliveries.reports) {
        EXPECT_EQ(report.metadata->partition, cases[report.id].second) << cases[report.id].first;
    }
}

TEST_F(KafkaProducerTest, CompressesAsAsked) {
    const std::string topic = create_topic("compressed");
    const std::string value(20000, 'x');
    std::uint64_t id = 0;
    for (const char* type : {"gzip", "snappy", "lz4", "zstd"}) {
        const auto producer = make_producer({{"compression.type", type}});
        OutgoingRecord record;
        record.topic = topic;
        record.value = value;
        producer->send(record, id++);
        ASSERT_TRUE(producer->flush(kPatience)) << type;
        ASSERT_EQ(deliveries.reports.back().error, "") << type;
    }
    const std::vector<ReadRecord> records = read_topic(topic, 4);
    ASSERT_THAT(records, SizeIs(4));
    for (const ReadRecord& record : records) {
        EXPECT_EQ(record.value, value);
    }
}

TEST_F(KafkaProducerTest, LetsTheBrokerCreateATopic) {
    const std::string topic = unique_name("automatic");
    const auto producer = make_producer();
    OutgoingRecord record;
    record.topic = topic;
    record.value = "v";
    producer->send(record, 1);
    ASSERT_TRUE(producer->flush(kPatience));
    EXPECT_EQ(deliveries.reports.at(0).error, "");
}

TEST_F(KafkaProducerTest, ReportsARecordThatTheTopicFindsTooLarge) {
    kafka::NewTopic topic;
    topic.name = unique_name("small");
    topic.config["max.message.bytes"] = "20000";
    ASSERT_TRUE(make_admin()->create_topic(topic));
    const auto producer = make_producer();
    const std::string large(30000, 'x');
    const std::string small(4000, 'x');
    OutgoingRecord record;
    record.topic = topic.name;
    record.value = large;
    producer->send(record, 0);
    record.value = small;
    for (std::uint64_t id = 1; id < 20; ++id) {
        producer->send(record, id);
    }
    ASSERT_TRUE(producer->flush(kPatience));
    ASSERT_THAT(deliveries.reports, SizeIs(20));
    for (const auto& report : deliveries.reports) {
        EXPECT_EQ(report.error,
                  report.id == 0 ? "org.apache.kafka.common.errors.RecordTooLargeException: The "
                                   "request included a message larger than the max message size "
                                   "the server will accept."
                                 : "");
    }
}

TEST_F(KafkaProducerTest, RefusesATopicWithABadName) {
    const auto producer = make_producer();
    OutgoingRecord record;
    record.topic = "bad name!";
    try {
        producer->send(record, 1);
        FAIL() << "was taken";
    } catch (const ConnectException& error) {
        EXPECT_EQ(error.java_class(), "org.apache.kafka.common.errors.InvalidTopicException");
        EXPECT_STREQ(error.what(), "Invalid topics: [bad name!]");
    }
}

class TopicAdminTest : public KafkaClientTest {};

TEST_F(TopicAdminTest, CreatesATopicOnce) {
    const auto admin = make_admin();
    kafka::NewTopic topic;
    topic.name = unique_name("created");
    topic.partitions = 3;
    topic.config["cleanup.policy"] = "compact";
    EXPECT_FALSE(admin->topic_exists(topic.name));
    EXPECT_TRUE(admin->create_topic(topic));
    // The controller has created it; the broker that is asked hears of it a little later.
    EXPECT_TRUE(becomes_true([&] { return admin->topic_exists(topic.name); }, kPatience));
    EXPECT_FALSE(admin->create_topic(topic));
}

TEST_F(TopicAdminTest, SaysWhatTheBrokerSays) {
    const auto admin = make_admin();
    const auto refusal = [&admin](const kafka::NewTopic& topic) -> std::string {
        try {
            admin->create_topic(topic);
        } catch (const ConnectException& error) {
            return std::string(error.java_class()) + ": " + error.what();
        }
        return "created";
    };
    kafka::NewTopic topic;
    topic.name = unique_name("refused");
    topic.replication_factor = 3;
    EXPECT_EQ(refusal(topic),
              "org.apache.kafka.common.errors.InvalidReplicationFactorException: Unable to "
              "replicate the partition 3 time(s): The target replication factor of 3 cannot be "
              "reached because only 1 broker(s) are registered.");
    topic.replication_factor = 1;
    topic.partitions = 0;
    EXPECT_EQ(refusal(topic),
              "org.apache.kafka.common.errors.InvalidPartitionsException: Number of partitions was "
              "set to an invalid non-positive value.");
    topic.partitions = 1;
    topic.config["retention.ms"] = "soon";
    EXPECT_EQ(
        refusal(topic),
        "org.apache.kafka.common.errors.InvalidConfigurationException: Invalid value soon for "
        "configuration retention.ms: Not a number of type LONG");
    topic.config.clear();
    topic.name = "bad name!";
    EXPECT_EQ(
        refusal(topic),
        "org.apache.kafka.common.errors.InvalidTopicException: Topic name is invalid: 'bad name!' "
        "contains one or more characters other than ASCII alphanumerics, '.', '_' and '-'");
}

TEST_F(TopicAdminTest, GivesUpAfterDefaultApiTimeout) {
    const auto admin =
        make_admin({{"bootstrap.servers", "127.0.0.1:1"}, {"default.api.timeout.ms", "700"}});
    try {
        admin->topic_exists("t");
        FAIL() << "there was an answer";
    } catch (const ConnectException& error) {
        EXPECT_EQ(error.java_class(), "org.apache.kafka.common.errors.TimeoutException");
        EXPECT_STREQ(error.what(), "Timed out waiting for a node assignment. Call: listTopics");
    }
}

}  // namespace
}  // namespace kconnect::test
