#pragma once

#include <compare>
#include <cstdint>
#include <map>
#include <string>

namespace kconnect {

/// One partition of one Kafka topic, by the topic's name in Kafka (before any transformation).
struct TopicPartition {
    std::string topic;
    std::int32_t partition = 0;

    // NOLINTNEXTLINE(modernize-use-nullptr): a mistake of clang-tidy 14
    friend auto operator<=>(const TopicPartition&, const TopicPartition&) = default;
};

/// Next offset to read, per partition: one more than the last record that is done.
using OffsetMap = std::map<TopicPartition, std::int64_t>;

}  // namespace kconnect
