#include "plugin/plugin_registry.hpp"

#include <algorithm>
#include <compare>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>

#include "plugin/plugin_version.hpp"

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

bool has_alias(const PluginDescription& plugin, std::string_view name) {
    return std::find(plugin.aliases.begin(), plugin.aliases.end(), name) != plugin.aliases.end();
}

bool is_same_class(const PluginDescription& left, const PluginDescription& right) {
    return left.kind == right.kind && left.class_name == right.class_name;
}

/// Connect's order of one class in several libraries (Java: PluginDesc.compareTo); the last wins.
bool is_preferred(const PluginDescription& left, const PluginDescription& right) {
    const auto order = compare_versions(left.version, right.version);
    if (std::is_neq(order)) {
        return std::is_gt(order);
    }
    return left.origin != right.origin ? left.origin == PluginOrigin::kProgram
                                       : left.location >= right.location;
}

std::string double_class_text(const PluginDescription& used, const PluginDescription& other) {
    return fmt::format(
        "Class {} is there twice: version {} of {} is used, version {} of {} is not; remove one of "
        "the libraries, or choose with connector.plugin.version",
        used.class_name,
        used.version,
        used.location,
        other.version,
        other.location);
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

VersionRange range_of(std::string_view version) {
    try {
        return VersionRange(version);
    } catch (const ConfigException& error) {
        throw VersionedPluginLoadingException(error.what());
    }
}

/// Files that name the version of a class of Apache Kafka mean Kafka's.
bool is_in(const VersionRange& range, const PluginDescription& plugin) {
    constexpr std::string_view kKafkaVersion = "4.1.1";
    return range.contains(plugin.version) ||
           (plugin.origin == PluginOrigin::kProgram &&
            plugin.class_name.starts_with("org.apache.kafka.") && range.contains(kKafkaVersion));
}

/// Sorted as Connect lists plugins.
bool is_before(const PluginDescription* left, const PluginDescription* right) {
    return left->class_name != right->class_name
               ? left->class_name < right->class_name
               : std::is_lt(compare_versions(left->version, right->version));
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
                         std::string_view location,
                         PluginOrigin origin) {
    for (const auto& entry : entries) {
        auto plugin = describe(entry, location);
        plugin.origin = origin;
        add(std::move(plugin));
    }
}

void PluginRegistry::add(PluginDescription plugin) {
    for (auto& other : plugins_) {
        if (other.entry == plugin.entry) {
            return;  // The same library, found by another path.
        }
        if (other.is_superseded || !is_same_class(other, plugin)) {
            continue;
        }
        const bool other_wins = is_preferred(other, plugin);
        (other_wins ? plugin : other).is_superseded = true;
        logger().warn(double_class_text(other_wins ? other : plugin, other_wins ? plugin : other));
    }
    logger().info(fmt::format("Added plugin '{}'", plugin.class_name));
    plugins_.push_back(std::move(plugin));
}

std::vector<const PluginDescription*> PluginRegistry::matches(
    std::initializer_list<kconnect_plugin_kind> kinds, std::string_view name) const {
    const PluginDescription* stands_for = nullptr;
    std::vector<const PluginDescription*> short_matches;
    for (const auto& plugin : plugins_) {
        if (plugin.is_superseded ||
            std::find(kinds.begin(), kinds.end(), plugin.kind) == kinds.end()) {
            continue;
        }
        if (plugin.class_name == name) {
            return {&plugin};
        }
        if (stands_for == nullptr && has_alias(plugin, name)) {
            stands_for = &plugin;
        }
        if (has_short_name(plugin, name)) {
            short_matches.push_back(&plugin);
        }
    }
    return stands_for != nullptr ? std::vector{stands_for} : short_matches;
}

const PluginDescription* PluginRegistry::find(kconnect_plugin_kind kind,
                                              std::string_view name) const {
    const auto found = matches({kind}, name);
    return found.size() == 1 ? found.front() : nullptr;
}

const PluginDescription& PluginRegistry::connector(std::string_view name,
                                                   std::optional<std::string_view> version) const {
    const auto found = matches({KCONNECT_SINK_CONNECTOR, KCONNECT_SOURCE_CONNECTOR}, name);
    if (found.size() == 1) {
        return version ? of_version(*found.front(), *version) : *found.front();
    }
    auto all = of_kind(KCONNECT_SINK_CONNECTOR);
    const auto sources = of_kind(KCONNECT_SOURCE_CONNECTOR);
    all.insert(all.end(), sources.begin(), sources.end());
    std::sort(all.begin(), all.end(), is_before);
    std::string list;
    for (const auto* plugin : all) {
        list.append(list.empty() ? "" : ", ").append(to_string(*plugin));
    }
    if (found.empty()) {
        throw ConnectException(
            fmt::format("Failed to find any class that implements Connector and which name matches "
                        "{}, available connectors are: {}",
                        name,
                        list));
    }
    throw ConnectException(
        fmt::format("More than one connector matches alias {}. Please use full package and class "
                    "name instead. Classes found: {}",
                    name,
                    list));
}

const PluginDescription& PluginRegistry::of_version(const PluginDescription& plugin,
                                                    std::string_view version) const {
    if (version.empty() || version == "latest") {
        return plugin;
    }
    const auto range = range_of(version);
    const PluginDescription* best = nullptr;
    std::string available;
    for (const auto* candidate : of_kind(plugin.kind)) {
        if (!is_same_class(*candidate, plugin)) {
            continue;
        }
        available.append(available.empty() ? "" : ", ").append(candidate->version);
        if (is_in(range, *candidate) && (best == nullptr || is_preferred(*candidate, *best))) {
            best = candidate;
        }
    }
    if (best == nullptr) {
        throw VersionedPluginLoadingException(
            fmt::format("Plugin {} not found that matches the version range {}, available "
                        "versions: [{}]",
                        plugin.class_name,
                        range.text(),
                        available));
    }
    return *best;
}

std::vector<const PluginDescription*> PluginRegistry::of_kind(kconnect_plugin_kind kind) const {
    std::vector<const PluginDescription*> result;
    for (const auto& plugin : plugins_) {
        if (plugin.kind == kind) {
            result.push_back(&plugin);
        }
    }
    std::sort(result.begin(), result.end(), is_before);
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
