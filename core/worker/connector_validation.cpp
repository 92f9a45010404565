#include "worker/connector_validation.hpp"

#include <algorithm>
#include <optional>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <kconnect/errors.hpp>

#include "config/connector_config.hpp"
#include "config/source_connector_config.hpp"
#include "kafka/topic_pattern.hpp"
#include "worker/converter_choice.hpp"
#include "worker/override_policy.hpp"
#include "worker/transformation_keys.hpp"

namespace kconnect {
namespace {

using Results = std::vector<ConfigKeyResult>;

std::string text_of(const ConfigMap& config, std::string_view key) {
    const auto text = find(config, key);
    return text ? std::get<std::string>(parse_config_value(key, *text, ConfigType::kString)) : "";
}

Results::iterator find_result(Results& results, std::string_view key) {
    return std::find_if(results.begin(), results.end(), [key](const auto& result) {
        return result.key.name == key;
    });
}

/// Adds an error to the result of a key that is there.
void add_error(Results& results, std::string_view key, std::string text) {
    if (const auto result = find_result(results, key); result != results.end()) {
        result->errors.push_back(std::move(text));
    }
}

/// The pattern of `topics.regex`; absent, and an error, when it is malformed.
std::optional<kafka::TopicPattern> topic_pattern(const std::string& regex, Results& results) {
    try {
        return kafka::TopicPattern(regex);
    } catch (const ConfigException& error) {
        add_error(results, "topics.regex", error.what());
        return std::nullopt;
    }
}

/// A dead letter must not come back as a record.
void add_dead_letter_errors(const std::string& dead_letters,
                            const std::vector<std::string>& topics,
                            const std::string& regex,
                            const std::optional<kafka::TopicPattern>& pattern,
                            Results& results) {
    if (std::find(topics.begin(), topics.end(), dead_letters) != topics.end()) {
        add_error(results,
                  "topics",
                  fmt::format("The DLQ topic '{}' may not be included in the list of topics "
                              "('topics=[{}]') consumed by the connector",
                              dead_letters,
                              fmt::join(topics, ", ")));
    }
    if (pattern && pattern->matches(dead_letters)) {
        add_error(results,
                  "topics.regex",
                  fmt::format("The DLQ topic '{}' may not be matched by the regex for the topics "
                              "('topics.regex={}') consumed by the connector",
                              dead_letters,
                              regex));
    }
}

/// Connect reports a wrong choice of topics at both keys.
void add_topics_errors(const ConfigMap& config, Results& results) {
    const auto topics = topic_names(config);
    const auto regex = text_of(config, "topics.regex");
    const char* problem = nullptr;
    if (!topics.empty() && !regex.empty()) {
        problem = "topics and topics.regex are mutually exclusive options, but both are set.";
    } else if (topics.empty() && regex.empty()) {
        problem = "Must configure one of topics or topics.regex";
    }
    std::optional<kafka::TopicPattern> pattern;
    if (!regex.empty()) {
        pattern = topic_pattern(regex, results);
    }
    if (problem != nullptr) {
        add_error(results, "topics", problem);
        add_error(results, "topics.regex", problem);
    }
    if (const auto dead_letters = text_of(config, "errors.deadletterqueue.topic.name");
        !dead_letters.empty()) {
        add_dead_letter_errors(dead_letters, topics, regex, pattern, results);
    }
}

/// The results of `more`: in the place of those of the same key, else behind them.
void merge(Results more, Results& results) {
    for (auto& result : more) {
        if (const auto same = find_result(results, result.key.name); same != results.end()) {
            *same = std::move(result);
        } else {
            results.push_back(std::move(result));
        }
    }
}

void add_groups(const Results& results, std::vector<std::string>& groups) {
    for (const auto& result : results) {
        const auto& group = result.key.group;
        if (!group.empty() && std::find(groups.begin(), groups.end(), group) == groups.end()) {
            groups.push_back(group);
        }
    }
}

/// The keys of worker and connector.
Results own_results(const ConfigMap& config,
                    const Connector& connector,
                    const WorkerConfig& worker,
                    const PluginRegistry& registry,
                    bool is_sink) {
    ConfigDef def = is_sink ? sink_connector_config_def() : source_connector_config_def();
    add_transformation_sections(def, registry);
    Results results = def.validate(config);
    name_transformation_classes(results, registry);
    show_version("connector.plugin.version", connector.version(), results);
    if (is_sink) {
        add_topics_errors(config, results);
    }
    add_converter_class_results(config, worker, registry, results);
    merge(connector.validate(config), results);
    return results;
}

}  // namespace

std::vector<std::string> ConnectorValidation::errors() const {
    std::vector<std::string> texts;
    for (const auto& result : results) {
        texts.insert(texts.end(), result.errors.begin(), result.errors.end());
    }
    return texts;
}

void ConnectorValidation::add_error(const std::string& key, std::string text) {
    ++error_count;
    if (const auto known = find_result(results, key); known != results.end()) {
        known->errors.push_back(std::move(text));
        return;
    }
    results.push_back(
        {.key = {.name = key}, .value = {}, .errors = {std::move(text)}, .is_defined = false});
}

ConnectorValidation validate_connector(const ConfigMap& config,
                                       const Connector& connector,
                                       const WorkerConfig& worker,
                                       const PluginRegistry& registry) {
    const bool is_sink = dynamic_cast<const SinkConnector*>(&connector) != nullptr;
    const auto clients = is_sink ? clients_of_sink(config) : clients_of_source(config);
    check_override_types(config, clients);
    ConnectorValidation validation;
    validation.results = own_results(config, connector, worker, registry, is_sink);
    for (const auto& result : validation.results) {
        validation.error_count += result.errors.size();
    }
    auto overrides = override_results(config, clients, worker.client_override_policy);
    auto properties = converter_property_results(config, registry);
    add_groups(validation.results, validation.groups);
    add_groups(properties, validation.groups);
    for (auto* more : {&overrides, &properties}) {
        for (auto& result : *more) {
            validation.error_count += result.errors.empty() ? 0 : 1;
            validation.results.push_back(std::move(result));
        }
    }
    return validation;
}

std::vector<std::string> connector_errors(const ConfigMap& config,
                                          const Connector& connector,
                                          const WorkerConfig& worker,
                                          const PluginRegistry& registry) {
    return validate_connector(config, connector, worker, registry).errors();
}

const PluginDescription& connector_class(const ConfigMap& config, const PluginRegistry& registry) {
    const auto name = text_of(config, "connector.class");
    if (name.empty()) {
        throw BadRequestException(
            fmt::format("Connector config {} contains no connector type", config_map_text(config)));
    }
    try {
        const auto version = text_of(config, "connector.plugin.version");
        return registry.connector(name, version.empty() ? std::nullopt : std::optional(version));
    } catch (const ConnectException& error) {
        throw BadRequestException(error.what());
    }
}

}  // namespace kconnect
