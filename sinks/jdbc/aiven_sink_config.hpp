#pragma once

#include <kconnect/config_def.hpp>

#include "jdbc_sink_config.hpp"

namespace kconnect::jdbc {

/// The keys of io.aiven.connect.jdbc.JdbcSinkConnector: those of Confluent's sink that it has, with
/// their differences, and its own.
const ConfigDef& aiven_sink_config_def();

/// The same configuration in Confluent's words; what Aiven's sink does not know is left out.
ConfigMap in_confluent_words(const ConfigMap& config);

/// Throws ConfigException for what is wrong or not supported.
JdbcSinkConfig parse_aiven_sink_config(const ConfigMap& config);

}  // namespace kconnect::jdbc
