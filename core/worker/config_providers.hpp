#pragma once

#include <kconnect/config_map.hpp>

#include "config/config_transformer.hpp"
#include "plugin/plugin_registry.hpp"

namespace kconnect {

/// New providers, configured, for the names in `config.providers`; one without a class is left out,
/// with a warning. Throws ConfigException with Connect's text for a class that cannot be found.
ConfigProviders make_config_providers(const ConfigMap& worker, const PluginRegistry& registry);

}  // namespace kconnect
