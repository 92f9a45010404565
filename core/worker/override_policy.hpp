#pragma once

#include <string_view>
#include <vector>

#include <kconnect/config_def.hpp>
#include <kconnect/config_map.hpp>

namespace kconnect {

/// Which clients a connector has, and so which of its overrides count.
struct ClientsOfConnector {
    bool producer = false;
    bool consumer = false;
    bool admin = false;
};

/// A sink has a consumer, and with a dead-letter topic a producer and an admin client; a source has
/// a producer, and with any `topic.creation.` key an admin client.
ClientsOfConnector clients_of_sink(const ConfigMap& config);
ClientsOfConnector clients_of_source(const ConfigMap& config);

/// Throws ConfigException with Connect's text for an override of these clients that is no number,
/// or no truth value, where Java's client takes one.
void check_override_types(const ConfigMap& config, const ClientsOfConnector& clients);

/// One result for each `producer.override.`, `admin.override.` and `consumer.override.` key of
/// these clients, with Connect's text when `policy` ("All", "None" or "Principal") does not allow
/// it.
std::vector<ConfigKeyResult> override_results(const ConfigMap& config,
                                              const ClientsOfConnector& clients,
                                              std::string_view policy);

}  // namespace kconnect
