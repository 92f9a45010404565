#pragma once

#include <algorithm>
#include <chrono>
#include <cstdint>
#include <cstdlib>
#include <memory>
#include <optional>
#include <stdexcept>
#include <string>
#include <utility>
#include <vector>

#include <gtest/gtest.h>
#include <unistd.h>

#include "kafka/client_config.hpp"
#include "kafka/consumer_factory.hpp"
#include "kafka/record_producer.hpp"
#include "kafka/topic_admin.hpp"
#include "support/recording_deliveries.hpp"
#include "support/unique_name.hpp"

namespace kconnect::test {

/// A record as it was read, with its own memory.
struct ReadRecord {
    std::int32_t partition = 0;
    std::int64_t offset = 0;
    std::optional<std::int64_t> timestamp;
    std::optional<std::string> key;
    std::optional<std::string> value;
    std::vector<std::pair<std::string, std::optional<std::string>>> headers;
};

/// Does nothing about rebalances but remembers that there was one.
class AssignmentListener final : public kafka::RebalanceListener {
public:
    void on_partitions_assigned(std::span<const TopicPartition> partitions) override {
        ++rounds;
        assigned.insert(assigned.end(), partitions.begin(), partitions.end());
    }
    void on_partitions_revoked(std::span<const TopicPartition> /*partitions*/) override {}
    void on_partitions_lost(std::span<const TopicPartition> /*partitions*/) override {}

    int rounds = 0;
    std::vector<TopicPartition> assigned;
};

/// A test of core/kafka's clients against the tests' real Kafka.
class KafkaClientTest : public testing::Test {
protected:
    static constexpr std::chrono::milliseconds kPatience{30000};

    static std::string environment(const char* name) {
        const char* value = std::getenv(name);
        if (value == nullptr) {
            throw std::runtime_error(std::string(name) +
                                     " is not set; run the tests by tests/with-servers.sh");
        }
        return value;
    }

    static std::string unique_name(const std::string& stem) { return test::unique_name(stem, "-"); }

    /// What every client of the test needs to reach the broker.
    virtual ConfigMap connection() {
        return {{"bootstrap.servers", environment("KCONNECT_TEST_KAFKA")}};
    }

    std::unique_ptr<kafka::RecordProducer> make_producer(const ConfigMap& overrides = {}) {
        ConfigMap connector;
        for (const auto& [key, value] : connection()) {
            connector.insert_or_assign("producer.override." + key, value);
        }
        for (const auto& [key, value] : overrides) {
            connector.insert_or_assign("producer.override." + key, value);
        }
        return kafka::make_producer(kafka::source_producer_config({}, connector, "source", 0),
                                    deliveries);
    }

    std::unique_ptr<kafka::SinkConsumer> make_consumer(const std::string& group,
                                                       const ConfigMap& overrides = {}) {
        ConfigMap connector;
        for (const auto& [key, value] : connection()) {
            connector.insert_or_assign("consumer.override." + key, value);
        }
        for (const auto& [key, value] : overrides) {
            connector.insert_or_assign("consumer.override." + key, value);
        }
        return kafka::make_consumer(kafka::sink_consumer_config({}, connector, group, 0));
    }

    std::unique_ptr<kafka::TopicAdmin> make_admin(const ConfigMap& overrides = {}) {
        ConfigMap worker = connection();
        for (const auto& [key, value] : overrides) {
            worker.insert_or_assign(key, value);
        }
        return kafka::make_topic_admin(kafka::admin_config(worker, {}, "tests-admin"));
    }

    std::string create_topic(const std::string& stem, int partitions = 1) {
        kafka::NewTopic topic;
        topic.name = unique_name(stem);
        topic.partitions = partitions;
        EXPECT_TRUE(make_admin()->create_topic(topic));
        return topic.name;
    }

    static std::vector<ReadRecord> copy(const RecordBatch& batch) {
        std::vector<ReadRecord> records;
        const auto text = [](const std::optional<std::string_view>& view) {
            return view ? std::optional<std::string>(*view) : std::nullopt;
        };
        for (const RawRecord& raw : batch.raw_records()) {
            ReadRecord record{
                raw.partition, raw.offset, raw.timestamp, text(raw.key), text(raw.value), {}};
            for (const RawHeader& header : raw.headers) {
                record.headers.emplace_back(header.key, text(header.value));
            }
            records.push_back(std::move(record));
        }
        return records;
    }

    /// Polls until there are `count` records or the patience ends.
    static std::vector<ReadRecord> read(kafka::SinkConsumer& consumer, std::size_t count) {
        std::vector<ReadRecord> records;
        const auto deadline = std::chrono::steady_clock::now() + kPatience;
        while (records.size() < count && std::chrono::steady_clock::now() < deadline) {
            const auto batch = consumer.make_batch();
            consumer.poll(*batch, std::chrono::milliseconds(200));
            for (ReadRecord& record : copy(*batch)) {
                records.push_back(std::move(record));
            }
        }
        return records;
    }

    /// The first `count` records of a topic, in order per partition.
    std::vector<ReadRecord> read_topic(const std::string& topic, std::size_t count) {
        AssignmentListener listener;
        const auto consumer = make_consumer(unique_name("reader"));
        consumer->subscribe({{topic}, ""}, listener);
        std::vector<ReadRecord> records = read(*consumer, count);
        consumer->close(kPatience);
        std::stable_sort(records.begin(), records.end(), [](const auto& left, const auto& right) {
            return left.partition < right.partition;
        });
        return records;
    }

    RecordingDeliveries deliveries;
};

}  // namespace kconnect::test
