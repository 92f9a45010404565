#include <map>

#include <fmt/format.h>
#include <gmock/gmock.h>

#include "integration/kafka_client_test.hpp"
#include "integration/worker_test.hpp"
#include "support/connect_json.hpp"
#include "support/deadline.hpp"

namespace kconnect::test {
namespace {

using namespace connect_json;

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Pair;

/// Borrows the clients of the tests of core/kafka.
class Clients final : public KafkaClientTest {
public:
    void TestBody() override {}
    using KafkaClientTest::deliveries;
    using KafkaClientTest::make_producer;
    using KafkaClientTest::read_topic;
};

/// A JDBC sink that meets records which are no JSON.
class ErrorsTest : public WorkerTest {
protected:
    ErrorsTest() { kafka().create_topic(topic_, 1, group_); }

    void send_good(int id) {
        kafka().send(
            topic_,
            id_struct(id),
            envelope(struct_schema(field("v", "int64")), fmt::format(R"({{"v":{}}})", id)));
        kafka().flush();
    }

    std::string sink(std::string_view more) { return story_sink(database_, name_, topic_, more); }

    std::unique_ptr<WorkerProcess> start_worker(std::string_view more) {
        return start(worker_file("offset.flush.interval.ms=200\n"), sink(more));
    }

    std::string table() const { return database_.quoted(topic_); }

