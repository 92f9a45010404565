#include "worker/connector_admission.hpp"

#include <chrono>
#include <string_view>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>

#include "config/source_connector_config.hpp"
#include "worker/connector_validation.hpp"
#include "worker/work_thread.hpp"

namespace kconnect {
namespace {

/// Connect's REST time-out.
constexpr std::chrono::milliseconds kLimit = std::chrono::seconds(90);

constexpr std::string_view kNullValue =
    "Null value can not be supplied as the configuration value.";

const Logger& logger() {
    static const Logger instance("kconnect.worker.ConnectorAdmission");
    return instance;
}

/// What Java shows of a configuration that lacks its class.
ConfigMap with_nulls(ConfigMap config, const std::vector<std::string>& nulls) {
    for (const auto& key : nulls) {
        if (key != "connector.class") {
            config.emplace(key, "null");
        }
    }
    return config;
}

}  // namespace

std::unique_ptr<Connector> new_connector(const PluginDescription& plugin) {
    if (plugin.kind == KCONNECT_SOURCE_CONNECTOR) {
        return create_plugin<SourceConnector>(plugin);
    }
    return create_plugin<SinkConnector>(plugin);
}

void log_values(const AdmittedConnector& admitted, const ConfigMap& raw) {
    const PluginDescription& plugin = *admitted.plugin;
    const ConfigMap& config = admitted.values;
    const bool is_source = plugin.kind == KCONNECT_SOURCE_CONNECTOR;
    const auto& class_name = plugin.class_name;
    const auto simple_name = class_name.substr(class_name.find_last_of(".$") + 1);
    logger().info(
        config_values_text(is_source ? "SourceConnectorConfig" : "SinkConnectorConfig",
                           is_source ? source_connector_config_def() : sink_connector_config_def(),
                           config,
                           raw));
    logger().info(
        config_values_text(simple_name + "Config", admitted.connector->config(), config, raw));
    if (const auto keys = connector_keys_without_effect(config); !keys.empty()) {
        logger().info(fmt::format("No effect in kconnect have: {}", fmt::join(keys, ", ")));
    }
}

AdmittedConnector ConnectorAdmission::admit(const ConnectorRequest& request,
                                            const std::stop_token& stop) {
    AdmittedConnector admitted;
    admitted.values = transformer_.transform(request.config).config;
    const ConfigMap& values = admitted.values;
    admitted.plugin = &connector_class(
        values.contains("connector.class") ? values : with_nulls(values, request.nulls), registry_);
    admitted.connector = new_connector(*admitted.plugin);
    transformer_.learn_passwords(values, admitted.connector->config());
    auto errors = validation_of(values, *admitted.plugin, stop).errors();
    errors.insert(errors.end(), request.nulls.size(), std::string(kNullValue));
    if (!errors.empty()) {
        throw BadRequestException(invalid_configuration_text(errors));
    }
    admitted.config = parse_connector_config(values);
    return admitted;
}

CheckedConnector ConnectorAdmission::check(const ConnectorRequest& request,
                                           const std::stop_token& stop) {
    const auto values = transformer_.transform(request.config).config;
    CheckedConnector checked;
    checked.plugin = &connector_class(
        values.contains("connector.class") ? values : with_nulls(values, request.nulls), registry_);
    transformer_.learn_passwords(values, new_connector(*checked.plugin)->config());
    checked.validation = validation_of(values, *checked.plugin, stop);
    for (const auto& key : request.nulls) {
        checked.validation.add_error(key, std::string(kNullValue));
    }
    return checked;
}

/// A connector may ask a server that never answers: it judges on a thread of its own, which the end
/// of the worker does not wait for. Like Java's, this instance does nothing else.
ConnectorValidation ConnectorAdmission::validation_of(const ConfigMap& config,
                                                      const PluginDescription& plugin,
                                                      const std::stop_token& stop) {
    const std::shared_ptr<Connector> connector = new_connector(plugin);
    const auto validation = std::make_shared<ConnectorValidation>();
    WorkThread thread(LogContext::current());
    try {
        thread.run(
            "Validation of a connector's configuration",
            [this, connector, validation, config] {
                *validation = validate_connector(config, *connector, config_, registry_);
            },
            kLimit,
            stop);
    } catch (...) {
        has_abandoned_ = has_abandoned_ || thread.is_given_up();
        throw;
    }
    return std::move(*validation);
}

}  // namespace kconnect
