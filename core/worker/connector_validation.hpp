#pragma once

#include <string>
#include <vector>

#include <kconnect/config_def.hpp>
#include <kconnect/config_map.hpp>
#include <kconnect/connector.hpp>

#include "config/worker_config.hpp"
#include "plugin/plugin_registry.hpp"

namespace kconnect {

/// What validation says about a connector's whole configuration, as PUT .../config/validate answers
/// it: the worker's keys, the connector's, overrides of clients, properties of converters.
struct ConnectorValidation {
    std::vector<std::string> groups;  ///< In the order of their first keys.
    std::vector<ConfigKeyResult> results;
    std::size_t error_count = 0;  ///< As Connect counts: a converter's property counts once.

    /// All texts, in the order of the results.
    std::vector<std::string> errors() const;
    /// Adds an error to a key, which may be unknown.
    void add_error(const std::string& key, std::string text);
};

/// Checks the configuration of a sink or source connector, variables replaced. What is not
/// supported yet is an error, too. As in Connect, a client's override of the wrong type is the one
/// thing that is no result: it throws ConfigException.
ConnectorValidation validate_connector(const ConfigMap& config,
                                       const Connector& connector,
                                       const WorkerConfig& worker,
                                       const PluginRegistry& registry);

/// The errors alone; empty when the configuration can be used.
std::vector<std::string> connector_errors(const ConfigMap& config,
                                          const Connector& connector,
                                          const WorkerConfig& worker,
                                          const PluginRegistry& registry);

/// The class that `connector.class` names; throws BadRequestException with Connect's text when the
/// key is missing, the class unknown or a short name ambiguous.
const PluginDescription& connector_class(const ConfigMap& config, const PluginRegistry& registry);

}  // namespace kconnect
