#include "worker/converter_choice.hpp"

#include <algorithm>
#include <array>
#include <optional>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

namespace kconnect {
namespace {

/// A key that names a converter class.
struct ConverterKey {
    std::string_view name;
    kconnect_plugin_kind kind;
    std::string_view interface_name;
};

constexpr std::string_view kVersion = "plugin.version";
constexpr ConverterKey kKeyConverter = {"key.converter", KCONNECT_CONVERTER, "Converter"};
constexpr ConverterKey kValueConverter = {"value.converter", KCONNECT_CONVERTER, "Converter"};
constexpr ConverterKey kHeaderConverter = {
    "header.converter", KCONNECT_HEADER_CONVERTER, "HeaderConverter"};

/// Converters that read schemas from a registry: known, and not there yet.
bool needs_schema_registry(std::string_view class_name) {
    constexpr std::array<std::string_view, 6> kNames = {
        "io.confluent.connect.avro.AvroConverter",
        "io.confluent.connect.protobuf.ProtobufConverter",
        "io.confluent.connect.json.JsonSchemaConverter",
        "AvroConverter",
        "ProtobufConverter",
        "JsonSchemaConverter"};
    return std::find(kNames.begin(), kNames.end(), class_name) != kNames.end();
}

bool exists_as_another_kind(std::string_view class_name, const PluginRegistry& registry) {
    for (std::uint32_t kind = KCONNECT_SINK_CONNECTOR; kind <= KCONNECT_CONFIG_PROVIDER; ++kind) {
        if (registry.find(static_cast<kconnect_plugin_kind>(kind), class_name) != nullptr) {
            return true;
        }
    }
    return false;
}

std::string unknown_class_text(const ConverterKey& key,
                               std::string_view class_name,
                               const PluginRegistry& registry) {
    if (needs_schema_registry(class_name)) {
        return fmt::format(
            "Invalid value {} for configuration {}: converters that use a schema registry are not "
            "supported yet; use one of the converters of Apache Kafka, such as JsonConverter",
            class_name,
            key.name);
    }
    if (exists_as_another_kind(class_name, registry)) {
        return fmt::format(
            "Class class {} does not implement the {} interface", class_name, key.interface_name);
    }
    return fmt::format("Invalid value {0} for configuration {1}: Class {0} could not be found.",
                       class_name,
                       key.name);
}

/// The class text as ConfigDef parses it: trimmed.
std::optional<std::string> class_in(const ConfigMap& config, const ConverterKey& key) {
    const auto text = find(config, key.name);
    if (!text) {
        return std::nullopt;
    }
    return std::get<std::string>(parse_config_value(key.name, *text, ConfigType::kClass));
}

const PluginDescription* need_class(const ConverterKey& key,
                                    const std::string& class_name,
                                    const PluginRegistry& registry) {
    const auto* plugin = registry.find(key.kind, class_name);
    if (plugin == nullptr) {
        throw ConfigException(unknown_class_text(key, class_name, registry));
    }
    return plugin;
}

ConverterChoice choose(const ConverterKey& key,
                       const ConfigMap& connector,
                       const WorkerConfig& worker,
                       const std::string& worker_class,
                       const PluginRegistry& registry) {
    const auto own_class = class_in(connector, key);
    const auto& properties = own_class ? connector : worker.properties;
    const auto* const plugin = need_class(key, own_class.value_or(worker_class), registry);
    auto own_properties = with_prefix(properties, std::string(key.name) + ".");
    const auto version = find(own_properties, kVersion).value_or("");
    return {&registry.of_version(*plugin, version), std::move(own_properties)};
}

/// Two errors for one wrong version, as in Java: of the class and of the version.
void add_version_errors(const ConfigMap& connector,
                        const std::string& key,
                        const PluginDescription& plugin,
                        const PluginRegistry& registry,
                        std::vector<ConfigKeyResult>& results) {
    const auto version_key = key + "." + std::string(kVersion);
    try {
        registry.of_version(plugin, find(connector, version_key).value_or(""));
    } catch (const VersionedPluginLoadingException& error) {
        const bool is_missing = std::string_view(error.what()).starts_with("Plugin ");
        for (auto& result : results) {
            if (result.key.name == version_key || (is_missing && result.key.name == key)) {
                result.errors.emplace_back(error.what());
            }
        }
    }
}

std::vector<ConfigKeyResult> validate_properties(const PluginDescription& plugin,
                                                 const ConfigMap& properties) {
    if (plugin.kind == KCONNECT_HEADER_CONVERTER) {
        return create_plugin<HeaderConverter>(plugin)->config().validate(properties);
    }
    return create_plugin<Converter>(plugin)->config().validate(properties);
}

}  // namespace

ConverterChoices choose_converters(const ConfigMap& connector,
                                   const WorkerConfig& worker,
                                   const PluginRegistry& registry) {
    return {choose(kKeyConverter, connector, worker, worker.key_converter, registry),
            choose(kValueConverter, connector, worker, worker.value_converter, registry),
            choose(kHeaderConverter, connector, worker, worker.header_converter, registry)};
}

runtime::Converters make_converters(const ConverterChoices& choices) {
    runtime::Converters converters;
    const auto make = [](const ConverterChoice& choice, ConverterRole role) {
        auto converter = create_plugin<Converter>(*choice.plugin);
        converter->configure(choice.properties, role);
        return converter;
    };
    converters.key = make(choices.key, ConverterRole::kKey);
    converters.key_class = choices.key.plugin->class_name;
    converters.value = make(choices.value, ConverterRole::kValue);
    converters.value_class = choices.value.plugin->class_name;
    converters.header = create_plugin<HeaderConverter>(*choices.header.plugin);
    converters.header->configure(choices.header.properties);
    converters.header_class = choices.header.plugin->class_name;
    return converters;
}

void check_worker_converters(const WorkerConfig& worker, const PluginRegistry& registry) {
    for (const auto& [key, class_name] : {std::pair(kKeyConverter, worker.key_converter),
                                          std::pair(kValueConverter, worker.value_converter),
                                          std::pair(kHeaderConverter, worker.header_converter)}) {
        need_class(key, class_name, registry);
    }
}

void add_converter_class_results(const ConfigMap& connector,
                                 const WorkerConfig& worker,
                                 const PluginRegistry& registry,
                                 std::vector<ConfigKeyResult>& results) {
    const std::pair<ConverterKey, const std::string&> keys[] = {
        {kKeyConverter, worker.key_converter},
        {kValueConverter, worker.value_converter},
        {kHeaderConverter, worker.header_converter}};
    for (const auto& [key, worker_class] : keys) {
        const auto result =
            std::find_if(results.begin(), results.end(), [&key = key](const auto& candidate) {
                return candidate.key.name == key.name;
            });
        if (result == results.end()) {
            continue;
        }
        for (const auto* plugin : registry.of_kind(key.kind)) {
            result->recommended_values.push_back(plugin->class_name);
        }
        const auto class_name = class_in(connector, key).value_or(worker_class);
        const auto* plugin = registry.find(key.kind, class_name);
        result->key.default_value = ConfigDefault(worker_class);
        result->value = plugin == nullptr ? class_name : plugin->class_name;
        if (plugin != nullptr) {
            show_version(fmt::format("{}.plugin.version", key.name), plugin->version, results);
        }
        if (plugin != nullptr && class_in(connector, key)) {
            add_version_errors(connector, result->key.name, *plugin, registry, results);
        }
        if (plugin == nullptr) {
            result->errors.push_back(unknown_class_text(key, class_name, registry));
            result->value = {};
        }
    }
}

void show_version(std::string_view key,
                  const std::string& version,
                  std::vector<ConfigKeyResult>& results) {
    for (auto& result : results) {
        if (result.key.name == key) {
            result.key.default_value = ConfigDefault(version);
            result.recommended_values = {version};
            if (result.value == ConfigValue() && result.errors.empty()) {
                result.value = version;
            }
        }
    }
}

std::vector<ConfigKeyResult> converter_property_results(const ConfigMap& connector,
                                                        const PluginRegistry& registry) {
    std::vector<ConfigKeyResult> results;
    for (const auto& key : {kHeaderConverter, kKeyConverter, kValueConverter}) {
        const auto class_name = class_in(connector, key);
        const auto* plugin = class_name ? registry.find(key.kind, *class_name) : nullptr;
        if (plugin == nullptr) {
            continue;
        }
        const auto prefix = std::string(key.name) + ".";
        auto properties = with_prefix(connector, prefix);
        properties.emplace("converter.type", prefix.substr(0, prefix.find('.')));
        for (auto& result : validate_properties(*plugin, properties)) {
            result.key.name = prefix + result.key.name;
            results.push_back(std::move(result));
        }
    }
    return results;
}

}  // namespace kconnect
