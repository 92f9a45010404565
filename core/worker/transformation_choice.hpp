#pragma once

#include <kconnect/config_map.hpp>

#include "plugin/plugin_registry.hpp"
#include "transform/transformation_chain.hpp"

namespace kconnect {

/// The configured transformations of a connector. Throws ConnectException around what makes one
/// impossible, as Java does when a task starts.
transform::TransformationChain make_transformations(const ConfigMap& connector,
                                                    const PluginRegistry& registry);

}  // namespace kconnect
