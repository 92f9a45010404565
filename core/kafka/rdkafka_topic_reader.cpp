#include <algorithm>
#include <chrono>
#include <map>
#include <utility>

#include <fmt/format.h>

#include "client_builder.hpp"
#include "client_errors.hpp"
#include "kafka_exception.hpp"
#include "kafka_record_batch.hpp"
#include "librdkafka_version.hpp"
#include "topic_reader.hpp"

namespace kconnect::kafka {

TopicReader::~TopicReader() = default;

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

/// The consumer's properties without what belongs to a group, and with word of partitions' ends.
TranslatedProperties reader_properties(ConfigMap config) {
    config.erase("group.id");
    config.erase("group.instance.id");
    config.insert_or_assign("enable.auto.commit", "false");
    config.insert_or_assign("auto.offset.reset", "earliest");
    auto properties = translate_client_properties(config, ClientKind::kConsumer, library_version());
    std::erase_if(properties.library,
                  [](const LibraryProperty& property) { return property.name == "group.id"; });
    properties.set("enable.partition.eof", "true", "");
    return properties;
}

/// librdkafka's simple consumer: partitions are started one by one and share one queue.
class RdKafkaTopicReader final : public TopicReader {
public:
    explicit RdKafkaTopicReader(const ConfigMap& config)
        : RdKafkaTopicReader(reader_properties(config)) {}
    ~RdKafkaTopicReader() override { stop(); }

    std::vector<std::string> topics() override;
    std::vector<TopicPartition> partitions(const std::string& topic) override;
    OffsetMap first_offsets(std::span<const TopicPartition> partitions) override {
        return watermarks(partitions, true);
    }
    OffsetMap end_offsets(std::span<const TopicPartition> partitions) override {
        return watermarks(partitions, false);
    }
    void start(const OffsetMap& offsets) override;
    std::unique_ptr<RecordBatch> make_batch() override {
        return std::make_unique<KafkaRecordBatch>();
    }
    void poll(RecordBatch& batch, milliseconds timeout) override;
    bool has_reached(const OffsetMap& ends) const override;

private:
    explicit RdKafkaTopicReader(const TranslatedProperties& properties)
        : settings_(properties.settings),
          client_(Client::start(ClientKind::kConsumer, properties, "kconnect.kafka.TopicReader")),
          queue_(rd_kafka_queue_new(client_->get())) {}

    OffsetMap watermarks(std::span<const TopicPartition> partitions, bool first);
    MetadataHandle metadata(rd_kafka_topic_t* topic);
    TopicHandle make_topic(const std::string& name);
    void take(MessageHandle message, KafkaRecordBatch& batch);
    void stop() noexcept;

    ConsumerSettings settings_;
    std::shared_ptr<Client> client_;
    QueueHandle queue_;
    std::map<std::string, TopicHandle> started_topics_;
    OffsetMap positions_;  ///< What comes next, per partition.
};

TopicHandle RdKafkaTopicReader::make_topic(const std::string& name) {
    TopicHandle topic(rd_kafka_topic_new(client_->get(), name.c_str(), nullptr));
    if (topic == nullptr) {
        std::rethrow_exception(
            to_exception(rd_kafka_last_error(), rd_kafka_err2str(rd_kafka_last_error())));
    }
    return topic;
}

/// Asks in slices: an error of the connection that no waiting cures ends it.
MetadataHandle RdKafkaTopicReader::metadata(rd_kafka_topic_t* topic) {
    constexpr milliseconds kSlice{500};
    const auto deadline = steady_clock::now() + settings_.default_api_timeout;
    const rd_kafka_metadata_t* answer = nullptr;
    for (;;) {
        const rd_kafka_resp_err_t code = rd_kafka_metadata(client_->get(),
                                                           topic == nullptr ? 1 : 0,
                                                           topic,
                                                           &answer,
                                                           static_cast<int>(kSlice.count()));
        if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
            return MetadataHandle(answer);
        }
        client_->serve(milliseconds(0));
        if (const std::exception_ptr failure = client_->events().take_failure()) {
            std::rethrow_exception(failure);
        }
        if (steady_clock::now() >= deadline) {
            std::rethrow_exception(
                to_exception(code, fmt::format("Cannot list topics: {}", rd_kafka_err2str(code))));
        }
    }
}

