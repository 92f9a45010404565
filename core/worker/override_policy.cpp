#include "worker/override_policy.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>

#include "kafka/java_key_types.hpp"

namespace kconnect {
namespace {

bool is_blank(std::string_view text) {
    return text.find_first_not_of(" \t\r\n\f\v") == std::string_view::npos;
}

bool is_allowed(std::string_view key, std::string_view policy) {
    constexpr std::array<std::string_view, 3> kPrincipalKeys = {
        "sasl.jaas.config", "sasl.mechanism", "security.protocol"};
    return policy == "All" ||
           (policy == "Principal" &&
            std::find(kPrincipalKeys.begin(), kPrincipalKeys.end(), key) != kPrincipalKeys.end());
}

void add_results(const ConfigMap& config,
                 const std::string& prefix,
                 std::string_view policy,
                 std::vector<ConfigKeyResult>& results) {
    for (const auto& [key, value] : with_prefix(config, prefix)) {
        ConfigKeyResult result{
            .key = {.name = prefix + key}, .value = value, .errors = {}, .is_defined = false};
        if (!is_allowed(key, policy)) {
            result.errors.push_back(
                fmt::format("The '{}' policy does not allow '{}' to be overridden in the connector "
                            "configuration.",
                            policy,
                            key));
        }
        results.push_back(std::move(result));
    }
}

void check_types(const ConfigMap& config, const std::string& prefix, kafka::ClientKind client) {
    for (const auto& [key, value] : with_prefix(config, prefix)) {
        if (const auto type = kafka::java_key_type(client, key)) {
            parse_config_value(key, value, *type);
        }
    }
}

}  // namespace

ClientsOfConnector clients_of_sink(const ConfigMap& config) {
    const bool has_dead_letters =
        !is_blank(find(config, "errors.deadletterqueue.topic.name").value_or(""));
    return {.producer = has_dead_letters, .consumer = true, .admin = has_dead_letters};
}

ClientsOfConnector clients_of_source(const ConfigMap& config) {
    return {.producer = true,
            .consumer = false,
            .admin = !with_prefix(config, "topic.creation.").empty()};
}

void check_override_types(const ConfigMap& config, const ClientsOfConnector& clients) {
    if (clients.producer) {
        check_types(config, "producer.override.", kafka::ClientKind::kProducer);
    }
    if (clients.admin) {
        check_types(config, "admin.override.", kafka::ClientKind::kAdmin);
    }
    if (clients.consumer) {
        check_types(config, "consumer.override.", kafka::ClientKind::kConsumer);
    }
}

std::vector<ConfigKeyResult> override_results(const ConfigMap& config,
                                              const ClientsOfConnector& clients,
                                              std::string_view policy) {
    std::vector<ConfigKeyResult> results;
    if (clients.producer) {
        add_results(config, "producer.override.", policy, results);
    }
    if (clients.consumer) {
        add_results(config, "consumer.override.", policy, results);
    }
    if (clients.admin) {
        add_results(config, "admin.override.", policy, results);
    }
    return results;
}

}  // namespace kconnect
