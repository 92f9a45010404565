#include "config/worker_config.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <kconnect/errors.hpp>

#include "config/config_transformer.hpp"
#include "config/properties_file.hpp"
#include "config/yaml_file.hpp"

namespace kconnect {
namespace {

std::string lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char character) {
        return static_cast<char>(character < 0x80 ? std::tolower(character) : character);
    });
    return text;
}

/// "All" for "All", "AllConnectorClientConfigOverridePolicy" and the full class name.
std::string override_policy(const std::string& text) {
    constexpr std::string_view kPackage = "org.apache.kafka.connect.connector.policy.";
    constexpr std::string_view kSuffix = "ConnectorClientConfigOverridePolicy";
    for (const std::string_view name : {"All", "None", "Principal"}) {
        const auto simple = fmt::format("{}{}", name, kSuffix);
        if (text == name || text == simple || text == std::string(kPackage) + simple) {
            return std::string(name);
        }
    }
    throw ConnectException(fmt::format(
        "Failed to find any class that implements interface {}{} and which name matches {}",
        kPackage,
        kSuffix,
        text));
}

}  // namespace

void check_plugin_discovery(const ConfigMap& properties) {
    constexpr std::array<std::string_view, 4> kModes = {
        "only_scan", "hybrid_warn", "hybrid_fail", "service_load"};
    const auto text = find(properties, "plugin.discovery");
    if (!text) {
        return;
    }
    const auto mode = std::get<std::string>(parse_config_value(
        "plugin.discovery", lower_case(std::string(*text)), ConfigType::kString));
    if (std::find(kModes.begin(), kModes.end(), mode) == kModes.end()) {
        throw ConfigException(fmt::format("Invalid plugin.discovery value, must be one of [{}]",
                                          fmt::join(kModes, ", ")));
    }
}

std::vector<std::string> plugin_path(const ConfigMap& properties) {
    const auto text = find(properties, "plugin.path");
    if (!text) {
        return {};
    }
    return std::get<std::vector<std::string>>(
        parse_config_value("plugin.path", *text, ConfigType::kList));
}

ConfigMap read_worker_file(const std::filesystem::path& file) {
    return is_yaml_file(file) ? parse_worker_yaml(read_text_file(file), file.string())
                              : read_properties_file(file);
}

WorkerConfig parse_worker_config(const ConfigMap& properties) {
    using std::chrono::milliseconds;
    const auto parsed = worker_config_def().parse(properties);
    return {
        .properties = properties,
        .bootstrap_servers = fmt::format("{}", fmt::join(parsed.list("bootstrap.servers"), ",")),
        .key_converter = parsed.string("key.converter"),
        .value_converter = parsed.string("value.converter"),
        .header_converter = parsed.string("header.converter"),
        .client_override_policy =
            override_policy(parsed.string("connector.client.config.override.policy")),
        .offset_flush_interval = milliseconds(parsed.integer("offset.flush.interval.ms")),
        .offset_flush_timeout = milliseconds(parsed.integer("offset.flush.timeout.ms")),
        .graceful_shutdown_timeout =
            milliseconds(parsed.integer("task.shutdown.graceful.timeout.ms")),
        .offset_file = parsed.string("offset.storage.file.filename"),
        .creates_topics = parsed.boolean("topic.creation.enable"),
        .has_topic_tracking = parsed.boolean("topic.tracking.enable"),
    };
}

std::vector<std::string> keys_without_effect(const ConfigMap& properties,
                                             std::span<const std::string_view> names) {
    std::vector<std::string> found;
    for (const auto name : names) {
        if (properties.contains(name)) {
            found.emplace_back(name);
        }
    }
    return found;
}

std::vector<std::string> worker_keys_without_effect(const ConfigMap& properties) {
    constexpr std::array<std::string_view, 10> kNames = {"metric.reporters",
                                                         "metrics.num.samples",
                                                         "metrics.recording.level",
                                                         "metrics.sample.window.ms",
                                                         "plugin.discovery",
                                                         "ssl.engine.factory.class",
                                                         "ssl.keymanager.algorithm",
                                                         "ssl.provider",
                                                         "ssl.secure.random.implementation",
                                                         "ssl.trustmanager.algorithm"};
    return keys_without_effect(properties, kNames);
}

bool looks_secret(std::string_view key, std::string_view value) {
    const auto holds = [](std::string_view text, std::string_view part) {
        return std::search(
                   text.begin(), text.end(), part.begin(), part.end(), [](char left, char right) {
                       return std::tolower(static_cast<unsigned char>(left)) == right;
                   }) != text.end();
    };
    for (const std::string_view part :
         {"passw", "passphrase", "secret", "token", "credential", "jaas"}) {
        if (holds(key, part)) {
            return true;
        }
    }
    for (const std::string_view part :
         {"password=", "passwd=", "pwd=", "secret=", "token=", "private key-"}) {
        if (holds(value, part)) {
            return true;
        }
    }
    return holds(value, "//") && holds(value, "@");
}

std::string config_values_text(std::string_view name,
                               const ConfigDef& def,
                               const ConfigMap& properties,
                               const ConfigMap& raw) {
    const auto parsed = def.parse(properties);
    std::vector<const ConfigKey*> keys;
    for (const auto& key : def.keys()) {
        keys.push_back(&key);
    }
    std::sort(keys.begin(), keys.end(), [](const auto* left, const auto* right) {
        return left->name < right->name;
    });
    auto text = fmt::format("{} values: \n", name);
    for (const auto* key : keys) {
        const auto variable = find(raw, key->name);
        const bool has_variable = variable && !config_variables(*variable).empty();
        const auto value = has_variable && key->type != ConfigType::kPassword
                               ? std::string(*variable)
                               : display(parsed.value(key->name), key->type);
        const bool hidden = key->type == ConfigType::kString && looks_secret(key->name, value);
        text += fmt::format("\t{} = {}\n", key->name, hidden ? "[hidden]" : value);
    }
    return text;
}

}  // namespace kconnect