    std::string topic_ = unique_name("errors");
    std::string dead_letters_ = topic_ + "-dead";
    std::string name_ = unique_name("errors-sink");
    std::string group_ = "connect-" + name_;
    ScratchDatabase database_{DatabaseKind::kSqlite, folder_.path()};
};

TEST_F(ErrorsTest, BadRecordsGoByteByByteToANewTopicAndTheTableHasTheRest) {
    const std::string bad_value("\0{\xff not JSON", 12);
    const std::string key = id_struct(2);
    send_good(1);
    {
        Clients clients;
        const auto producer = clients.make_producer();
        const std::vector<RawHeader> headers{{"own", "1"}, {"empty", std::nullopt}};
        producer->send({.topic = topic_,
                        .partition = 0,
                        .key = key,
                        .value = bad_value,
                        .headers = headers,
                        .timestamp = 1795364324451},
                       0);
        ASSERT_TRUE(producer->flush(kPatience));
        producer->close(kPatience);
    }
    send_good(3);
    const auto worker =
        start_worker(fmt::format("errors.tolerance=all\n"
                                 "errors.log.enable=true\n"
                                 "errors.log.include.messages=true\n"
                                 "errors.deadletterqueue.topic.name={}\n"
                                 "errors.deadletterqueue.topic.replication.factor=1\n"
                                 "errors.deadletterqueue.context.headers.enable=true\n",
                                 dead_letters_));
    expect_rows(*worker,
                database_,
                "SELECT id, v FROM " + table() + " ORDER BY id",
                {{"1", "1"}, {"3", "3"}});
    wait_until("all offsets to be committed",
               [&] { return kafka().committed(group_, topic_) == 3; });

    Clients clients;
    const auto letters = clients.read_topic(dead_letters_, 1);
    ASSERT_EQ(letters.size(), 1U);
    EXPECT_EQ(letters[0].key, key);
    EXPECT_EQ(letters[0].value, bad_value);
    EXPECT_EQ(letters[0].timestamp, 1795364324451);
    EXPECT_THAT(
        letters[0].headers,
        ElementsAre(
            Pair("own", "1"),
            Pair("empty", std::nullopt),
            Pair("__connect.errors.topic", topic_),
            Pair("__connect.errors.partition", "0"),
            Pair("__connect.errors.offset", "1"),
            Pair("__connect.errors.connector.name", name_),
            Pair("__connect.errors.task.id", "0"),
            Pair("__connect.errors.stage", "VALUE_CONVERTER"),
            Pair("__connect.errors.class.name", "org.apache.kafka.connect.json.JsonConverter"),
            Pair("__connect.errors.exception.class.name",
                 "org.apache.kafka.connect.errors.DataException"),
            Pair("__connect.errors.exception.message",
                 "Converting byte[] to Kafka Connect data failed due to serialization error: "),
            Pair("__connect.errors.exception.stacktrace",
                 testing::Optional(HasSubstr(
                     "org.apache.kafka.connect.errors.DataException: Converting byte[] to Kafka "
                     "Connect data failed due to serialization error: \nCaused by: ")))));
    const std::string output = worker->output();
    EXPECT_THAT(output,
                HasSubstr(fmt::format("Topic {} doesn't exist. Will attempt to create topic.",
                                      dead_letters_)));
    EXPECT_THAT(output,
                HasSubstr(fmt::format(
                    "Error encountered in task {}-0. Executing stage 'VALUE_CONVERTER' with class "
                    "'org.apache.kafka.connect.json.JsonConverter', where consumed record is "
                    "{{topic='{}', partition=0, offset=1, timestamp=1795364324451, "
                    "timestampType=CreateTime}}.",
                    name_,
                    topic_)));
    stop(*worker);
}

TEST_F(ErrorsTest, WithoutToleranceTheTaskFailsAfterItsDeadLetter) {
    kafka().send(topic_, id_struct(1), "no JSON");
    kafka().flush();
    const auto worker =
        start_worker(fmt::format("errors.deadletterqueue.topic.name={}\n"
                                 "errors.deadletterqueue.topic.replication.factor=1\n",
                                 dead_letters_));
    worker->wait_for_output("Task is being killed and will not recover until manually restarted");
    EXPECT_THAT(worker->output(),
                HasSubstr(fmt::format("record {}-0@0, stage VALUE_CONVERTER, class "
                                      "org.apache.kafka.connect.json.JsonConverter: "
                                      "org.apache.kafka.connect.errors.ConnectException: "
                                      "Tolerance exceeded in error handler",
                                      topic_)));
    Clients clients;
    const auto letters = clients.read_topic(dead_letters_, 1);
    ASSERT_EQ(letters.size(), 1U);
    EXPECT_EQ(letters[0].value, "no JSON");
    EXPECT_TRUE(letters[0].headers.empty());
    stop(*worker);
    EXPECT_EQ(kafka().committed(group_, topic_), std::nullopt);
}

TEST_F(ErrorsTest, ATopicThatNeedsMoreBrokersFailsTheTask) {
    const auto worker =
        start_worker(fmt::format("errors.deadletterqueue.topic.name={}\n", dead_letters_));
    worker->wait_for_output(
        fmt::format("Could not initialize dead letter queue with topic={}", dead_letters_));
    worker->wait_for_output("Unable to replicate the partition 3 time(s)");
    EXPECT_THAT(worker->output(),
                HasSubstr("Caused by: java.util.concurrent.ExecutionException: "
                          "org.apache.kafka.common.errors.InvalidReplicationFactorException: "));
    stop(*worker);
}

TEST_F(ErrorsTest, KeysDecideAboutThePartitionOfALetterAsInJava) {
    kafka().create_topic(dead_letters_, 5, group_);
    const std::vector<std::string> keys{"a", "key", "kconnect", "Kafka Connect"};
    for (const std::string& key : keys) {
        kafka().send(topic_, key, "no JSON");
    }
    kafka().flush();
    const auto worker = start_worker(
        fmt::format("errors.tolerance=all\nerrors.deadletterqueue.topic.name={}\n", dead_letters_));
    Clients clients;
    std::map<std::string, std::int32_t> partitions;
    for (const ReadRecord& letter : clients.read_topic(dead_letters_, keys.size())) {
        partitions[letter.key.value_or("")] = letter.partition;
    }
    // Of Java's Utils.toPositive(Utils.murmur2(key)) % 5.
    const std::map<std::string, std::int32_t> expected{
        {"a", 4}, {"key", 1}, {"kconnect", 2}, {"Kafka Connect", 1}};
    EXPECT_EQ(partitions, expected);
    stop(*worker);
}

}  // namespace
}  // namespace kconnect::test
