#include <chrono>
#include <future>
#include <string>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kafka/client_config.hpp"
#include "kafka/kafka_exception.hpp"
#include "kafka/record_producer.hpp"
#include "mock_cluster.hpp"
#include "support/deadline.hpp"
#include "support/log_capture.hpp"
#include "support/recording_deliveries.hpp"

// The producer against librdkafka's mock cluster: what is hard to provoke on a real one.

namespace kconnect::test {
namespace {

using namespace std::chrono_literals;
using kafka::OutgoingRecord;
using kafka::RecordProducer;
using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::Field;
using ::testing::HasSubstr;
using ::testing::SizeIs;

constexpr std::chrono::milliseconds kPatience = 20s;
constexpr std::int16_t kProduce = 0;

class Producer : public ::testing::Test {
protected:
    std::unique_ptr<RecordProducer> make(const ConfigMap& overrides = {}) {
        ConfigMap connector;
        for (const auto& [key, value] : overrides) {
            connector.insert_or_assign("producer.override." + key, value);
        }
        return kafka::make_producer(
            kafka::source_producer_config(
                {{"bootstrap.servers", cluster.bootstrap()}}, connector, "source", 0),
            deliveries);
    }
    static OutgoingRecord record(std::string_view value) {
        OutgoingRecord result;
        result.topic = "t";
        result.partition = 0;
        result.value = value;
        return result;
    }
    /// The class and the message of what the call throws.
    template <typename Call>
    static std::string thrown_by(Call call) {
        try {
            call();
        } catch (const ConnectException& error) {
            return std::string(error.java_class()) + ": " + error.what();
        }
        return "nothing";
    }
    void fail_next_requests(std::size_t count, rd_kafka_resp_err_t code) {
        const std::vector<rd_kafka_resp_err_t> codes(count, code);
        rd_kafka_mock_push_request_errors_array(
            cluster.get(), kProduce, codes.size(), codes.data());
    }

