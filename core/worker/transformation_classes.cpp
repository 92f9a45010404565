#include "worker/transformation_classes.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/version.hpp>

#include "transform/builtin_transformations.hpp"

namespace kconnect {

const TransformationSort& transformation_sort() {
    static const TransformationSort sort{
        KCONNECT_TRANSFORMATION, "transforms", "Transforms", "Transformation", "transformation"};
    return sort;
}

const TransformationSort& predicate_sort() {
    static const TransformationSort sort{
        KCONNECT_PREDICATE, "predicates", "Predicates", "Predicate", "predicate"};
    return sort;
}

std::vector<std::string> aliases_in(const ConfigMap& config, const TransformationSort& sort) {
    std::vector<std::string> unique;
    const auto parsed = parse_config_value(
        sort.list_key, find(config, sort.list_key).value_or(""), ConfigType::kList);
    for (const auto& alias : std::get<std::vector<std::string>>(parsed)) {
        if (std::find(unique.begin(), unique.end(), alias) == unique.end()) {
            unique.push_back(alias);
        }
    }
    return unique;
}

std::string trimmed_class(const std::string& key, std::string_view text) {
    return std::get<std::string>(parse_config_value(key, text, ConfigType::kClass));
}

const PluginDescription& need_class(const std::string& key,
                                    const std::string& class_name,
                                    const TransformationSort& sort,
                                    const PluginRegistry& registry) {
    if (const auto* plugin = registry.find(sort.kind, class_name)) {
        return *plugin;
    }
    if (transform::is_missing_transformation(class_name)) {
        throw ConfigException(
            key,
            class_name,
            fmt::format("not supported yet by kconnect {}; remove the transformation", kVersion));
    }
    for (std::uint32_t kind = KCONNECT_SINK_CONNECTOR; kind <= KCONNECT_CONFIG_PROVIDER; ++kind) {
        if (const auto* other =
                registry.find(static_cast<kconnect_plugin_kind>(kind), class_name)) {
            throw ConfigException(fmt::format("Class class {} does not implement the {} interface",
                                              other->class_name,
                                              sort.interface_name));
        }
    }
    throw ConfigException(key, class_name, fmt::format("Class {} could not be found.", class_name));
}

}  // namespace kconnect
