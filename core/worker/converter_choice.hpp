#pragma once

#include <string>
#include <string_view>
#include <vector>

#include <kconnect/config_map.hpp>

#include "config/worker_config.hpp"
#include "plugin/plugin_registry.hpp"
#include "runtime/record_pipeline.hpp"

namespace kconnect {

/// A converter class and the properties that belong to it, prefix removed.
struct ConverterChoice {
    const PluginDescription* plugin;  ///< Never null.
    ConfigMap properties;
};

/// The converters of one connector. A class named by the connector comes with the connector's
/// properties, else the worker's class with the worker's properties only.
struct ConverterChoices {
    ConverterChoice key;
    ConverterChoice value;
    ConverterChoice header;
};

/// Throws ConfigException for a class, or a version of it, that cannot be found.
ConverterChoices choose_converters(const ConfigMap& connector,
                                   const WorkerConfig& worker,
                                   const PluginRegistry& registry);

/// New converters, configured, for one task. Throws ConfigException for a wrong property.
runtime::Converters make_converters(const ConverterChoices& choices);

/// Checks that the worker's own converter classes exist; throws ConfigException with Connect's
/// text.
void check_worker_converters(const WorkerConfig& worker, const PluginRegistry& registry);

/// Completes the results of the keys that name converter classes: errors, the classes there are,
/// and the worker's class as default.
void add_converter_class_results(const ConfigMap& connector,
                                 const WorkerConfig& worker,
                                 const PluginRegistry& registry,
                                 std::vector<ConfigKeyResult>& results);

/// Shows the version of a class as default and only choice of the key for it.
void show_version(std::string_view key,
                  const std::string& version,
                  std::vector<ConfigKeyResult>& results);

/// What is to say of the properties of the converters that the connector names itself, header, key
/// and value converter, under the connector's names of these keys. Texts have the inner names.
std::vector<ConfigKeyResult> converter_property_results(const ConfigMap& connector,
                                                        const PluginRegistry& registry);

}  // namespace kconnect
