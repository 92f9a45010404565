#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <kconnect/config_map.hpp>

#include "plugin/plugin_registry.hpp"

namespace kconnect {

/// What transformations and predicates differ in.
struct TransformationSort {
    kconnect_plugin_kind kind;
    std::string list_key;        ///< The key that lists the aliases.
    std::string group;           ///< Connect's, before the alias.
    std::string interface_name;  ///< Java's.
    std::string word;
};

const TransformationSort& transformation_sort();
const TransformationSort& predicate_sort();

/// The aliases that a connector lists, each once, in their order.
std::vector<std::string> aliases_in(const ConfigMap& connector, const TransformationSort& sort);

/// The key, behind the alias, for the version of the class.
inline constexpr const char* kVersionKey = "plugin.version";

/// The class's name as a value of type CLASS is read.
std::string trimmed_class(const std::string& key, std::string_view text);

/// The class. Throws ConfigException with Connect's text for one that is none of this sort.
const PluginDescription& need_class(const std::string& key,
                                    const std::string& class_name,
                                    const TransformationSort& sort,
                                    const PluginRegistry& registry);

}  // namespace kconnect
