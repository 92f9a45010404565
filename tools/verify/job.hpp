#pragma once

#include <memory>
#include <string>
#include <vector>

#include <kconnect/config_map.hpp>

#include "config/secret_mask.hpp"
#include "config/worker_config.hpp"
#include "jdbc/jdbc_sink_config.hpp"
#include "plugin/plugin_registry.hpp"
#include "runtime/record_pipeline.hpp"
#include "verify/arguments.hpp"

namespace kconnect::verify {

/// What the two property files say, checked: everything that comparing needs to know.
struct Job {
    PluginRegistry registry;
    WorkerConfig worker;
    ConfigMap connector;  ///< The sink's properties, variables replaced.
    std::string name;     ///< Of the connector.
    jdbc::JdbcSinkConfig sink;
    ConfigMap consumer;            ///< Properties of the sink's consumer, group included.
    std::string group;             ///< The sink's consumer group.
    bool has_own_timeout = false;  ///< connection.url says how long the database may be silent.

    /// New converters and transformations, as the sink's task has them.
    runtime::Converters make_converters() const;
    /// True when records go through transformations on their way to the sink.
    bool transforms() const;
};

/// Reads both files as the worker does. `secrets` learns what must not be shown. Throws
/// ConfigException or ConnectException in one line for what is wrong, or not supported.
std::unique_ptr<Job> read_job(const Arguments& arguments, SecretMask& secrets);

/// Throws ConfigException for settings under which topic and table cannot be compared.
void check_comparable(const jdbc::JdbcSinkConfig& config);

}  // namespace kconnect::verify
