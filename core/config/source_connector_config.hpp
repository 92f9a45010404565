#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

#include <kconnect/config_def.hpp>
#include <kconnect/config_map.hpp>

namespace kconnect {

/// The keys that the worker understands in every source connector, with Connect's defaults; those
/// of `topic.creation` groups and the connector's own come on top of them.
const ConfigDef& source_connector_config_def();

/// One `topic.creation` group: which topics, and how they are made. The lists hold regular
/// expressions.
struct TopicCreationRule {
    std::string name;
    std::vector<std::string> include;
    std::vector<std::string> exclude;
    std::int32_t partitions = 1;
    std::int16_t replication_factor = 1;
    std::map<std::string, std::string> topic_config{};
};

/// True when a `topic.creation.*` key is there: only then does the worker create topics.
bool uses_topic_creation(const ConfigMap& config);

/// The groups in their order, `default` last; none without a `topic.creation.*` key. Throws
/// ConfigException with Connect's text for the first key that is wrong.
std::vector<TopicCreationRule> parse_topic_creation(const ConfigMap& config);

}  // namespace kconnect
