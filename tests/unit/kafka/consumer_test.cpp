#include <algorithm>
#include <chrono>
#include <functional>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kafka/client_config.hpp"
#include "kafka/consumer_factory.hpp"
#include "kafka/kafka_exception.hpp"
#include "mock_cluster.hpp"

namespace kconnect::test {
namespace {

using namespace std::chrono_literals;
using kafka::SinkConsumer;
using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr auto kPatience = 20s;

class RecordingListener final : public kafka::RebalanceListener {
public:
    void on_partitions_assigned(std::span<const TopicPartition> partitions) override {
        assigned.insert(assigned.end(), partitions.begin(), partitions.end());
        if (on_assigned) {
            on_assigned(partitions);
        }
    }
    void on_partitions_revoked(std::span<const TopicPartition> partitions) override {
        revoked.insert(revoked.end(), partitions.begin(), partitions.end());
        if (on_revoked) {
            on_revoked(partitions);
        }
    }
    void on_partitions_lost(std::span<const TopicPartition> partitions) override {
        lost.insert(lost.end(), partitions.begin(), partitions.end());
    }

    std::vector<TopicPartition> assigned;
    std::vector<TopicPartition> revoked;
    std::vector<TopicPartition> lost;
    std::function<void(std::span<const TopicPartition>)> on_assigned;
    std::function<void(std::span<const TopicPartition>)> on_revoked;
};

class Consumer : public ::testing::Test {
protected:
    /// A member of the group connect-sink.
    std::unique_ptr<SinkConsumer> make(const ConfigMap& overrides = {}) {
        ConfigMap connector{{"consumer.override.session.timeout.ms", "6000"}};
        for (const auto& [key, value] : overrides) {
            connector.insert_or_assign("consumer.override." + key, value);
        }
        return kafka::make_consumer(kafka::sink_consumer_config(
            {{"bootstrap.servers", cluster.bootstrap()}}, connector, "sink", 0));
    }
    std::unique_ptr<SinkConsumer> make_subscribed(const ConfigMap& overrides = {}) {
        auto consumer = make(overrides);
        consumer->subscribe({{"t"}, ""}, listener);
        return consumer;
    }

    /// Offsets and values, "0-3=v", of polls until there are `count`, or the patience ends.
    std::vector<std::string> read(SinkConsumer& consumer, std::size_t count) {
        std::vector<std::string> records;
        until([&] { return records.size() >= count; },
              [&] {
                  const auto batch = consumer.make_batch();
                  consumer.poll(*batch, 200ms);
                  for (const RawRecord& record : batch->raw_records()) {
                      records.push_back(std::to_string(record.partition) + "-" +
                                        std::to_string(record.offset) + "=" +
                                        std::string(record.value.value_or("null")));
                  }
              });
        return records;
    }
    void poll(SinkConsumer& consumer, std::chrono::milliseconds timeout = 100ms) {
        const auto batch = consumer.make_batch();
        consumer.poll(*batch, timeout);
    }
    static void until(const std::function<bool()>& condition, const std::function<void()>& action) {
        const auto deadline = std::chrono::steady_clock::now() + kPatience;
        while (!condition() && std::chrono::steady_clock::now() < deadline) {
            action();
        }
    }
    void produce(int partition, int from, int to) {
        for (int index = from; index < to; ++index) {
            cluster.produce("t", partition, "k", std::to_string(index).c_str());
        }
        cluster.flush();
    }

