#include "jdbc_sink_connector.hpp"

#include <algorithm>

#include <kconnect/errors.hpp>
#include <kconnect/sql/dialect.hpp>

#include "jdbc_sink_config.hpp"
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

void check_deletes(const ConfigMap& config, std::vector<ConfigKeyResult>& results) {
    const ParsedConfig parsed = jdbc_sink_config_def().parse(config);
    const std::string& mode = parsed.string("pk.mode");
    if (parsed.boolean("delete.enabled") && mode != "record_key" && mode != "RECORD_KEY") {
        for (const std::string_view key : {"delete.enabled", "pk.mode"}) {
            add_error(results, key, "Deletes are only supported for pk.mode record_key");
        }
    }
}

/// Opens a connection once, as Confluent's connector does, so that a wrong password is refused
/// before any task starts.
void check_connection(const ConfigMap& config, std::vector<ConfigKeyResult>& results) {
    try {
        const JdbcSinkConfig parsed = parse_jdbc_sink_config(config);
        const sql::Dialect& dialect = sql::find_dialect(parsed.connection.url, parsed.dialect_name);
        dialect.connect(parsed.connection);
    } catch (const std::exception& error) {
        add_error(results,
                  "connection.url",
                  std::string("Could not connect to database. ") + error.what());
    }
}

}  // namespace

const ConfigDef& JdbcSinkConnector::config_def() {
    return jdbc_sink_config_def();
}

std::vector<ConfigKeyResult> JdbcSinkConnector::validate(const ConfigMap& config) const {
    std::vector<ConfigKeyResult> results = config_def().validate(config);
    if (has_errors(results)) {
        return results;
    }
    check_deletes(config, results);
    for (const UnsupportedSetting& setting : unsupported_settings(config)) {
        add_error(results, setting.key, setting.message);
    }
    if (!has_errors(results)) {
        check_connection(config, results);
    }
    return results;
}

void JdbcSinkConnector::start(ConnectorContext&, const ConfigMap& config) {
    parse_jdbc_sink_config(config);
    config_ = config;
}

std::vector<ConfigMap> JdbcSinkConnector::task_configs(int max_tasks) {
    return std::vector<ConfigMap>(static_cast<std::size_t>(max_tasks), config_);
}

std::unique_ptr<SinkTask> JdbcSinkConnector::create_task() const {
    return std::make_unique<JdbcSinkTask>();
}

}  // namespace kconnect::jdbc
