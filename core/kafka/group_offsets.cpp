#include "group_offsets.hpp"

#include <algorithm>
#include <span>
#include <vector>

#include "client_builder.hpp"
#include "client_rules.hpp"
#include "kafka_exception.hpp"
#include "librdkafka_version.hpp"

namespace kconnect::kafka {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

milliseconds left_until(steady_clock::time_point deadline) {
    return std::max(std::chrono::ceil<milliseconds>(deadline - steady_clock::now()),
                    milliseconds(0));
}

/// All partitions of the cluster. Asks in slices: an error of the connection that no waiting cures
/// ends it.
std::vector<TopicPartition> all_partitions(Client& client, steady_clock::time_point deadline) {
    constexpr milliseconds kSlice{500};
    const rd_kafka_metadata_t* answer = nullptr;
    while (rd_kafka_metadata(client.get(),
                             1,
                             nullptr,
                             &answer,
                             static_cast<int>(std::min(kSlice, left_until(deadline)).count())) !=
           RD_KAFKA_RESP_ERR_NO_ERROR) {
        client.serve(milliseconds(0));
        if (const std::exception_ptr failure = client.events().take_failure()) {
            std::rethrow_exception(failure);
        }
        if (left_until(deadline) == milliseconds(0)) {
            throw KafkaException("org.apache.kafka.common.errors.TimeoutException",
                                 "Timed out waiting for a node assignment. Call: "
                                 "listConsumerGroupOffsets");
        }
    }
    const MetadataHandle metadata(answer);
    std::vector<TopicPartition> partitions;
    for (const auto& topic :
         std::span(metadata->topics, static_cast<std::size_t>(metadata->topic_cnt))) {
        for (int partition = 0; partition < topic.partition_cnt; ++partition) {
            partitions.push_back({topic.topic, topic.partitions[partition].id});
        }
    }
    return partitions;
}

}  // namespace

/// Not by librdkafka's ListConsumerGroupOffsets: 2.0.2 crashes in it while the group's coordinator
/// is not there yet.
OffsetMap committed_offsets(const ConfigMap& config, milliseconds timeout) {
    const auto deadline = steady_clock::now() + timeout;
    // What Java's admin client would ignore must not reach this consumer.
    ConfigMap admin_keys = config;
    std::erase_if(admin_keys, [](const auto& entry) { return is_for_consumers_only(entry.first); });
    const auto properties =
        translate_client_properties(admin_keys, ClientKind::kConsumer, library_version());
    const auto client =
        Client::start(ClientKind::kConsumer, properties, "kconnect.kafka.AdminClient");
    const auto list = make_partition_list(all_partitions(*client, deadline));
    const rd_kafka_resp_err_t code = rd_kafka_committed(
        client->get(), list.get(), static_cast<int>(left_until(deadline).count()));
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        std::rethrow_exception(to_exception(code, rd_kafka_err2str(code)));
    }
    OffsetMap offsets;
    for (const auto& entry : std::span(list->elems, static_cast<std::size_t>(list->cnt))) {
        if (entry.offset >= 0) {
            offsets.emplace(TopicPartition{entry.topic, entry.partition}, entry.offset);
        }
    }
    return offsets;
}

}  // namespace kconnect::kafka
