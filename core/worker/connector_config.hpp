#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <vector>

#include <kconnect/config_def.hpp>
#include <kconnect/config_map.hpp>
#include <kconnect/connector.hpp>

#include "plugin/plugin_registry.hpp"
#include "worker/worker_config.hpp"

namespace kconnect {

/// The keys that the worker understands in every sink connector, with Connect's defaults; the
/// connector's own come on top of them.
const ConfigDef& sink_connector_config_def();

/// What the worker reads of a sink connector's configuration, each key once.
struct SinkConnectorConfig {
    std::string name;
    int tasks_max = 1;
    bool enforce_tasks_max = true;
    std::vector<std::string> topics;  ///< Without blanks and duplicates; empty with a regex.
    std::string topics_regex;         ///< Java's syntax, the whole name must match; or empty.
};

/// Everything that is wrong with a sink connector's configuration, as Connect lists it; empty when
/// it can be used. What is not supported yet is an error, too.
std::vector<std::string> connector_errors(const ConfigMap& config,
                                          const SinkConnector& connector,
                                          const WorkerConfig& worker,
                                          const PluginRegistry& registry);

/// Connect's text for a list of errors: "Connector configuration is invalid and contains the
/// following 2 error(s):\n...".
std::string invalid_configuration_text(const std::vector<std::string>& errors);

/// Reads a configuration that has no connector_errors().
SinkConnectorConfig parse_sink_connector_config(const ConfigMap& config);

/// The class that `connector.class` names; throws BadRequestException with Connect's text when the
/// key is missing, the class unknown or a short name ambiguous.
const PluginDescription& connector_class(const ConfigMap& config, const PluginRegistry& registry);

}  // namespace kconnect