std::vector<std::string> RdKafkaTopicReader::topics() {
    const MetadataHandle answer = metadata(nullptr);
    std::vector<std::string> names;
    for (const auto& topic :
         std::span(answer->topics, static_cast<std::size_t>(answer->topic_cnt))) {
        if (topic.err == RD_KAFKA_RESP_ERR_NO_ERROR) {
            names.emplace_back(topic.topic);
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::vector<TopicPartition> RdKafkaTopicReader::partitions(const std::string& topic) {
    const TopicHandle handle = make_topic(topic);
    const MetadataHandle answer = metadata(handle.get());
    std::vector<TopicPartition> result;
    if (answer->topic_cnt != 1 || answer->topics[0].err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        std::rethrow_exception(topic_exception(answer->topic_cnt != 1
                                                   ? RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART
                                                   : answer->topics[0].err,
                                               topic));
    }
    result.reserve(static_cast<std::size_t>(answer->topics[0].partition_cnt));
    for (int index = 0; index < answer->topics[0].partition_cnt; ++index) {
        result.push_back({topic, answer->topics[0].partitions[index].id});
    }
    std::sort(result.begin(), result.end());
    return result;
}

OffsetMap RdKafkaTopicReader::watermarks(std::span<const TopicPartition> partitions, bool first) {
    OffsetMap offsets;
    for (const TopicPartition& partition : partitions) {
        std::int64_t low = 0;
        std::int64_t high = 0;
        const rd_kafka_resp_err_t code = rd_kafka_query_watermark_offsets(
            client_->get(),
            partition.topic.c_str(),
            partition.partition,
            &low,
            &high,
            static_cast<int>(settings_.default_api_timeout.count()));
        if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
            std::rethrow_exception(to_exception(code,
                                                fmt::format("Cannot read the offsets of {}-{}: {}",
                                                            partition.topic,
                                                            partition.partition,
                                                            rd_kafka_err2str(code))));
        }
        offsets.emplace(partition, first ? low : high);
    }
    return offsets;
}

void RdKafkaTopicReader::start(const OffsetMap& offsets) {
    stop();
    for (const auto& [partition, offset] : offsets) {
        TopicHandle& topic = started_topics_[partition.topic];
        if (topic == nullptr) {
            topic = make_topic(partition.topic);
        }
        if (rd_kafka_consume_start_queue(topic.get(), partition.partition, offset, queue_.get()) !=
            0) {
            const rd_kafka_resp_err_t code = rd_kafka_last_error();
            std::rethrow_exception(to_exception(code, rd_kafka_err2str(code)));
        }
        positions_[partition] = offset;
    }
}

/// What was fetched already and belongs to partitions that go is dropped with the queue.
void RdKafkaTopicReader::stop() noexcept {
    for (const auto& [partition, position] : positions_) {
        rd_kafka_consume_stop(started_topics_[partition.topic].get(), partition.partition);
    }
    positions_.clear();
    started_topics_.clear();
    queue_.reset(rd_kafka_queue_new(client_->get()));
}

void RdKafkaTopicReader::poll(RecordBatch& batch, milliseconds timeout) {
    auto& filled = static_cast<KafkaRecordBatch&>(batch);
    client_->serve(milliseconds(0));
    if (const std::exception_ptr failure = client_->events().take_failure()) {
        std::rethrow_exception(failure);
    }
    auto wait = static_cast<int>(timeout.count());
    while (filled.message_count() < settings_.max_poll_records) {
        MessageHandle message(rd_kafka_consume_queue(queue_.get(), wait));
        if (message == nullptr) {
            break;
        }
        wait = 0;
        take(std::move(message), filled);
    }
    filled.add_raw_records();
}

void RdKafkaTopicReader::take(MessageHandle message, KafkaRecordBatch& batch) {
    if (message->rkt == nullptr) {
        client_->events().logger().warn(rd_kafka_message_errstr(message.get()));
        return;
    }
    const auto found = positions_.find({rd_kafka_topic_name(message->rkt), message->partition});
    if (found == positions_.end()) {
        return;
    }
    switch (message->err) {
        case RD_KAFKA_RESP_ERR_NO_ERROR:
            found->second = message->offset + 1;
            batch.take(std::move(message), client_);
            return;
        case RD_KAFKA_RESP_ERR__PARTITION_EOF:
            found->second = std::max(found->second, message->offset);
            return;
        default:
            break;
    }
    const char* const reason = rd_kafka_message_errstr(message.get());
    if (is_unrecoverable(message->err, reason) ||
        message->err == RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED ||
        message->err == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART ||
        message->err == RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC ||
        message->err == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION) {
        std::rethrow_exception(topic_exception(message->err, found->first.topic));
    }
    client_->events().logger().warn(reason);
}

bool RdKafkaTopicReader::has_reached(const OffsetMap& ends) const {
    return std::all_of(ends.begin(), ends.end(), [this](const auto& end) {
        const auto found = positions_.find(end.first);
        return found != positions_.end() && found->second >= end.second;
    });
}

}  // namespace

std::unique_ptr<TopicReader> make_topic_reader(const ConfigMap& config) {
    return std::make_unique<RdKafkaTopicReader>(config);
}

}  // namespace kconnect::kafka
