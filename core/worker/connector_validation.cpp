#include "worker/connector_validation.hpp"

#include <algorithm>
#include <array>
#include <cctype>
#include <string_view>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/version.hpp>

#include "config/connector_config.hpp"
#include "config/source_connector_config.hpp"
#include "kafka/topic_pattern.hpp"
#include "worker/converter_choice.hpp"

namespace kconnect {
namespace {

using Errors = std::vector<std::string>;

std::string text_of(const ConfigMap& config, std::string_view key) {
    const auto text = find(config, key);
    return text ? std::get<std::string>(parse_config_value(key, *text, ConfigType::kString)) : "";
}

void add_regex_error(const std::string& regex, Errors& errors) {
    try {
        const kafka::TopicPattern compiles(regex);
    } catch (const ConfigException& error) {
        errors.emplace_back(error.what());
    }
}

/// Connect reports a wrong choice of topics at both keys.
void add_topics_errors(const ConfigMap& config, Errors& errors) {
    const bool has_topics = !topic_names(config).empty();
    const auto regex = text_of(config, "topics.regex");
    const char* problem = nullptr;
    if (has_topics && !regex.empty()) {
        problem = "topics and topics.regex are mutually exclusive options, but both are set.";
    } else if (!has_topics && regex.empty()) {
        problem = "Must configure one of topics or topics.regex";
    }
    if (problem != nullptr) {
        errors.insert(errors.end(), 2, problem);
    } else if (!has_topics) {
        add_regex_error(regex, errors);
    }
}

/// Keys whose effect is not there yet: refused unless they have the value that asks for nothing.
void add_unsupported_errors(const ConfigMap& config, bool is_source, Errors& errors) {
    struct Unsupported {
        std::string_view key;
        std::string_view harmless;  ///< Besides the empty text.
    };
    constexpr std::array<Unsupported, 5> kKeys = {{{"transforms", ""},
                                                   {"predicates", ""},
                                                   {"errors.tolerance", "none"},
                                                   {"errors.log.enable", "false"},
                                                   {"errors.deadletterqueue.topic.name", ""}}};
    for (const auto& [key, harmless] : kKeys) {
        if (is_source && key.starts_with("errors.")) {
            continue;  // Sources have them already.
        }
        auto value = text_of(config, key);
        if (key == "errors.log.enable") {
            std::transform(value.begin(), value.end(), value.begin(), [](unsigned char character) {
                return static_cast<char>(std::tolower(character));
            });
        }
        const bool wrong_anyway = (key == "errors.tolerance" && value != "all") ||
                                  (key == "errors.log.enable" && value != "true");
        if (!value.empty() && value != harmless && !wrong_anyway) {
            errors.push_back(fmt::format(
                "Invalid value {} for configuration {}: not supported yet by kconnect {}; remove "
                "the key",
                value,
                key,
                kVersion));
        }
    }
}

/// What the override policy forbids of a client's keys, such as `consumer.override.*`.
void add_policy_errors(std::string_view prefix,
                       const ConfigMap& config,
                       const WorkerConfig& worker,
                       Errors& errors) {
    constexpr std::array<std::string_view, 3> kPrincipalKeys = {
        "sasl.jaas.config", "sasl.mechanism", "security.protocol"};
    const auto& policy = worker.client_override_policy;
    for (const auto& [key, value] : with_prefix(config, prefix)) {
        const bool allowed =
            policy == "All" ||
            (policy == "Principal" &&
             std::find(kPrincipalKeys.begin(), kPrincipalKeys.end(), key) != kPrincipalKeys.end());
        if (!allowed) {
            errors.push_back(
                fmt::format("The '{}' policy does not allow '{}' to be overridden in "
                            "the connector configuration.",
                            policy,
                            key));
        }
    }
}

void append(Errors& errors, const std::vector<ConfigKeyResult>& results) {
    for (const auto& result : results) {
        errors.insert(errors.end(), result.errors.begin(), result.errors.end());
    }
}

}  // namespace

std::vector<std::string> connector_errors(const ConfigMap& config,
                                          const Connector& connector,
                                          const WorkerConfig& worker,
                                          const PluginRegistry& registry) {
    Errors errors;
    const bool is_source = dynamic_cast<const SourceConnector*>(&connector) != nullptr;
    if (is_source) {
        append(errors, source_connector_config_def().validate(config));
    } else {
        append(errors, sink_connector_config_def().validate(config));
        add_topics_errors(config, errors);
    }
    add_unsupported_errors(config, is_source, errors);
    const auto of_converters = converter_errors(config, registry);
    errors.insert(errors.end(), of_converters.begin(), of_converters.end());
    append(errors, connector.validate(config));
    add_policy_errors(
        is_source ? "producer.override." : "consumer.override.", config, worker, errors);
    if (is_source && uses_topic_creation(config)) {
        add_policy_errors("admin.override.", config, worker, errors);
    }
    return errors;
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
