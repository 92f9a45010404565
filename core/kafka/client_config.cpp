#include "client_config.hpp"

#include <string>

namespace kconnect::kafka {

namespace {

constexpr std::string_view kBootstrapServers = "bootstrap.servers";
constexpr std::string_view kDefaultBootstrapServers = "localhost:9092";

void overlay(ConfigMap& target, const ConfigMap& source) {
    for (const auto& [key, value] : source) {
        target.insert_or_assign(key, value);
    }
}

std::string bootstrap_servers(const ConfigMap& worker) {
    return std::string(find(worker, kBootstrapServers).value_or(kDefaultBootstrapServers));
}

std::string task_client_id(std::string_view kind, std::string_view connector_name, int task) {
    std::string id{kind};
    return id.append("-").append(connector_name).append("-").append(std::to_string(task));
}

ConfigMap producer_config(const ConfigMap& worker,
                          const ConfigMap& connector,
                          std::string client_id) {
    ConfigMap config{{"bootstrap.servers", bootstrap_servers(worker)},
                     {"acks", "all"},
                     {"enable.idempotence", "false"},
                     {"max.in.flight.requests.per.connection", "1"},
                     {"max.block.ms", "9223372036854775807"},
                     {"delivery.timeout.ms", "2147483647"},
                     {"client.id", std::move(client_id)}};
    overlay(config, with_prefix(worker, "producer."));
    overlay(config, with_prefix(connector, "producer.override."));
    return config;
}

}  // namespace

ConfigMap sink_consumer_config(const ConfigMap& worker,
                               const ConfigMap& connector,
                               std::string_view connector_name,
                               int task) {
    ConfigMap config{{"group.id", "connect-" + std::string(connector_name)},
                     {"client.id", task_client_id("connector-consumer", connector_name, task)},
                     {"bootstrap.servers", bootstrap_servers(worker)},
                     {"enable.auto.commit", "false"},
                     {"auto.offset.reset", "earliest"}};
    overlay(config, with_prefix(worker, "consumer."));
    overlay(config, with_prefix(connector, "consumer.override."));
    return config;
}

ConfigMap source_producer_config(const ConfigMap& worker,
                                 const ConfigMap& connector,
                                 std::string_view connector_name,
                                 int task) {
    return producer_config(
        worker, connector, task_client_id("connector-producer", connector_name, task));
}

ConfigMap dead_letter_producer_config(const ConfigMap& worker,
                                      const ConfigMap& connector,
                                      std::string_view connector_name,
                                      int task) {
    return producer_config(
        worker, connector, task_client_id("connector-dlq-producer", connector_name, task));
}

ConfigMap admin_config(const ConfigMap& worker,
                       const ConfigMap& connector,
                       std::string_view client_id) {
    ConfigMap config{{"bootstrap.servers", bootstrap_servers(worker)},
                     {"client.id", std::string(client_id)}};
    for (const auto& [key, value] : worker) {
        const std::string_view name = key;
        if (!name.starts_with("admin.") && !name.starts_with("producer.") &&
            !name.starts_with("consumer.")) {
            config.insert_or_assign(key, value);
        }
    }
    overlay(config, with_prefix(worker, "admin."));
    overlay(config, with_prefix(connector, "admin.override."));
    return config;
}

}  // namespace kconnect::kafka
