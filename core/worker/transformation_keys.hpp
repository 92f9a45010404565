#pragma once

#include <vector>

#include <kconnect/config_def.hpp>

#include "plugin/plugin_registry.hpp"

namespace kconnect {

/// Adds the keys of each alias in `transforms` and `predicates`: class, version, predicate, negate,
/// and what the class itself has; texts are Connect's. `registry` is borrowed.
void add_transformation_sections(ConfigDef& def, const PluginRegistry& registry);

/// Gives the results for these classes the full names, and null for those that are not there.
void name_transformation_classes(std::vector<ConfigKeyResult>& results,
                                 const PluginRegistry& registry);

}  // namespace kconnect
