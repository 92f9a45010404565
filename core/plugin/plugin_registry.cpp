#include "plugin/plugin_registry.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>

namespace kconnect {
namespace {

const Logger& logger() {
    static const Logger instance("kconnect.plugin.PluginRegistry");
    return instance;
}

/// What Connect cuts off the simple name of a class of this kind to make its shortest name.
std::string_view suffix_of(kconnect_plugin_kind kind) {
    switch (kind) {
        case KCONNECT_SINK_CONNECTOR:
        case KCONNECT_SOURCE_CONNECTOR:
            return "Connector";
        case KCONNECT_CONVERTER:
            return "Converter";
        case KCONNECT_HEADER_CONVERTER:
            return "HeaderConverter";
        case KCONNECT_TRANSFORMATION:
            return "Transformation";
        case KCONNECT_PREDICATE:
            return "Predicate";
        case KCONNECT_CONFIG_PROVIDER:
            return "ConfigProvider";
    }
    return "";
}

/// Java's simple name: what follows the last '.', and for a nested class the last '$'.
std::string_view simple_name(std::string_view class_name) {
    const auto at = class_name.find_last_of(".$");
    return at == std::string_view::npos ? class_name : class_name.substr(at + 1);
}

bool has_class_name(const PluginDescription& plugin, std::string_view name) {
    return plugin.class_name == name ||
           std::find(plugin.aliases.begin(), plugin.aliases.end(), name) != plugin.aliases.end();
}

bool has_short_name(const PluginDescription& plugin, std::string_view name) {
    const auto fits = [&](std::string_view class_name) {
        const auto simple = simple_name(class_name);
        const auto suffix_at = simple.rfind(suffix_of(plugin.kind));
        return simple == name || (suffix_at != std::string_view::npos && suffix_at > 0 &&
                                  simple.substr(0, suffix_at) == name);
    };
    return fits(plugin.class_name) ||
           std::any_of(plugin.aliases.begin(), plugin.aliases.end(), fits);
}

PluginDescription describe(const kconnect_plugin_entry& entry, std::string_view location) {
    PluginDescription plugin{static_cast<kconnect_plugin_kind>(entry.kind),
                             entry.class_name,
                             {},
                             entry.version == nullptr ? "undefined" : entry.version,
                             std::string(location),
                             &entry};
    for (const auto* alias = entry.aliases; alias != nullptr && *alias != nullptr; ++alias) {
        plugin.aliases.emplace_back(*alias);
    }
    return plugin;
}

template <typename Describe>
std::string join(const std::vector<const PluginDescription*>& plugins, Describe describe_one) {
    std::string text;
    for (const auto* plugin : plugins) {
        text += (text.empty() ? "" : ", ") + describe_one(*plugin);
    }
    return text;
}

}  // namespace

std::string_view name_of(kconnect_plugin_kind kind) noexcept {
    switch (kind) {
        case KCONNECT_SINK_CONNECTOR:
            return "sink";
        case KCONNECT_SOURCE_CONNECTOR:
            return "source";
        case KCONNECT_CONVERTER:
            return "converter";
        case KCONNECT_HEADER_CONVERTER:
            return "header_converter";
        case KCONNECT_TRANSFORMATION:
            return "transformation";
        case KCONNECT_PREDICATE:
            return "predicate";
        case KCONNECT_CONFIG_PROVIDER:
            return "configprovider";
    }
    return "unknown";
}

std::string to_string(const PluginDescription& plugin) {
    return fmt::format(
        "PluginDesc{{klass=class {0}, name='{0}', version='{1}', encodedVersion={1}, type={2}, "
        "typeName='{2}', location='{3}'}}",
        plugin.class_name,
        plugin.version,
        name_of(plugin.kind),
        plugin.location);
}

void PluginRegistry::add(std::span<const kconnect_plugin_entry> entries,
                         std::string_view location) {
    for (const auto& entry : entries) {
        auto plugin = describe(entry, location);
        const auto same = std::find_if(plugins_.begin(), plugins_.end(), [&](const auto& other) {
            return other.kind == plugin.kind && other.class_name == plugin.class_name;
        });
        if (same != plugins_.end()) {
            logger().warn(fmt::format("{} is ignored: {} has a class of this name and comes first",
                                      to_string(plugin),
                                      same->location));
            continue;
        }
        logger().info(fmt::format("Added plugin '{}'", plugin.class_name));
        plugins_.push_back(std::move(plugin));
    }
}

std::vector<const PluginDescription*> PluginRegistry::matches(
    std::initializer_list<kconnect_plugin_kind> kinds, std::string_view name) const {
    std::vector<const PluginDescription*> short_matches;
    for (const auto& plugin : plugins_) {
        if (std::find(kinds.begin(), kinds.end(), plugin.kind) == kinds.end()) {
            continue;
        }
        if (has_class_name(plugin, name)) {
            return {&plugin};
        }
        if (has_short_name(plugin, name)) {
            short_matches.push_back(&plugin);
        }
    }
    return short_matches;
}

const PluginDescription* PluginRegistry::find(kconnect_plugin_kind kind,
                                              std::string_view name) const {
    const auto found = matches({kind}, name);
    return found.size() == 1 ? found.front() : nullptr;
}

const PluginDescription& PluginRegistry::connector(std::string_view name) const {
    const auto found = matches({KCONNECT_SINK_CONNECTOR, KCONNECT_SOURCE_CONNECTOR}, name);
    if (found.size() == 1) {
        return *found.front();
    }
    if (!found.empty()) {
        throw ConnectException(fmt::format(
            "More than one connector matches alias {}. Please use full package and class name "
            "instead. Classes found: {}",
            name,
            join(found, [](const auto& plugin) { return plugin.class_name; })));
    }
    auto connectors = of_kind(KCONNECT_SINK_CONNECTOR);
    const auto sources = of_kind(KCONNECT_SOURCE_CONNECTOR);
    connectors.insert(connectors.end(), sources.begin(), sources.end());
    throw ConnectException(
        fmt::format("Failed to find any class that implements Connector and which name matches {}, "
                    "available connectors are: {}",
                    name,
                    join(connectors, [](const auto& plugin) { return to_string(plugin); })));
}

std::vector<const PluginDescription*> PluginRegistry::of_kind(kconnect_plugin_kind kind) const {
    std::vector<const PluginDescription*> result;
    for (const auto& plugin : plugins_) {
        if (plugin.kind == kind) {
            result.push_back(&plugin);
        }
    }
    std::sort(result.begin(), result.end(), [](const auto* left, const auto* right) {
        return left->class_name < right->class_name;
    });
    return result;
}

template <typename Interface>
std::unique_ptr<Interface> create_plugin(const PluginDescription& plugin) {
    if (PluginKindOf<Interface>::kind() != plugin.kind) {
        throw ConnectException(fmt::format("Plugin class {} is a {}, not a {}",
                                           plugin.class_name,
                                           name_of(plugin.kind),
                                           name_of(PluginKindOf<Interface>::kind())));
    }
    try {
        return std::unique_ptr<Interface>(static_cast<Interface*>(plugin.entry->create()));
    } catch (...) {
        const auto cause = std::current_exception();
        throw ConnectException(fmt::format("Plugin class {} of {} cannot be created: {}",
                                           plugin.class_name,
                                           plugin.location,
                                           kconnect::describe(cause)),
                               cause);
    }
}

template std::unique_ptr<SinkConnector> create_plugin(const PluginDescription& plugin);
template std::unique_ptr<SourceConnector> create_plugin(const PluginDescription& plugin);
template std::unique_ptr<Converter> create_plugin(const PluginDescription& plugin);
template std::unique_ptr<HeaderConverter> create_plugin(const PluginDescription& plugin);
template std::unique_ptr<Transformation> create_plugin(const PluginDescription& plugin);
template std::unique_ptr<Predicate> create_plugin(const PluginDescription& plugin);
template std::unique_ptr<ConfigProvider> create_plugin(const PluginDescription& plugin);

}  // namespace kconnect
