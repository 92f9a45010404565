#pragma once

// Private to core/kafka: the only header that shows librdkafka's C API.

#include <memory>
#include <span>
#include <string>
#include <vector>

#include <librdkafka/rdkafka.h>

#include <kconnect/topic_partition.hpp>

namespace kconnect::kafka {

/// Calls a C function to give an object back.
template <auto Function>
struct Release {
    template <typename T>
    void operator()(T* object) const noexcept {
        Function(object);
    }
};

using ConfHandle = std::unique_ptr<rd_kafka_conf_t, Release<rd_kafka_conf_destroy>>;
using MessageHandle = std::unique_ptr<rd_kafka_message_t, Release<rd_kafka_message_destroy>>;
using QueueHandle = std::unique_ptr<rd_kafka_queue_t, Release<rd_kafka_queue_destroy>>;
using TopicHandle = std::unique_ptr<rd_kafka_topic_t, Release<rd_kafka_topic_destroy>>;
using EventHandle = std::unique_ptr<rd_kafka_event_t, Release<rd_kafka_event_destroy>>;
using MetadataHandle =
    std::unique_ptr<const rd_kafka_metadata_t, Release<rd_kafka_metadata_destroy>>;
using ErrorHandle = std::unique_ptr<rd_kafka_error_t, Release<rd_kafka_error_destroy>>;
using PartitionListHandle = std::unique_ptr<rd_kafka_topic_partition_list_t,
                                            Release<rd_kafka_topic_partition_list_destroy>>;

PartitionListHandle make_partition_list(std::span<const TopicPartition> partitions);
PartitionListHandle make_partition_list(const OffsetMap& offsets);
std::vector<TopicPartition> to_partitions(const rd_kafka_topic_partition_list_t& list);

}  // namespace kconnect::kafka