    MockCluster cluster;
    RecordingDeliveries deliveries;
};

TEST_F(Producer, ReportsDeliveriesInOrderOfSending) {
    cluster.create_topic("t", 1);
    const auto producer = make();
    for (std::uint64_t id = 10; id < 15; ++id) {
        producer->send(record("v"), id);
    }
    EXPECT_EQ(producer->in_flight(), 5U);
    ASSERT_TRUE(producer->flush(kPatience));
    EXPECT_EQ(producer->in_flight(), 0U);
    EXPECT_THAT(deliveries.ids(), ElementsAre(10, 11, 12, 13, 14));
    ASSERT_TRUE(deliveries.reports[4].metadata.has_value());
    EXPECT_EQ(deliveries.reports[4].metadata->topic, "t");
    EXPECT_EQ(deliveries.reports[4].metadata->partition, 0);
    EXPECT_EQ(deliveries.reports[4].metadata->offset, 4);
}

TEST_F(Producer, ReportsInPollWithoutFlush) {
    cluster.create_topic("t", 1);
    const auto producer = make();
    producer->send(record("v"), 1);
    const auto deadline = std::chrono::steady_clock::now() + kPatience;
    while (deliveries.reports.empty() && std::chrono::steady_clock::now() < deadline) {
        producer->poll(1s);
    }
    EXPECT_THAT(deliveries.ids(), ElementsAre(1));
}

TEST_F(Producer, FlushDoesNotWaitForLinger) {
    cluster.create_topic("t", 1);
    const auto producer = make({{"linger.ms", "600000"}});
    producer->send(record("v"), 1);
    EXPECT_TRUE(producer->flush(kPatience));
}

TEST_F(Producer, RetriesWhatPassesAndKeepsTheOrder) {
    cluster.create_topic("t", 1);
    const auto producer = make({{"batch.size", "1"}, {"linger.ms", "0"}});
    fail_next_requests(3, RD_KAFKA_RESP_ERR_NOT_ENOUGH_REPLICAS);
    for (std::uint64_t id = 0; id < 5; ++id) {
        producer->send(record("v"), id);
    }
    ASSERT_TRUE(producer->flush(kPatience));
    EXPECT_THAT(deliveries.ids(), ElementsAre(0, 1, 2, 3, 4));
    for (std::size_t index = 0; index < 5; ++index) {
        ASSERT_EQ(deliveries.reports[index].error, "");
        EXPECT_EQ(deliveries.reports[index].metadata->offset, static_cast<std::int64_t>(index));
    }
}

TEST_F(Producer, ReportsWhatDoesNotPassAsJavaDoes) {
    cluster.create_topic("t", 1);
    const auto producer = make();
    const std::pair<rd_kafka_resp_err_t, const char*> cases[] = {
        {RD_KAFKA_RESP_ERR_MSG_SIZE_TOO_LARGE,
         "org.apache.kafka.common.errors.RecordTooLargeException: The request included a message "
         "larger than the max message size the server will accept."},
        {RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED,
         "org.apache.kafka.common.errors.TopicAuthorizationException: Not authorized to access "
         "topics: [t]"},
        {RD_KAFKA_RESP_ERR_INVALID_RECORD,
         "org.apache.kafka.common.InvalidRecordException: This record has failed the validation on "
         "broker and hence will be rejected."},
    };
    for (const auto& [code, text] : cases) {
        deliveries.reports.clear();
        fail_next_requests(1, code);
        producer->send(record("v"), 7);
        ASSERT_TRUE(producer->flush(kPatience));
        ASSERT_THAT(deliveries.reports, SizeIs(1));
        EXPECT_EQ(deliveries.reports[0].id, 7U);
        EXPECT_EQ(deliveries.reports[0].error, text);
        EXPECT_FALSE(deliveries.reports[0].metadata.has_value());
    }
}

TEST_F(Producer, RefusesARecordThatIsTooLarge) {
    cluster.create_topic("t", 1);
    const auto producer = make({{"max.request.size", "2000"}});
    const std::string value(1910, 'x');
    producer->send(record(value), 1);
    const std::string larger(1915, 'x');
    EXPECT_EQ(thrown_by([&] { producer->send(record(larger), 2); }),
              "org.apache.kafka.common.errors.RecordTooLargeException: The message is 2001 bytes "
              "when serialized which is larger than 2000, which is the value of the "
              "max.request.size configuration.");
    EXPECT_TRUE(producer->flush(kPatience));
    EXPECT_THAT(deliveries.ids(), ElementsAre(1));
}

TEST_F(Producer, RefusesARecordLargerThanItsMemory) {
    cluster.create_topic("t", 1);
    const auto producer = make({{"buffer.memory", "2048"}});
    const std::string value(3000, 'x');
    EXPECT_EQ(thrown_by([&] { producer->send(record(value), 1); }),
              "org.apache.kafka.common.errors.RecordTooLargeException: The message is 3086 bytes "
              "when serialized which is larger than the total memory buffer you have configured "
              "with the buffer.memory configuration.");
}

TEST_F(Producer, RefusesNumbersBelowZero) {
    const auto producer = make();
    OutgoingRecord early = record("v");
    early.timestamp = -1;
    EXPECT_EQ(thrown_by([&] { producer->send(early, 1); }),
              "java.lang.IllegalArgumentException: Invalid timestamp: -1. Timestamp should always "
              "be non-negative or null.");
    OutgoingRecord nowhere = record("v");
    nowhere.partition = -2;
    EXPECT_EQ(thrown_by([&] { producer->send(nowhere, 1); }),
              "java.lang.IllegalArgumentException: Invalid partition: -2. Partition number should "
              "always be non-negative or null.");
}

TEST_F(Producer, WaitsForRoomAndReportsMeanwhile) {
    cluster.create_topic("t", 1);
    const auto producer = make({{"buffer.memory", "16384"}});
    const std::string value(1000, 'x');
    for (std::uint64_t id = 0; id < 200; ++id) {
        producer->send(record(value), id);
    }
    EXPECT_THAT(deliveries.reports, SizeIs(::testing::Ge(180U)));
    ASSERT_TRUE(producer->flush(kPatience));
    ASSERT_THAT(deliveries.reports, SizeIs(200));
    for (std::uint64_t id = 0; id < 200; ++id) {
        EXPECT_EQ(deliveries.reports[id].id, id);
    }
}

TEST_F(Producer, GivesUpWaitingForRoomAfterMaxBlock) {
    cluster.create_topic("t", 1);
    const auto producer = make({{"buffer.memory", "2048"}, {"max.block.ms", "200"}});
    const std::string value(1500, 'x');
    producer->send(record(value), 1);
    ASSERT_TRUE(producer->flush(kPatience));
    rd_kafka_mock_broker_set_rtt(cluster.get(), 1, 10000);
    producer->send(record(value), 2);
    EXPECT_EQ(thrown_by([&] { producer->send(record(value), 3); }),
              "org.apache.kafka.connect.errors.RetriableException: Failed to allocate 1586 bytes "
              "within the configured max blocking time 200 ms. Total memory: 2048 bytes.");
    EXPECT_EQ(producer->in_flight(), 1U);
}

TEST_F(Producer, WakeEndsAWaitForRoom) {
    cluster.create_topic("t", 1);
    const auto producer = make({{"buffer.memory", "2048"}});
    const std::string value(1500, 'x');
    producer->send(record(value), 1);
    ASSERT_TRUE(producer->flush(kPatience));
    rd_kafka_mock_broker_set_rtt(cluster.get(), 1, 30000);
    producer->send(record(value), 2);
    auto sending = std::async(std::launch::async,
                              [&] { return thrown_by([&] { producer->send(record(value), 3); }); });
    while (sending.wait_for(20ms) != std::future_status::ready) {
        producer->wake();
    }
    EXPECT_THAT(sending.get(), HasSubstr("RetriableException: Room for a record of topic t"));
}

TEST_F(Producer, WakeEndsAPollAndAFlush) {
    cluster.create_topic("t", 1);
    const auto producer = make();
    producer->send(record("v"), 1);
    ASSERT_TRUE(producer->flush(kPatience));
    const auto start = std::chrono::steady_clock::now();
    producer->wake();
    producer->poll(kPatience);
    rd_kafka_mock_broker_set_rtt(cluster.get(), 1, 30000);
    producer->send(record("v"), 2);
    producer->wake();
    EXPECT_FALSE(producer->flush(kPatience));
    EXPECT_LT(std::chrono::steady_clock::now() - start, kPatience / 2);
}

TEST_F(Producer, ReportsTheRestAsFailedWhenClosed) {
    cluster.create_topic("t", 1);
    const auto producer = make();
    producer->send(record("v"), 1);
    ASSERT_TRUE(producer->flush(kPatience));
    rd_kafka_mock_broker_set_rtt(cluster.get(), 1, 30000);
    producer->send(record("v"), 2);
    producer->send(record("v"), 3);
    producer->close(100ms);
    producer->close(100ms);
    EXPECT_EQ(producer->in_flight(), 0U);
    ASSERT_THAT(deliveries.ids(), ElementsAre(1, 2, 3));
    EXPECT_EQ(deliveries.reports[1].error,
              "org.apache.kafka.common.KafkaException: Producer is closed forcefully.");
    EXPECT_EQ(thrown_by([&] { producer->send(record("v"), 4); }),
              "java.lang.IllegalStateException: Cannot perform operation after producer has been "
              "closed");
}

TEST_F(Producer, CloseSendsWhatItCan) {
    cluster.create_topic("t", 1);
    const auto producer = make({{"linger.ms", "600000"}});
    producer->send(record("v"), 1);
    producer->close(kPatience);
    ASSERT_THAT(deliveries.ids(), ElementsAre(1));
    EXPECT_EQ(deliveries.reports[0].error, "");
}

TEST_F(Producer, ReportsRecordsThatAreTooLate) {
    cluster.create_topic("t", 1);
    const auto producer =
        make({{"delivery.timeout.ms", "1000"}, {"request.timeout.ms", "500"}, {"linger.ms", "0"}});
    producer->send(record("v"), 1);
    ASSERT_TRUE(producer->flush(kPatience));
    rd_kafka_mock_broker_set_rtt(cluster.get(), 1, 30000);
    producer->send(record("v"), 2);
    ASSERT_TRUE(producer->flush(kPatience));
    EXPECT_EQ(deliveries.reports.at(1).error,
              "org.apache.kafka.common.errors.TimeoutException: Expiring 1 record(s) for t-0:1000 "
              "ms has passed since batch creation");
}

TEST_F(Producer, WaitsForATopicThatDoesNotExistUntilMaxBlock) {
    rd_kafka_mock_topic_set_error(cluster.get(), "t", RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
    const auto producer = make({{"max.block.ms", "400"}});
    EXPECT_EQ(thrown_by([&] { producer->send(record("v"), 1); }),
              "org.apache.kafka.connect.errors.RetriableException: Topic t not present in metadata "
              "after 400 ms.");
    rd_kafka_mock_topic_set_error(cluster.get(), "t", RD_KAFKA_RESP_ERR_NO_ERROR);
    producer->send(record("v"), 2);
    EXPECT_TRUE(producer->flush(kPatience));
}

TEST_F(Producer, RefusesATopicThatItMayNotUse) {
    rd_kafka_mock_topic_set_error(cluster.get(), "t", RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
    const auto producer = make();
    EXPECT_EQ(
        thrown_by([&] { producer->send(record("v"), 1); }),
        "org.apache.kafka.common.errors.TopicAuthorizationException: Not authorized to access "
        "topics: [t]");
}

TEST_F(Producer, RefusesAPartitionThatDoesNotExist) {
    cluster.create_topic("t", 2);
    const auto producer = make({{"max.block.ms", "300"}});
    OutgoingRecord nowhere = record("v");
    nowhere.partition = 2;
    EXPECT_EQ(thrown_by([&] { producer->send(nowhere, 1); }),
              "org.apache.kafka.connect.errors.RetriableException: Partition 2 of topic t with "
              "partition count 2 is not present in metadata after 300 ms.");
}

TEST_F(Producer, WakeEndsAWaitForATopic) {
    rd_kafka_mock_topic_set_error(cluster.get(), "t", RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART);
    const auto producer = make();
    auto sending = std::async(std::launch::async,
                              [&] { return thrown_by([&] { producer->send(record("v"), 1); }); });
    while (sending.wait_for(20ms) != std::future_status::ready) {
        producer->wake();
    }
    EXPECT_EQ(sending.get(),
              "org.apache.kafka.connect.errors.RetriableException: Topic t was not waited for: "
              "sending was interrupted");
}

TEST_F(Producer, GoesOnWhereItMayNotBeIdempotent) {
    constexpr std::int16_t kInitProducerId = 22;
    const std::vector<rd_kafka_resp_err_t> denied(100,
                                                  RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED);
    rd_kafka_mock_push_request_errors_array(
        cluster.get(), kInitProducerId, denied.size(), denied.data());
    cluster.create_topic("t", 1);
    const LogCapture log;
    const auto producer = make();
    for (std::uint64_t id = 1; id <= 3; ++id) {
        producer->send(record("v"), id);
        producer->poll(300ms);
    }
    EXPECT_TRUE(producer->flush(kPatience));
    ASSERT_EQ(deliveries.reports.size(), 3U);
    for (std::uint64_t id = 1; id <= 3; ++id) {
        EXPECT_EQ(deliveries.reports[id - 1].id, id);
        EXPECT_EQ(deliveries.reports[id - 1].error, "");
    }
    const auto warnings = log.lines(LogLevel::kWarn);
    ASSERT_EQ(warnings.size(), 1U);
    EXPECT_THAT(warnings[0],
                HasSubstr("does not let the producer connector-producer-source-0 be idempotent"));
}

TEST_F(Producer, FailsWhereItMayNotBeIdempotentAlthoughItMust) {
    constexpr std::int16_t kInitProducerId = 22;
    const std::vector<rd_kafka_resp_err_t> denied(100,
                                                  RD_KAFKA_RESP_ERR_CLUSTER_AUTHORIZATION_FAILED);
    rd_kafka_mock_push_request_errors_array(
        cluster.get(), kInitProducerId, denied.size(), denied.data());
    cluster.create_topic("t", 1);
    const std::string error =
        "org.apache.kafka.common.errors.ClusterAuthorizationException: Cluster authorization "
        "failed.";
    const auto producer = make({{"enable.idempotence", "true"}});
    // The broker's answer may be there before the first record is.
    const std::string refusal = thrown_by([&] { producer->send(record("v"), 1); });
    if (refusal == "nothing") {
        EXPECT_TRUE(producer->flush(kPatience));
        ASSERT_EQ(deliveries.reports.size(), 1U);
        EXPECT_EQ(deliveries.reports[0].error, error);
    } else {
        EXPECT_EQ(refusal, error);
    }
    EXPECT_EQ(thrown_by([&] { producer->send(record("v"), 2); }), error);
}

TEST_F(Producer, SpreadsRecordsInTurnWhenAsked) {
    cluster.create_topic("t", 3);
    const auto producer =
        make({{"partitioner.class", "org.apache.kafka.clients.producer.RoundRobinPartitioner"},
              {"linger.ms", "0"}});
    std::uint64_t id = 0;
    /// How many of the next records each partition gets.
    const auto send = [&](int records) {
        deliveries.reports.clear();
        for (int sent = 0; sent < records; ++sent) {
            OutgoingRecord any = record("v");
            any.partition.reset();
            any.key = "same";
            producer->send(any, id++);
        }
        EXPECT_TRUE(producer->flush(kPatience));
        std::map<std::int32_t, int> counts;
        for (const auto& report : deliveries.reports) {
            ++counts[report.metadata->partition];
        }
        return counts;
    };
    // A partition has no turn before librdkafka is connected to its leader.
    wait_until("all partitions to be there", [&] { return send(3).size() == 3; });
    EXPECT_EQ(send(9), (std::map<std::int32_t, int>{{0, 3}, {1, 3}, {2, 3}}));
}

}  // namespace
}  // namespace kconnect::test