    MockCluster cluster;
    RecordingListener listener;
    const TopicPartition t0{"t", 0};
    const TopicPartition t1{"t", 1};
};

TEST_F(Consumer, ReadsRecordsWithAllTheirParts) {
    cluster.create_topic("t", 1);
    cluster.produce("t", 0, "key", "value");
    cluster.produce("t", 0, nullptr, nullptr);
    cluster.produce("t", 0, "", "");
    cluster.flush();
    const auto consumer = make_subscribed();
    std::shared_ptr<RecordBatch> batch;
    until([&] { return batch != nullptr && !batch->raw_records().empty(); },
          [&] {
              batch = consumer->make_batch();
              consumer->poll(*batch, 200ms);
          });
    ASSERT_EQ(batch->raw_records().size(), 3U);
    const RawRecord& record = batch->raw_records()[0];
    EXPECT_EQ(record.topic, "t");
    EXPECT_EQ(record.partition, 0);
    EXPECT_EQ(record.offset, 0);
    EXPECT_EQ(record.key, "key");
    EXPECT_EQ(record.value, "value");
    EXPECT_EQ(record.timestamp, 1700000000000);
    EXPECT_EQ(record.timestamp_type, TimestampType::kCreateTime);
    ASSERT_EQ(record.headers.size(), 1U);
    EXPECT_EQ(record.headers[0].key, "h");
    EXPECT_EQ(record.headers[0].value, "header value");
    EXPECT_FALSE(batch->raw_records()[1].key.has_value());
    EXPECT_FALSE(batch->raw_records()[1].value.has_value());
    EXPECT_EQ(batch->raw_records()[2].key, "");
    EXPECT_EQ(batch->raw_records()[2].value, "");
    EXPECT_EQ(batch->end_offsets(), (OffsetMap{{t0, 3}}));
}

TEST_F(Consumer, GivesAtMostMaxPollRecords) {
    cluster.create_topic("t", 1);
    produce(0, 0, 25);
    const auto consumer = make_subscribed({{"max.poll.records", "10"}});
    std::size_t largest = 0;
    std::size_t total = 0;
    // A poll may come while some of the records are still on their way; then they are read again.
    until([&] { return largest >= 10 && total >= 25; },
          [&] {
              if (total >= 25) {
                  consumer->seek(t0, 0);
                  total = 0;
              }
              const auto batch = consumer->make_batch();
              consumer->poll(*batch, 200ms);
              largest = std::max(largest, batch->raw_records().size());
              total += batch->raw_records().size();
          });
    EXPECT_EQ(largest, 10U);
    EXPECT_EQ(total, 25U);
}

TEST_F(Consumer, CommitsAlthoughItIsWokenAndWakesAfterwards) {
    cluster.create_topic("t", 1);
    produce(0, 0, 3);
    const auto consumer = make_subscribed();
    ASSERT_EQ(read(*consumer, 3).size(), 3U);
    consumer->wake();
    consumer->commit_sync({{t0, 2}}, 10s);
    const auto before = std::chrono::steady_clock::now();
    poll(*consumer, kPatience);
    EXPECT_LT(std::chrono::steady_clock::now() - before, kPatience / 2);
    EXPECT_EQ(consumer->committed(std::span(&t0, 1), 10s), (OffsetMap{{t0, 2}}));
}

TEST_F(Consumer, TellsWherePartitionsStart) {
    cluster.create_topic("t", 2);
    produce(0, 0, 3);
    auto consumer = make_subscribed();
    OffsetMap positions;
    listener.on_assigned = [&](std::span<const TopicPartition> partitions) {
        for (const TopicPartition& partition : partitions) {
            positions[partition] = consumer->position(partition);
        }
    };
    read(*consumer, 3);
    EXPECT_EQ(positions, (OffsetMap{{t0, 0}, {t1, 0}}));
    consumer->commit_sync({{t0, 2}}, 5s);
    consumer->close(5s);
    consumer = make_subscribed();
    EXPECT_THAT(read(*consumer, 1), ElementsAre("0-2=2"));
    EXPECT_EQ(positions, (OffsetMap{{t0, 2}, {t1, 0}}));
}

TEST_F(Consumer, StartsAtTheEndWithLatest) {
    cluster.create_topic("t", 1);
    produce(0, 0, 3);
    const auto consumer = make_subscribed({{"auto.offset.reset", "latest"}});
    until([&] { return !listener.assigned.empty(); }, [&] { poll(*consumer); });
    produce(0, 3, 4);
    EXPECT_THAT(read(*consumer, 1), ElementsAre("0-3=3"));
}

TEST_F(Consumer, FailsWithoutOffsetAndResetPolicy) {
    cluster.create_topic("t", 1);
    const auto consumer = make_subscribed({{"auto.offset.reset", "none"}});
    std::string message;
    until([&] { return !message.empty(); },
          [&] {
              try {
                  poll(*consumer);
              } catch (const kafka::KafkaException& error) {
                  message = error.what();
                  EXPECT_EQ(error.java_class(),
                            "org.apache.kafka.clients.consumer.NoOffsetForPartitionException");
              }
          });
    EXPECT_EQ(message, "Undefined offset with no reset policy for partitions: [t-0]");
}

TEST_F(Consumer, SeeksInsideTheAssignment) {
    cluster.create_topic("t", 1);
    produce(0, 0, 5);
    const auto consumer = make_subscribed();
    listener.on_assigned = [&](auto) { consumer->seek(t0, 3); };
    EXPECT_THAT(read(*consumer, 2), ElementsAre("0-3=3", "0-4=4"));
}

TEST_F(Consumer, SeeksRightAfterTheAssignment) {
    cluster.create_topic("t", 1);
    produce(0, 0, 5);
    const auto consumer = make_subscribed();
    std::vector<std::string> before;
    until([&] { return !listener.assigned.empty(); },
          [&] {
              const auto batch = consumer->make_batch();
              consumer->poll(*batch, 10ms);
          });
    consumer->seek(t0, 4);
    EXPECT_THAT(read(*consumer, 1), ElementsAre("0-4=4"));
}

TEST_F(Consumer, SeeksBack) {
    cluster.create_topic("t", 1);
    produce(0, 0, 3);
    const auto consumer = make_subscribed();
    read(*consumer, 3);
    consumer->seek(t0, 1);
    EXPECT_THAT(read(*consumer, 2), ElementsAre("0-1=1", "0-2=2"));
}

TEST_F(Consumer, RefusesToSeekAForeignPartition) {
    cluster.create_topic("t", 1);
    const auto consumer = make_subscribed();
    EXPECT_THROW(consumer->seek({"other", 0}, 3), kafka::KafkaException);
}

TEST_F(Consumer, GivesNothingOfPausedPartitionsAndSkipsNothing) {
    cluster.create_topic("t", 2);
    produce(0, 0, 100);
    produce(1, 0, 100);
    const auto consumer = make_subscribed({{"max.poll.records", "7"}});
    std::vector<std::string> records = read(*consumer, 20);
    const std::vector<TopicPartition> first{t0};
    const std::vector<TopicPartition> both{t0, t1};
    // Pausing and resuming in all orders must neither lose nor repeat a record.
    for (int round = 0; round < 10; ++round) {
        consumer->pause(round % 2 == 0 ? first : both);
        const auto paused = consumer->make_batch();
        consumer->poll(*paused, 20ms);
        for (const RawRecord& record : paused->raw_records()) {
            EXPECT_NE(record.partition, 0);
            records.push_back(std::to_string(record.partition) + "-" +
                              std::to_string(record.offset) + "=" + std::string(*record.value));
        }
        consumer->resume(both);
        const auto more = read(*consumer, 1);
        records.insert(records.end(), more.begin(), more.end());
    }
    const auto rest = read(*consumer, 200 - records.size());
    records.insert(records.end(), rest.begin(), rest.end());
    std::vector<std::string> expected;
    for (const char* partition : {"0-", "1-"}) {
        for (int index = 0; index < 100; ++index) {
            expected.push_back(partition + std::to_string(index) + "=" + std::to_string(index));
        }
    }
    EXPECT_THAT(records, ::testing::UnorderedElementsAreArray(expected));
}

TEST_F(Consumer, PausesInsideTheAssignment) {
    cluster.create_topic("t", 1);
    produce(0, 0, 1);
    const auto consumer = make_subscribed();
    listener.on_assigned = [&](std::span<const TopicPartition> partitions) {
        consumer->pause(partitions);
    };
    until([&] { return !listener.assigned.empty(); }, [&] { poll(*consumer); });
    const auto batch = consumer->make_batch();
    consumer->poll(*batch, 300ms);
    EXPECT_TRUE(batch->raw_records().empty());
    consumer->resume(std::vector{t0});
    EXPECT_THAT(read(*consumer, 1), ElementsAre("0-0=0"));
}

TEST_F(Consumer, CommitsInTheBackground) {
    cluster.create_topic("t", 1);
    produce(0, 0, 3);
    const auto consumer = make_subscribed();
    read(*consumer, 3);
    int successes = 0;
    consumer->commit_async({{t0, 2}}, [&](std::exception_ptr error) {
        EXPECT_EQ(describe(error), "");
        ++successes;
    });
    until([&] { return successes == 1; }, [&] { poll(*consumer); });
    EXPECT_EQ(successes, 1);
    EXPECT_EQ(consumer->committed(std::vector{t0}, 5s), (OffsetMap{{t0, 2}}));
}

TEST_F(Consumer, ReportsARefusedCommit) {
    cluster.create_topic("t", 1);
    produce(0, 0, 1);
    const auto consumer = make_subscribed();
    read(*consumer, 1);
    constexpr std::int16_t kOffsetCommit = 8;
    rd_kafka_mock_push_request_errors(
        cluster.get(), kOffsetCommit, 1, RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED);
    try {
        consumer->commit_sync({{t0, 1}}, 5s);
        FAIL() << "no exception";
    } catch (const kafka::KafkaException& error) {
        EXPECT_THAT(error.what(), HasSubstr("Group authorization failed"));
        EXPECT_EQ(error.java_class(), "org.apache.kafka.common.errors.GroupAuthorizationException");
    }
}

/// Six errors are more than librdkafka itself gets over.
void fail_six_times(const MockCluster& cluster, std::int16_t request, rd_kafka_resp_err_t code) {
    const std::vector<rd_kafka_resp_err_t> codes(6, code);
    rd_kafka_mock_push_request_errors_array(cluster.get(), request, codes.size(), codes.data());
}

TEST_F(Consumer, AsksAgainForItsStartWhileTheLeaderMoves) {
    cluster.create_topic("t", 1);
    produce(0, 0, 1);
    constexpr std::int16_t kListOffsets = 2;
    fail_six_times(cluster, kListOffsets, RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION);
    const auto consumer = make_subscribed();
    EXPECT_EQ(read(*consumer, 1).size(), 1U);
}

TEST_F(Consumer, AsksAgainForItsOffsetsWhileTheCoordinatorMoves) {
    cluster.create_topic("t", 1);
    produce(0, 0, 1);
    constexpr std::int16_t kOffsetFetch = 9;
    fail_six_times(cluster, kOffsetFetch, RD_KAFKA_RESP_ERR_NOT_COORDINATOR);
    const auto consumer = make_subscribed();
    EXPECT_EQ(read(*consumer, 1).size(), 1U);
}

TEST_F(Consumer, WakesFromALongPoll) {
    cluster.create_topic("t", 1);
    const auto consumer = make_subscribed();
    until([&] { return !listener.assigned.empty(); }, [&] { poll(*consumer); });
    std::thread waker([&] { consumer->wake(); });
    const auto before = std::chrono::steady_clock::now();
    poll(*consumer, std::chrono::duration_cast<std::chrono::milliseconds>(kPatience));
    EXPECT_LT(std::chrono::steady_clock::now() - before, kPatience / 2);
    waker.join();
}

TEST_F(Consumer, RemembersAWakeThatCameBeforeThePoll) {
    cluster.create_topic("t", 1);
    const auto consumer = make_subscribed();
    until([&] { return !listener.assigned.empty(); }, [&] { poll(*consumer); });
    consumer->wake();
    const auto before = std::chrono::steady_clock::now();
    poll(*consumer, std::chrono::duration_cast<std::chrono::milliseconds>(kPatience));
    EXPECT_LT(std::chrono::steady_clock::now() - before, kPatience / 2);
}

TEST_F(Consumer, KeepsBatchesValidAfterItsEnd) {
    cluster.create_topic("t", 1);
    produce(0, 0, 3);
    auto consumer = make_subscribed();
    std::shared_ptr<RecordBatch> batch;
    until([&] { return batch != nullptr && !batch->raw_records().empty(); },
          [&] {
              batch = consumer->make_batch();
              consumer->poll(*batch, 200ms);
          });
    consumer->close(5s);
    consumer.reset();
    EXPECT_EQ(batch->raw_records()[0].topic, "t");
    EXPECT_EQ(batch->raw_records()[0].value, "0");
    std::thread([batch = std::move(batch)]() mutable { batch.reset(); }).join();
}

TEST_F(Consumer, SharesPartitionsWithASecondMember) {
    cluster.create_topic("t", 2);
    produce(0, 0, 1);
    const auto first = make_subscribed();
    read(*first, 1);
    RecordingListener other;
    const auto second = make();
    second->subscribe({{"t"}, ""}, other);
    until([&] { return first->assignment().size() == 1 && second->assignment().size() == 1; },
          [&] {
              poll(*first);
              poll(*second);
          });
    EXPECT_EQ(first->assignment().size(), 1U);
    EXPECT_EQ(second->assignment().size(), 1U);
    // The eager protocol gives up all of them first; the mock may rebalance more than once.
    ASSERT_GE(listener.revoked.size(), 2U);
    EXPECT_NE(listener.revoked[0], listener.revoked[1]);
}

TEST_F(Consumer, KeepsWhatItHasWithTheCooperativeProtocol) {
    cluster.create_topic("t", 2);
    const ConfigMap cooperative{{"partition.assignment.strategy",
                                 "org.apache.kafka.clients.consumer.CooperativeStickyAssignor"}};
    const auto first = make_subscribed(cooperative);
    until([&] { return first->assignment().size() == 2; }, [&] { poll(*first); });
    RecordingListener other;
    const auto second = make(cooperative);
    second->subscribe({{"t"}, ""}, other);
    until([&] { return first->assignment().size() == 1 && second->assignment().size() == 1; },
          [&] {
              poll(*first);
              poll(*second);
          });
    EXPECT_EQ(first->assignment().size(), 1U);
    EXPECT_EQ(second->assignment().size(), 1U);
    EXPECT_EQ(listener.revoked.size(), 1U);
}

TEST_F(Consumer, FindsTopicsByAJavaExpression) {
    cluster.create_topic("orders-1", 1);
    cluster.create_topic("orders-x", 1);
    cluster.create_topic("pre-orders-1", 1);
    const auto consumer = make({{"metadata.max.age.ms", "200"}});
    consumer->subscribe({{}, "orders-\\d+"}, listener);
    until([&] { return consumer->assignment().size() == 1; }, [&] { poll(*consumer); });
    EXPECT_THAT(consumer->assignment(), ElementsAre(TopicPartition{"orders-1", 0}));
    cluster.create_topic("orders-22", 1);
    until([&] { return consumer->assignment().size() == 2; }, [&] { poll(*consumer); });
    EXPECT_THAT(consumer->assignment(),
                ElementsAre(TopicPartition{"orders-1", 0}, TopicPartition{"orders-22", 0}));
}

TEST_F(Consumer, FailsWhenATopicMayNotBeRead) {
    cluster.create_topic("t", 1);
    rd_kafka_mock_topic_set_error(cluster.get(), "t", RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED);
    const auto consumer = make_subscribed();
    std::string message;
    until([&] { return !message.empty(); },
          [&] {
              try {
                  poll(*consumer);
              } catch (const kafka::KafkaException& error) {
                  message = error.what();
              }
          });
    EXPECT_EQ(message, "Not authorized to access topics: [t]");
}

TEST_F(Consumer, CarriesAnExceptionOfTheListenerOutOfPoll) {
    cluster.create_topic("t", 1);
    const auto consumer = make_subscribed();
    listener.on_assigned = [](auto) { throw ConnectException("no"); };
    std::string message;
    until([&] { return !message.empty(); },
          [&] {
              try {
                  poll(*consumer);
              } catch (const ConnectException& error) {
                  message = error.what();
              }
          });
    EXPECT_EQ(message, "no");
}

TEST_F(Consumer, ClosesWithRecordsThatNobodyRead) {
    cluster.create_topic("t", 1);
    produce(0, 0, 2000);
    const auto consumer = make_subscribed({{"max.poll.records", "1"}});
    read(*consumer, 1);
    consumer->close(5s);
    EXPECT_TRUE(consumer->assignment().empty());
}

TEST_F(Consumer, ClosesInTimeWithoutABroker) {
    const auto consumer = kafka::make_consumer(
        kafka::sink_consumer_config({{"bootstrap.servers", "127.0.0.1:1"}}, {}, "sink", 0));
    consumer->subscribe({{"t"}, ""}, listener);
    const auto before = std::chrono::steady_clock::now();
    consumer->close(300ms);
    EXPECT_LT(std::chrono::steady_clock::now() - before, 5s);
}

}  // namespace
}  // namespace kconnect::test
