#pragma once

#include <chrono>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <vector>

#include <kconnect/config_map.hpp>

#include "client_builder.hpp"
#include "kafka_record_batch.hpp"
#include "sink_consumer.hpp"
#include "topic_pattern.hpp"

namespace kconnect::kafka {

/// A group member over librdkafka's C API. Sources: rdkafka_consumer.cpp (life, poll),
/// rdkafka_rebalance.cpp (assignment), rdkafka_offsets.cpp (seek, pause, commit).
class RdKafkaConsumer final : public SinkConsumer {
public:
    explicit RdKafkaConsumer(const ConfigMap& config);
    ~RdKafkaConsumer() override;

    void subscribe(const Subscription& subscription, RebalanceListener& listener) override;
    std::unique_ptr<RecordBatch> make_batch() override;
    void poll(RecordBatch& batch, std::chrono::milliseconds timeout) override;
    void pause(std::span<const TopicPartition> partitions) override;
    void resume(std::span<const TopicPartition> partitions) override;
    void seek(const TopicPartition& partition, std::int64_t offset) override;
    std::vector<TopicPartition> assignment() const override;
    std::int64_t position(const TopicPartition& partition) override;
    OffsetMap committed(std::span<const TopicPartition> partitions,
                        std::chrono::milliseconds timeout) override;
    void commit_async(const OffsetMap& offsets, CommitCallback done) override;
    void commit_sync(const OffsetMap& offsets, std::chrono::milliseconds timeout) override;
    void close(std::chrono::milliseconds timeout) override;
    void wake() noexcept override;

    /// From librdkafka's rebalance callback; throws nothing.
    void handle_rebalance(rd_kafka_resp_err_t event,
                          rd_kafka_topic_partition_list_t& list) noexcept;
    /// From librdkafka's commit callback; throws nothing.
    void handle_commit(std::uintptr_t id, std::exception_ptr error) noexcept;

private:
    using Clock = std::chrono::steady_clock;

    explicit RdKafkaConsumer(const TranslatedProperties& properties);

    // Poll
    void fill(KafkaRecordBatch& batch, std::chrono::milliseconds timeout);
    void count_taken(const rd_kafka_message_t& message);
    void handle_error(const rd_kafka_message_t& message);
    void throw_failure();
    void report_resets();
    std::chrono::milliseconds until_next_topic_look_up(std::chrono::milliseconds timeout) const;
    void look_up_topics();
    std::vector<std::string> list_topics(std::chrono::milliseconds timeout);
    void subscribe_to(const std::vector<std::string>& topics);

    // Farewell
    bool is_member() const;
    void give_up_closing(QueueHandle events, std::chrono::milliseconds timeout, bool was_member);

    // Assignment
    void handle_assigned(rd_kafka_topic_partition_list_t& list);
    void handle_removed(rd_kafka_topic_partition_list_t& list);
    void find_start_offsets(rd_kafka_topic_partition_list_t& list);
    void reset_offsets(rd_kafka_topic_partition_list_t& list, Clock::time_point deadline);
    void apply_assignment(const rd_kafka_topic_partition_list_t* list, bool assign);
    bool is_cooperative() const;
    bool starts_at_earliest() const;

    void set_paused(std::span<const TopicPartition> partitions, bool paused);

    std::shared_ptr<Client> client_;
    QueueHandle queue_;  ///< The consumer's own; wake() pokes it.
    ConsumerSettings settings_;
    std::size_t queue_bytes_;      ///< What librdkafka fetches ahead.
    std::size_t taken_bytes_ = 0;  ///< Since its fetching threads were last woken.
    std::size_t taken_messages_ = 0;
    std::string group_;
    std::string offset_reset_;
    RebalanceListener* listener_ = nullptr;
    std::set<TopicPartition> assignment_;
    std::set<TopicPartition> paused_;
    /// Where new partitions start, while the listener hears of them and may still seek.
    std::optional<OffsetMap> starting_;
    KafkaRecordBatch* filling_ = nullptr;  ///< The batch of the running poll().
    std::map<std::uintptr_t, CommitCallback> commits_;
    std::uintptr_t last_commit_ = 0;
    std::optional<TopicPattern> pattern_;
    std::vector<std::string> matching_topics_;
    Clock::time_point next_topic_look_up_;
    bool closed_ = false;
};

}  // namespace kconnect::kafka
