#include "sink_consumer.hpp"

namespace kconnect::kafka {

RebalanceListener::~RebalanceListener() = default;
SinkConsumer::~SinkConsumer() = default;

std::string to_string(const TopicPartition& partition) {
    return partition.topic + "-" + std::to_string(partition.partition);
}

std::string to_string(std::span<const TopicPartition> partitions) {
    std::string text = "[";
    for (const TopicPartition& partition : partitions) {
        text.append(text.size() > 1 ? ", " : "").append(to_string(partition));
    }
    return text + "]";
}

std::string to_string(const OffsetMap& offsets) {
    std::string text = "{";
    for (const auto& [partition, offset] : offsets) {
        text.append(text.size() > 1 ? ", " : "").append(to_string(partition));
        text.append("=").append(std::to_string(offset));
    }
    return text + "}";
}

}  // namespace kconnect::kafka
