#pragma once

#include <atomic>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include <kconnect/config_map.hpp>
#include <kconnect/connector.hpp>

#include "config/config_transformer.hpp"
#include "config/connector_config.hpp"
#include "config/connector_file.hpp"
#include "config/worker_config.hpp"
#include "plugin/plugin_registry.hpp"
#include "worker/connector_validation.hpp"

namespace kconnect {

/// A new instance of a source or sink connector's class.
std::unique_ptr<Connector> new_connector(const PluginDescription& plugin);

/// A connector whose configuration is good; not started yet.
struct AdmittedConnector {
    ConfigMap values;  ///< With what the providers supplied: not for logs, not for REST.
    ConnectorConfig config;
    const PluginDescription* plugin = nullptr;
    std::unique_ptr<Connector> connector;
};

/// A configuration that was looked at.
struct CheckedConnector {
    const PluginDescription* plugin = nullptr;
    ConnectorValidation validation;
};

/// Writes the configuration to the log: the worker's keys, then the connector's own. `raw` is the
/// same with its variables.
void log_values(const AdmittedConnector& admitted, const ConfigMap& raw);

/// Judges what is asked for: the class is known, and worker and connector take its configuration.
/// Threads: the herder's, except has_abandoned().
class ConnectorAdmission {
public:
    /// All are borrowed.
    ConnectorAdmission(const WorkerConfig& config,
                       const PluginRegistry& registry,
                       ConfigTransformer& transformer)
        : config_(config), registry_(registry), transformer_(transformer) {}

    /// Throws BadRequestException with all errors of the configuration, ConnectException when the
    /// connector does not judge in time or `stop` is requested.
    AdmittedConnector admit(const ConnectorRequest& request, const std::stop_token& stop);

    /// Says what is right and wrong with a configuration, key by key. Throws as admit(), but for
    /// wrong values.
    CheckedConnector check(const ConnectorRequest& request, const std::stop_token& stop);

    /// True when a connector has not come back from its judgement.
    bool has_abandoned() const { return has_abandoned_; }

private:
    ConnectorValidation validation_of(const ConfigMap& config,
                                      const PluginDescription& plugin,
                                      const std::stop_token& stop);

    const WorkerConfig& config_;
    const PluginRegistry& registry_;
    ConfigTransformer& transformer_;
    std::atomic<bool> has_abandoned_ = false;
};

}  // namespace kconnect
