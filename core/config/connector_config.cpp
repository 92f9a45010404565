#include "config/connector_config.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

namespace kconnect {

std::vector<std::string> topic_names(const ConfigMap& config) {
    const auto text = find(config, "topics");
    std::vector<std::string> names;
    if (!text) {
        return names;
    }
    const auto listed = parse_config_value("topics", *text, ConfigType::kList);
    for (const auto& name : std::get<std::vector<std::string>>(listed)) {
        if (!name.empty() && std::find(names.begin(), names.end(), name) == names.end()) {
            names.push_back(name);
        }
    }
    return names;
}

std::vector<std::string> connector_keys_without_effect(const ConfigMap& config) {
    constexpr std::array<std::string_view, 4> kNames = {"exactly.once.support",
                                                        "offsets.storage.topic",
                                                        "transaction.boundary",
                                                        "transaction.boundary.interval.ms"};
    return keys_without_effect(config, kNames);
}

std::string invalid_configuration_text(const std::vector<std::string>& errors) {
    auto text =
        fmt::format("Connector configuration is invalid and contains the following {} error(s):",
                    errors.size());
    for (const auto& error : errors) {
        text += "\n" + error;
    }
    return text +
           "\nYou can also find the above list of errors at the endpoint "
           "`/connector-plugins/{connectorType}/config/validate`";
}

ConnectorConfig parse_connector_config(const ConfigMap& config) {
    const auto parsed = connector_config_def().parse(config);
    return {.name = parsed.string("name"),
            .tasks_max = static_cast<int>(parsed.integer("tasks.max")),
            .enforce_tasks_max = parsed.boolean("tasks.max.enforce")};
}

SinkConnectorConfig parse_sink_connector_config(const ConfigMap& config) {
    const auto parsed = sink_connector_config_def().parse(config);
    return {.topics = topic_names(config), .topics_regex = parsed.string("topics.regex")};
}

std::string config_map_text(const ConfigMap& config) {
    std::string text;
    for (const auto& [key, value] : config) {
        text += fmt::format("{}{}={}",
                            text.empty() ? "" : ", ",
                            key,
                            looks_secret(key, value) ? "[hidden]" : value);
    }
    return "{" + text + "}";
}

}  // namespace kconnect
