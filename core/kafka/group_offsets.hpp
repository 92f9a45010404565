#pragma once

#include <chrono>
#include <string>

#include <kconnect/config_map.hpp>
#include <kconnect/topic_partition.hpp>

namespace kconnect::kafka {

/// All offsets that a consumer group has committed; none for an unknown group. `config` is what
/// client_config's admin_config() gives. Waits up to `timeout`. Throws KafkaException with what the
/// broker said.
OffsetMap committed_offsets(const ConfigMap& config,
                            const std::string& group,
                            std::chrono::milliseconds timeout);

}  // namespace kconnect::kafka
