#include "group_offsets.hpp"

#include <algorithm>
#include <memory>
#include <span>

#include <fmt/format.h>

#include "client_builder.hpp"
#include "kafka_exception.hpp"
#include "librdkafka_version.hpp"

namespace kconnect::kafka {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using RequestHandle = std::unique_ptr<rd_kafka_ListConsumerGroupOffsets_t,
                                      Release<rd_kafka_ListConsumerGroupOffsets_destroy>>;
using OptionsHandle =
    std::unique_ptr<rd_kafka_AdminOptions_t, Release<rd_kafka_AdminOptions_destroy>>;

/// Waits for the answer in slices: an error of the connection that no waiting cures ends it.
EventHandle wait_for_answer(Client& client,
                            rd_kafka_queue_t& queue,
                            steady_clock::time_point deadline) {
    constexpr milliseconds kSlice{500};
    while (true) {
        const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
        if (left <= milliseconds(0)) {
            throw KafkaException("org.apache.kafka.common.errors.TimeoutException",
                                 "Timed out waiting for a node assignment. Call: "
                                 "listConsumerGroupOffsets");
        }
        EventHandle event(
            rd_kafka_queue_poll(&queue, static_cast<int>(std::min(kSlice, left).count())));
        if (event != nullptr) {
            return event;
        }
        client.serve(milliseconds(0));
        if (const std::exception_ptr failure = client.events().take_failure()) {
            std::rethrow_exception(failure);
        }
    }
}

void check(rd_kafka_resp_err_t code, const char* text) {
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        std::rethrow_exception(to_exception(code, text != nullptr ? text : rd_kafka_err2str(code)));
    }
}

OffsetMap to_offsets(const rd_kafka_topic_partition_list_t& list) {
    OffsetMap offsets;
    for (const auto& entry : std::span(list.elems, static_cast<std::size_t>(list.cnt))) {
        check(entry.err, nullptr);
        if (entry.offset >= 0) {
            offsets.insert_or_assign({entry.topic, entry.partition}, entry.offset);
        }
    }
    return offsets;
}

}  // namespace

OffsetMap committed_offsets(const ConfigMap& config,
                            const std::string& group,
                            milliseconds timeout) {
    const auto deadline = steady_clock::now() + timeout;
    const auto properties =
        translate_client_properties(config, ClientKind::kAdmin, library_version());
    const auto client = Client::start(ClientKind::kAdmin, properties, "kconnect.kafka.AdminClient");
    const OptionsHandle options(
        rd_kafka_AdminOptions_new(client->get(), RD_KAFKA_ADMIN_OP_LISTCONSUMERGROUPOFFSETS));
    char reason[512];
    rd_kafka_AdminOptions_set_request_timeout(
        options.get(), static_cast<int>(timeout.count()), reason, sizeof reason);
    const RequestHandle request(rd_kafka_ListConsumerGroupOffsets_new(group.c_str(), nullptr));
    rd_kafka_ListConsumerGroupOffsets_t* requests[] = {request.get()};
    const QueueHandle queue(rd_kafka_queue_new(client->get()));
    rd_kafka_ListConsumerGroupOffsets(client->get(), requests, 1, options.get(), queue.get());
    const EventHandle event = wait_for_answer(*client, *queue, deadline);
    check(rd_kafka_event_error(event.get()), rd_kafka_event_error_string(event.get()));
    std::size_t count = 0;
    const rd_kafka_group_result_t* const* groups = rd_kafka_ListConsumerGroupOffsets_result_groups(
        rd_kafka_event_ListConsumerGroupOffsets_result(event.get()), &count);
    if (count != 1) {
        return {};
    }
    if (const rd_kafka_error_t* error = rd_kafka_group_result_error(groups[0])) {
        check(rd_kafka_error_code(error), rd_kafka_error_string(error));
    }
    const auto* const partitions = rd_kafka_group_result_partitions(groups[0]);
    return partitions == nullptr ? OffsetMap() : to_offsets(*partitions);
}

}  // namespace kconnect::kafka
