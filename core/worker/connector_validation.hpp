#pragma once

#include <string>
#include <vector>

#include <kconnect/config_map.hpp>
#include <kconnect/connector.hpp>

#include "config/worker_config.hpp"
#include "plugin/plugin_registry.hpp"

namespace kconnect {

/// Everything that is wrong with a connector's configuration, as Connect lists it; empty when it
/// can be used. What is not supported yet is an error, too.
std::vector<std::string> connector_errors(const ConfigMap& config,
                                          const Connector& connector,
                                          const WorkerConfig& worker,
                                          const PluginRegistry& registry);

/// The class that `connector.class` names; throws BadRequestException with Connect's text when the
/// key is missing, the class unknown or a short name ambiguous.
const PluginDescription& connector_class(const ConfigMap& config, const PluginRegistry& registry);

}  // namespace kconnect
