#include "support/kafka_server.hpp"

#include <array>
#include <cstdlib>
#include <initializer_list>
#include <stdexcept>
#include <utility>

#include <librdkafka/rdkafka.h>

#include "support/deadline.hpp"

namespace kconnect::test {
namespace {

constexpr int kTimeoutMs = 30000;

template <typename Type, void (*kDestroy)(Type*)>
struct Destroy {
    void operator()(Type* object) const noexcept { kDestroy(object); }
};
using Queue = std::unique_ptr<rd_kafka_queue_t, Destroy<rd_kafka_queue_t, rd_kafka_queue_destroy>>;
using Event = std::unique_ptr<rd_kafka_event_t, Destroy<rd_kafka_event_t, rd_kafka_event_destroy>>;
using Partitions = std::unique_ptr<
    rd_kafka_topic_partition_list_t,
    Destroy<rd_kafka_topic_partition_list_t, rd_kafka_topic_partition_list_destroy>>;

void check(rd_kafka_resp_err_t error, const std::string& what) {
    if (error != RD_KAFKA_RESP_ERR_NO_ERROR) {
        throw std::runtime_error(what + ": " + rd_kafka_err2str(error));
    }
}

/// Takes the error.
void check(rd_kafka_error_t* error, const std::string& what) {
    if (error != nullptr) {
        const std::string reason = rd_kafka_error_string(error);
        rd_kafka_error_destroy(error);
        throw std::runtime_error(what + ": " + reason);
    }
}

rd_kafka_t* new_client(rd_kafka_type_t type,
                       std::initializer_list<std::pair<const char*, std::string>> settings,
                       std::int64_t* undelivered) {
    std::array<char, 512> reason{};
    rd_kafka_conf_t* const configuration = rd_kafka_conf_new();
    for (const auto& [name, value] : settings) {
        if (rd_kafka_conf_set(configuration, name, value.c_str(), reason.data(), reason.size()) !=
            RD_KAFKA_CONF_OK) {
            rd_kafka_conf_destroy(configuration);
            throw std::runtime_error(reason.data());
        }
    }
    rd_kafka_conf_set_opaque(configuration, undelivered);
    if (type == RD_KAFKA_PRODUCER) {
        rd_kafka_conf_set_dr_msg_cb(
            configuration, [](rd_kafka_t*, const rd_kafka_message_t* message, void* opaque) {
                if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
                    --*static_cast<std::int64_t*>(opaque);
                }
            });
    }
    rd_kafka_t* const client = rd_kafka_new(type, configuration, reason.data(), reason.size());
    if (client == nullptr) {
        rd_kafka_conf_destroy(configuration);
        throw std::runtime_error(reason.data());
    }
    return client;
}

/// Waits for the answer to an admin request and returns the error of its only topic or group.
rd_kafka_resp_err_t admin_answer(rd_kafka_queue_t* queue) {
    const Event event(rd_kafka_queue_poll(queue, kTimeoutMs));
    if (!event) {
        return RD_KAFKA_RESP_ERR__TIMED_OUT;
    }
    if (const auto error = rd_kafka_event_error(event.get()); error != 0) {
        return error;
    }
    std::size_t count = 0;
    switch (rd_kafka_event_type(event.get())) {
        case RD_KAFKA_EVENT_CREATETOPICS_RESULT:
            return rd_kafka_topic_result_error(rd_kafka_CreateTopics_result_topics(
                rd_kafka_event_CreateTopics_result(event.get()), &count)[0]);
        case RD_KAFKA_EVENT_DELETETOPICS_RESULT:
            return rd_kafka_topic_result_error(rd_kafka_DeleteTopics_result_topics(
                rd_kafka_event_DeleteTopics_result(event.get()), &count)[0]);
        case RD_KAFKA_EVENT_DELETEGROUPS_RESULT: {
            const rd_kafka_error_t* const error =
                rd_kafka_group_result_error(rd_kafka_DeleteGroups_result_groups(
                    rd_kafka_event_DeleteGroups_result(event.get()), &count)[0]);
            return error == nullptr ? RD_KAFKA_RESP_ERR_NO_ERROR : rd_kafka_error_code(error);
        }
        default:
            return RD_KAFKA_RESP_ERR__INVALID_TYPE;
    }
}

rd_kafka_resp_err_t delete_topic(rd_kafka_t* client, const std::string& topic) {
    const Queue queue(rd_kafka_queue_new(client));
    rd_kafka_DeleteTopic_t* request = rd_kafka_DeleteTopic_new(topic.c_str());
    rd_kafka_DeleteTopics(client, &request, 1, nullptr, queue.get());
    rd_kafka_DeleteTopic_destroy(request);
    return admin_answer(queue.get());
}

rd_kafka_resp_err_t delete_group(rd_kafka_t* client, const std::string& group) {
    const Queue queue(rd_kafka_queue_new(client));
    rd_kafka_DeleteGroup_t* request = rd_kafka_DeleteGroup_new(group.c_str());
    rd_kafka_DeleteGroups(client, &request, 1, nullptr, queue.get());
    rd_kafka_DeleteGroup_destroy(request);
    return admin_answer(queue.get());
}

rd_kafka_resp_err_t try_create_topic(rd_kafka_t* client, const std::string& topic, int partitions) {
    const Queue queue(rd_kafka_queue_new(client));
    std::array<char, 512> reason{};
    rd_kafka_NewTopic_t* request =
        rd_kafka_NewTopic_new(topic.c_str(), partitions, 1, reason.data(), reason.size());
    if (request == nullptr) {
        throw std::runtime_error(reason.data());
    }
    rd_kafka_CreateTopics(client, &request, 1, nullptr, queue.get());
    rd_kafka_NewTopic_destroy(request);
    return admin_answer(queue.get());
}

std::string broker_address() {
    const char* const address = std::getenv("KCONNECT_TEST_KAFKA");
    if (address == nullptr) {
        throw std::runtime_error(
            "KCONNECT_TEST_KAFKA is not set; run the tests by tests/with-servers.sh");
    }
    return address;
}

}  // namespace

