#include "jdbc_sink_connector.hpp"

#include <algorithm>

#include <kconnect/errors.hpp>

#include "connection_trial.hpp"
#include "jdbc_sink_task.hpp"

namespace kconnect::jdbc {

namespace {

bool has_errors(const std::vector<ConfigKeyResult>& results) {
    return std::ranges::any_of(
        results, [](const ConfigKeyResult& result) { return !result.errors.empty(); });
}

void add_error(std::vector<ConfigKeyResult>& results,
               std::string_view key,
               const std::string& message) {
    for (ConfigKeyResult& result : results) {
        if (result.key.name == key) {
            result.errors.push_back(message);
        }
    }
}

/// Opens a connection once, as Confluent's connector does, so that a wrong password is refused
/// before any task starts.
void check_connection(const SinkFace& face,
                      const ConfigMap& config,
                      std::vector<ConfigKeyResult>& results) {
    try {
        try_connection(face.parse(config));
    } catch (const std::exception& error) {
        add_error(results,
                  "connection.url",
                  std::string("Could not connect to database. ") + error.what());
    }
}

}  // namespace

std::vector<ConfigKeyResult> JdbcSinkConnector::validate(const ConfigMap& config) const {
    std::vector<ConfigKeyResult> results = face_.config_def().validate(config);
    face_.check(results);
    if (has_errors(results)) {
        return results;
    }
    if (face_.tries_connection) {
        check_connection(face_, config, results);
    }
    return results;
}

void JdbcSinkConnector::start(ConnectorContext&, const ConfigMap& config) {
    config_ = config;
}

std::vector<ConfigMap> JdbcSinkConnector::task_configs(int max_tasks) {
    return std::vector<ConfigMap>(static_cast<std::size_t>(max_tasks), config_);
}

std::unique_ptr<SinkTask> JdbcSinkConnector::create_task() const {
    return std::make_unique<JdbcSinkTask>(face_.parse);
}

}  // namespace kconnect::jdbc
