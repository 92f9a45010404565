#pragma once

#include <chrono>

#include <kconnect/config_map.hpp>
#include <kconnect/topic_partition.hpp>

namespace kconnect::kafka {

/// All offsets that a group has committed for topics that exist; none for an unknown group.
/// `config` is what client_config's sink_consumer_config() gives; the group is not joined. Waits up
/// to `timeout`. Throws KafkaException with what the broker said.
OffsetMap committed_offsets(const ConfigMap& config, std::chrono::milliseconds timeout);

}  // namespace kconnect::kafka