void KafkaServer::ClientDeleter::operator()(rd_kafka_s* client) const noexcept {
    rd_kafka_destroy(client);
}

KafkaServer::KafkaServer()
    : bootstrap_servers_(broker_address()),
      producer_(new_client(RD_KAFKA_PRODUCER,
                           {{"bootstrap.servers", bootstrap_servers_}, {"linger.ms", "5"}},
                           &undelivered_)),
      administrator_(new_client(RD_KAFKA_CONSUMER,
                                {{"bootstrap.servers", bootstrap_servers_},
                                 {"group.id", "kconnect-tests-administrator"},
                                 {"allow.auto.create.topics", "false"}},
                                nullptr)) {
}

KafkaServer::~KafkaServer() = default;

void KafkaServer::create_topic(const std::string& topic,
                               int partitions,
                               const std::string& stale_group) {
    rd_kafka_t* const client = administrator_.get();
    // A member that was killed keeps its group busy until its session ends.
    wait_until("group " + stale_group + " to be gone", [&] {
        const auto error = delete_group(client, stale_group);
        return error == RD_KAFKA_RESP_ERR_NO_ERROR || error == RD_KAFKA_RESP_ERR_GROUP_ID_NOT_FOUND;
    });
    // A client of another process may make it anew between the two requests.
    wait_until("an empty topic " + topic, [&] {
        const auto gone = delete_topic(client, topic);
        if (gone != RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART) {
            check(gone, "deleting topic " + topic);
        }
        const auto created = try_create_topic(client, topic, partitions);
        if (created != RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) {
            check(created, "creating topic " + topic);
        }
        return created == RD_KAFKA_RESP_ERR_NO_ERROR;
    });
}

