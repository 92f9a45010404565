#pragma once

#include <string_view>
#include <vector>

#include <kconnect/config_def.hpp>
#include <kconnect/config_map.hpp>

#include "jdbc_sink_config.hpp"

namespace kconnect::jdbc {

/// One vocabulary of the sink: its keys, its rules, and how it becomes a JdbcSinkConfig. Past
/// parsing nothing asks which face it was.
struct SinkFace {
    std::string_view task_class;  ///< Java's, as REST shows it.
    const ConfigDef& (*config_def)();
    /// Adds what is wrong beyond single keys to the results of config_def().
    void (*check)(std::vector<ConfigKeyResult>& results);
    /// Throws ConfigException for what is wrong.
    JdbcSinkConfig (*parse)(const ConfigMap& config);
    bool tries_connection;  ///< Whether validation opens a connection.
};

/// io.confluent.connect.jdbc.JdbcSinkConnector
const SinkFace& confluent_face();
/// io.aiven.connect.jdbc.JdbcSinkConnector
const SinkFace& aiven_face();

/// The result of a key, or null when it has errors already or is not there: Java adds a second
/// opinion only to keys that are well so far.
ConfigKeyResult* sound_result(std::vector<ConfigKeyResult>& results, std::string_view key);

}  // namespace kconnect::jdbc
