#include "kafka_record_batch.hpp"

#include <utility>

namespace kconnect::kafka {

namespace {

std::optional<std::string_view> view_of(const void* data, std::size_t size) {
    if (data == nullptr) {
        return std::nullopt;
    }
    return std::string_view(static_cast<const char*>(data), size);
}

void set_timestamp(const rd_kafka_message_t& message, RawRecord& record) {
    rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
    const std::int64_t timestamp = rd_kafka_message_timestamp(&message, &type);
    if (type == RD_KAFKA_TIMESTAMP_CREATE_TIME) {
        record.timestamp_type = TimestampType::kCreateTime;
    } else if (type == RD_KAFKA_TIMESTAMP_LOG_APPEND_TIME) {
        record.timestamp_type = TimestampType::kLogAppendTime;
    }
    if (timestamp != -1) {
        record.timestamp = timestamp;
    }
}

}  // namespace

KafkaRecordBatch::~KafkaRecordBatch() = default;

void KafkaRecordBatch::take(MessageHandle message, const std::shared_ptr<Client>& client) {
    if (messages_.empty()) {
        client_ = client;
    }
    messages_.push_back(std::move(message));
}

void KafkaRecordBatch::drop(const TopicPartition& partition) noexcept {
    std::erase_if(messages_, [&partition](const MessageHandle& message) {
        return message->partition == partition.partition &&
               partition.topic == rd_kafka_topic_name(message->rkt);
    });
}

std::span<const RawHeader> KafkaRecordBatch::headers_of(const rd_kafka_message_t& message) {
    rd_kafka_headers_t* headers = nullptr;
    if (rd_kafka_message_headers(&message, &headers) != RD_KAFKA_RESP_ERR_NO_ERROR) {
        return {};
    }
    const std::span<RawHeader> result =
        memory().arena().make_array<RawHeader>(rd_kafka_header_cnt(headers));
    for (std::size_t index = 0; index < result.size(); ++index) {
        const char* name = nullptr;
        const void* value = nullptr;
        std::size_t size = 0;
        rd_kafka_header_get_all(headers, index, &name, &value, &size);
        result[index] = {name, view_of(value, size)};
    }
    return result;
}

void KafkaRecordBatch::add_raw_records() {
    for (const MessageHandle& message : messages_) {
        RawRecord record;
        record.topic = rd_kafka_topic_name(message->rkt);
        record.partition = message->partition;
        record.offset = message->offset;
        set_timestamp(*message, record);
        record.key = view_of(message->key, message->key_len);
        record.value = view_of(message->payload, message->len);
        record.headers = headers_of(*message);
        add_raw(record);
    }
    set_end_offsets();
}

void KafkaRecordBatch::clear() noexcept {
    RecordBatch::clear();
    messages_.clear();
    client_.reset();
}

}  // namespace kconnect::kafka
