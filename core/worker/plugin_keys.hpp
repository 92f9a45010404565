#pragma once

#include <vector>

#include "plugin/plugin_registry.hpp"
#include "rest/herder_view.hpp"

namespace kconnect {

/// The keys of a plugin as REST shows them; of a connector also the worker's own, behind those of
/// the plugin, which win. Runs code of the plugin.
std::vector<rest::ConfigKeyView> plugin_keys(const PluginDescription& plugin);

}  // namespace kconnect
