#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <kconnect/topic_partition.hpp>

namespace kconnect::kafka {

/// A fetch at an offset that the broker does not have, as librdkafka reports it: in a log line
/// only.
struct OffsetReset {
    TopicPartition partition;
    std::int64_t wanted = 0;
};

/// Reads a line of librdkafka's log facility OFFSET; absent for every other line.
std::optional<OffsetReset> parse_offset_reset(std::string_view line);

}  // namespace kconnect::kafka
