#include "worker/transformation_choice.hpp"

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

#include "worker/transformation_classes.hpp"

namespace kconnect {
namespace {

/// A configured object of the class.
template <typename Interface>
std::unique_ptr<Interface> make_one(const ConfigMap& properties, const PluginDescription& plugin) {
    auto made = create_plugin<Interface>(plugin);
    made->configure(properties);
    return made;
}

const PluginDescription& chosen(const std::string& prefix,
                                const ConfigMap& properties,
                                const TransformationSort& sort,
                                const PluginRegistry& registry) {
    const auto type = find(properties, "type");
    if (!type) {
        // Java asks for the version first.
        throw ConfigException(fmt::format("Unknown configuration '{}{}'", prefix, kVersionKey));
    }
    const auto& plugin =
        need_class(prefix + "type", trimmed_class(prefix + "type", *type), sort, registry);
    return registry.of_version(plugin, find(properties, kVersionKey).value_or(""));
}

/// A ConnectException around the one that is being handled; its text is Java's of the cause.
[[noreturn]] void rethrow_wrapped() {
    const auto cause = std::current_exception();
    try {
        std::rethrow_exception(cause);
    } catch (const ConnectException& error) {
        throw ConnectException(fmt::format("{}: {}", error.java_class(), error.what()), cause);
    } catch (const std::exception& error) {
        throw ConnectException(error.what(), cause);
    }
}

const PluginDescription& chosen_or_wrapped(const std::string& prefix,
                                           const ConfigMap& properties,
                                           const TransformationSort& sort,
                                           const PluginRegistry& registry) {
    try {
        return chosen(prefix, properties, sort, registry);
    } catch (...) {
        rethrow_wrapped();
    }
}

transform::ChainLink make_link(const std::string& alias,
                               const ConfigMap& connector,
                               const PluginRegistry& registry) {
    const auto prefix = "transforms." + alias + ".";
    auto properties = with_prefix(connector, prefix);
    const auto& plugin = chosen_or_wrapped(prefix, properties, transformation_sort(), registry);
    const auto predicate = find(properties, "predicate");
    const auto negate = find(properties, "negate");
    transform::ChainLink link;
    link.class_name = plugin.class_name;
    link.negate = negate && std::get<bool>(parse_config_value(
                                prefix + "negate", *negate, ConfigType::kBoolean));
    const std::optional<std::string> predicate_alias =
        predicate ? std::optional(std::string(*predicate)) : std::nullopt;
    properties.erase("predicate");
    properties.erase("negate");
    link.transformation = make_one<Transformation>(properties, plugin);
    if (predicate_alias) {
        const auto predicate_prefix = "predicates." + *predicate_alias + ".";
        const auto predicate_properties = with_prefix(connector, predicate_prefix);
        const auto& predicate_plugin =
            chosen_or_wrapped(predicate_prefix, predicate_properties, predicate_sort(), registry);
        link.predicate = make_one<Predicate>(predicate_properties, predicate_plugin);
    }
    return link;
}

}  // namespace

transform::TransformationChain make_transformations(const ConfigMap& connector,
                                                    const PluginRegistry& registry) {
    std::vector<transform::ChainLink> links;
    for (const auto& alias : aliases_in(connector, transformation_sort())) {
        try {
            links.push_back(make_link(alias, connector, registry));
        } catch (...) {
            rethrow_wrapped();
        }
    }
    return transform::TransformationChain(std::move(links));
}

}  // namespace kconnect
