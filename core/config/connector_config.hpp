#pragma once

#include <string>
#include <vector>

#include <kconnect/config_def.hpp>
#include <kconnect/config_map.hpp>

#include "config/worker_config.hpp"

namespace kconnect {

/// The keys that the worker understands in every connector, with Connect's defaults.
const ConfigDef& connector_config_def();

/// What the worker reads of every connector's configuration, each key once.
struct ConnectorConfig {
    std::string name;
    int tasks_max = 1;
    bool enforce_tasks_max = true;
};

/// Reads a configuration that has been checked.
ConnectorConfig parse_connector_config(const ConfigMap& config);

/// The keys that the worker understands in every sink connector, with Connect's defaults; the
/// connector's own come on top of them.
const ConfigDef& sink_connector_config_def();

/// What the worker reads of a sink connector's configuration besides, each key once.
struct SinkConnectorConfig {
    std::vector<std::string> topics;  ///< Without blanks and duplicates; empty with a regex.
    std::string topics_regex;         ///< Java's syntax, the whole name must match; or empty.
};

/// Reads a configuration that has been checked.
SinkConnectorConfig parse_sink_connector_config(const ConfigMap& config);

/// The keys in a connector's configuration that mean something to Java, or outside of standalone
/// mode, only; sorted.
std::vector<std::string> connector_keys_without_effect(const ConfigMap& config);

/// The names in `topics`, without blanks and duplicates, in their order.
std::vector<std::string> topic_names(const ConfigMap& config);

/// Connect's text for a list of errors: "Connector configuration is invalid and contains the
/// following 2 error(s):\n...".
std::string invalid_configuration_text(const std::vector<std::string>& errors);

/// As Java prints a map, `{name=x, topics=t}`, but what looks secret is `[hidden]`.
std::string config_map_text(const ConfigMap& config);

}  // namespace kconnect
