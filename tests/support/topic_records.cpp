#include "support/topic_records.hpp"

#include <array>
#include <initializer_list>
#include <memory>
#include <stdexcept>
#include <string_view>

#include <librdkafka/rdkafka.h>

#include "support/deadline.hpp"

namespace kconnect::test {
namespace {

constexpr int kTimeoutMs = 30000;

struct DestroyClient {
    void operator()(rd_kafka_t* client) const noexcept { rd_kafka_destroy(client); }
};
using Client = std::unique_ptr<rd_kafka_t, DestroyClient>;

struct DestroyMessage {
    void operator()(rd_kafka_message_t* message) const noexcept {
        rd_kafka_message_destroy(message);
    }
};
using Message = std::unique_ptr<rd_kafka_message_t, DestroyMessage>;

void check(rd_kafka_resp_err_t error, const std::string& what) {
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
        throw std::runtime_error(what + ": " + rd_kafka_err2str(error));
    }
}

Client new_client(rd_kafka_type_t type,
                  std::initializer_list<std::pair<const char*, std::string>> settings) {
    std::array<char, 512> reason{};
    rd_kafka_conf_t* const configuration = rd_kafka_conf_new();
    for (const auto& [name, value] : settings) {
        if (rd_kafka_conf_set(configuration, name, value.c_str(), reason.data(), reason.size()) !=
            RD_KAFKA_CONF_OK) {
            rd_kafka_conf_destroy(configuration);
            throw std::runtime_error(reason.data());
        }
    }
    Client client(rd_kafka_new(type, configuration, reason.data(), reason.size()));
    if (!client) {
        rd_kafka_conf_destroy(configuration);
        throw std::runtime_error(reason.data());
    }
    return client;
}

void send(rd_kafka_t* client, const std::string& topic, const TopicRecord& record) {
    rd_kafka_headers_t* headers = rd_kafka_headers_new(record.headers.size());
    for (const auto& [name, value] : record.headers) {
        rd_kafka_header_add(headers,
                            name.data(),
                            static_cast<ssize_t>(name.size()),
                            value ? value->data() : nullptr,
                            value ? static_cast<ssize_t>(value->size()) : 0);
    }
    // A null pointer is null; an empty text is not.
    const auto bytes = [](const std::optional<std::string>& text) {
        return text ? const_cast<char*>(text->data()) : nullptr;
    };
    const std::size_t key_size = record.key ? record.key->size() : 0;
    const std::size_t value_size = record.value ? record.value->size() : 0;
    check(rd_kafka_producev(client,
                            RD_KAFKA_V_TOPIC(topic.c_str()),
                            RD_KAFKA_V_PARTITION(0),
                            RD_KAFKA_V_KEY(bytes(record.key), key_size),
                            RD_KAFKA_V_VALUE(bytes(record.value), value_size),
                            RD_KAFKA_V_TIMESTAMP(record.timestamp.value_or(0)),
                            RD_KAFKA_V_HEADERS(headers),
                            RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                            RD_KAFKA_V_END),
          "sending to topic " + topic);
}

std::optional<std::string> text_of(const void* data, std::size_t size) {
    return data == nullptr ? std::nullopt
                           : std::optional(std::string(static_cast<const char*>(data), size));
}

TopicRecord record_of(const rd_kafka_message_t& message) {
    TopicRecord record;
    record.key = text_of(message.key, message.key_len);
    record.value = text_of(message.payload, message.len);
    rd_kafka_timestamp_type_t type = RD_KAFKA_TIMESTAMP_NOT_AVAILABLE;
    record.timestamp = rd_kafka_message_timestamp(&message, &type);
    rd_kafka_headers_t* headers = nullptr;
    if (rd_kafka_message_headers(&message, &headers) == RD_KAFKA_RESP_ERR_NO_ERROR) {
        const char* name = nullptr;
        const void* value = nullptr;
        std::size_t size = 0;
        for (std::size_t index = 0;
             rd_kafka_header_get_all(headers, index, &name, &value, &size) == 0;
             ++index) {
            record.headers.emplace_back(name, text_of(value, size));
        }
    }
    return record;
}

/// Number of partitions; 0 when there is no such topic.
int partition_count(rd_kafka_t* client, const std::string& topic) {
    const struct rd_kafka_metadata* metadata = nullptr;
    rd_kafka_topic_t* const handle = rd_kafka_topic_new(client, topic.c_str(), nullptr);
    const auto error = rd_kafka_metadata(client, 0, handle, &metadata, kTimeoutMs);
    rd_kafka_topic_destroy(handle);
    check(error, "looking up topic " + topic);
    const int count = metadata->topic_cnt == 1 && metadata->topics[0].err == 0
                          ? metadata->topics[0].partition_cnt
                          : 0;
    rd_kafka_metadata_destroy(metadata);
    return count;
}

bool has_no_leader_yet(rd_kafka_resp_err_t error) {
    return error == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE ||
           error == RD_KAFKA_RESP_ERR_NOT_LEADER_FOR_PARTITION ||
           error == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART ||
           error == RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION;
}

/// A topic that was made a moment ago is listed before its partitions have a leader.
void read_partition(rd_kafka_t* client,
                    const std::string& topic,
                    std::int32_t partition,
                    std::vector<TopicRecord>& records) {
    std::int64_t low = 0;
    std::int64_t high = 0;
    rd_kafka_resp_err_t error = RD_KAFKA_RESP_ERR_NO_ERROR;
    becomes_true([&] {
        error = rd_kafka_query_watermark_offsets(
            client, topic.c_str(), partition, &low, &high, kTimeoutMs);
        return !has_no_leader_yet(error);
    });
    check(error, "looking up the offsets of topic " + topic);
    rd_kafka_topic_partition_list_t* const list = rd_kafka_topic_partition_list_new(1);
    rd_kafka_topic_partition_list_add(list, topic.c_str(), partition)->offset = low;
    rd_kafka_assign(client, list);
    rd_kafka_topic_partition_list_destroy(list);
    for (std::int64_t next = low; next < high;) {
        const Message message(rd_kafka_consumer_poll(client, kTimeoutMs));
        if (!message) {
            throw std::runtime_error("reading topic " + topic + ": no record in time");
        }
        check(message->err, "reading topic " + topic);
        records.push_back(record_of(*message));
        next = message->offset + 1;
    }
}

}  // namespace

void send_records(const std::string& bootstrap_servers,
                  const std::string& topic,
                  const std::vector<TopicRecord>& records) {
    const Client client =
        new_client(RD_KAFKA_PRODUCER, {{"bootstrap.servers", bootstrap_servers}, {"acks", "all"}});
    for (const TopicRecord& record : records) {
        send(client.get(), topic, record);
    }
    check(rd_kafka_flush(client.get(), kTimeoutMs), "sending to topic " + topic);
}

std::vector<TopicRecord> read_topic(const std::string& bootstrap_servers,
                                    const std::string& topic) {
    const Client client = new_client(RD_KAFKA_CONSUMER,
                                     {{"bootstrap.servers", bootstrap_servers},
                                      {"group.id", "kconnect-tests-reader"},
                                      {"allow.auto.create.topics", "false"},
                                      {"auto.offset.reset", "earliest"}});
    std::vector<TopicRecord> records;
    const int partitions = partition_count(client.get(), topic);
    for (std::int32_t partition = 0; partition < partitions; ++partition) {
        read_partition(client.get(), topic, partition, records);
    }
    return records;
}

}  // namespace kconnect::test