void KafkaServer::delete_records(const std::string& topic,
                                 std::int32_t partition,
                                 std::int64_t offset) {
    const Partitions partitions(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(partitions.get(), topic.c_str(), partition)->offset = offset;
    const Queue queue(rd_kafka_queue_new(administrator_.get()));
    rd_kafka_DeleteRecords_t* request = rd_kafka_DeleteRecords_new(partitions.get());
    rd_kafka_DeleteRecords(administrator_.get(), &request, 1, nullptr, queue.get());
    rd_kafka_DeleteRecords_destroy(request);
    const Event event(rd_kafka_queue_poll(queue.get(), kTimeoutMs));
    check(event ? rd_kafka_event_error(event.get()) : RD_KAFKA_RESP_ERR__TIMED_OUT,
          "deleting records of " + topic);
}

void KafkaServer::send(const std::string& topic,
                       std::optional<std::string_view> key,
                       std::optional<std::string_view> value,
                       std::int32_t partition) {
    const std::string_view key_bytes = key.value_or(std::string_view());
    const std::string_view value_bytes = value.value_or(std::string_view());
    for (;;) {
        const rd_kafka_resp_err_t error = rd_kafka_producev(
            producer_.get(),
            RD_KAFKA_V_TOPIC(topic.c_str()),
            RD_KAFKA_V_PARTITION(partition),
            RD_KAFKA_V_KEY(key_bytes.data(), key_bytes.size()),
            RD_KAFKA_V_VALUE(const_cast<char*>(value_bytes.data()), value_bytes.size()),
            RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
            RD_KAFKA_V_END);
        if (error == RD_KAFKA_RESP_ERR_NO_ERROR) {
            ++undelivered_;
            rd_kafka_poll(producer_.get(), 0);
            return;
        }
        if (error != RD_KAFKA_RESP_ERR__QUEUE_FULL) {
            check(error, "sending to topic " + topic);
        }
        rd_kafka_poll(producer_.get(), 100);
    }
}

void KafkaServer::send_in_transaction(const std::string& topic,
                                      std::string_view key,
                                      std::string_view value,
                                      Outcome outcome) {
    std::int64_t undelivered = 0;
    const std::unique_ptr<rd_kafka_t, ClientDeleter> producer(new_client(
        RD_KAFKA_PRODUCER,
        {{"bootstrap.servers", bootstrap_servers_}, {"transactional.id", topic + "-transactions"}},
        &undelivered));
    check(rd_kafka_init_transactions(producer.get(), kTimeoutMs), "preparing transactions");
    check(rd_kafka_begin_transaction(producer.get()), "beginning a transaction");
    check(rd_kafka_producev(producer.get(),
                            RD_KAFKA_V_TOPIC(topic.c_str()),
                            RD_KAFKA_V_PARTITION(0),
                            RD_KAFKA_V_KEY(key.data(), key.size()),
                            RD_KAFKA_V_VALUE(const_cast<char*>(value.data()), value.size()),
                            RD_KAFKA_V_MSGFLAGS(RD_KAFKA_MSG_F_COPY),
                            RD_KAFKA_V_END),
          "sending to topic " + topic);
    check(rd_kafka_flush(producer.get(), kTimeoutMs), "flushing a transaction");
    if (outcome == Outcome::kCommitted) {
        check(rd_kafka_commit_transaction(producer.get(), kTimeoutMs), "committing a transaction");
    } else {
        check(rd_kafka_abort_transaction(producer.get(), kTimeoutMs), "aborting a transaction");
    }
}

void KafkaServer::flush() {
    check(rd_kafka_flush(producer_.get(), kTimeoutMs), "flushing the producer");
    if (undelivered_ != 0) {
        throw std::runtime_error(std::to_string(undelivered_) + " records were not delivered");
    }
}

std::optional<std::int64_t> KafkaServer::committed(const std::string& group,
                                                   const std::string& topic,
                                                   std::int32_t partition) const {
    const std::unique_ptr<rd_kafka_t, ClientDeleter> consumer(
        new_client(RD_KAFKA_CONSUMER,
                   {{"bootstrap.servers", bootstrap_servers_}, {"group.id", group}},
                   nullptr));
    const Partitions partitions(rd_kafka_topic_partition_list_new(1));
    rd_kafka_topic_partition_list_add(partitions.get(), topic.c_str(), partition);
    check(rd_kafka_committed(consumer.get(), partitions.get(), kTimeoutMs),
          "reading the offsets of group " + group);
    check(partitions->elems[0].err, "reading the offset of topic " + topic);
    const std::int64_t offset = partitions->elems[0].offset;
    return offset < 0 ? std::nullopt : std::optional(offset);
}

}  // namespace kconnect::test
