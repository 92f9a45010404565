#pragma once

#include <chrono>
#include <filesystem>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/config_def.hpp>
#include <kconnect/config_map.hpp>

namespace kconnect {

/// All keys of a standalone worker, with Connect's defaults; other keys belong to the clients.
const ConfigDef& worker_config_def();

/// What the worker reads of its properties, each key once.
struct WorkerConfig {
    ConfigMap properties;  ///< As they stand in the file; clients and converters take their part.
    std::string bootstrap_servers;
    std::string key_converter;
    std::string value_converter;
    std::string header_converter;
    std::string client_override_policy;  ///< "All", "None" or "Principal".
    std::chrono::milliseconds offset_flush_interval{};
    std::chrono::milliseconds offset_flush_timeout{};
    std::chrono::milliseconds graceful_shutdown_timeout{};
    std::string offset_file;     ///< offset.storage.file.filename
    bool creates_topics = true;  ///< topic.creation.enable
    bool has_topic_tracking = true;
};

/// The keys of a worker's file: YAML by its extension, else Java properties. Throws
/// ConnectException, naming the file, when it cannot be read.
ConfigMap read_worker_file(const std::filesystem::path& file);

/// Checks the properties and reads them. Throws ConfigException with Connect's text for the first
/// key that is wrong, or with one clear line for what is not supported yet.
WorkerConfig parse_worker_config(const ConfigMap& properties);

/// The folders of `plugin.path`. They are read before all else, as the classes of other keys come
/// from there.
std::vector<std::string> plugin_path(const ConfigMap& properties);

/// Checks `plugin.discovery`; throws ConfigException with Connect's text.
void check_plugin_discovery(const ConfigMap& properties);

/// Which of `names` the configuration has.
std::vector<std::string> keys_without_effect(const ConfigMap& properties,
                                             std::span<const std::string_view> names);

/// The keys in a worker's file that mean something to Java only, sorted.
std::vector<std::string> worker_keys_without_effect(const ConfigMap& properties);

/// Whether a value had better not be shown, by the name of its key or by its own text (a URL with a
/// password in it).
bool looks_secret(std::string_view key, std::string_view value);

/// The block that Connect logs: `<name> values: ` and one `\tkey = value` line per key, sorted;
/// passwords are `[hidden]`, and so is what looks_secret(). A value that has a variable in `raw` is
/// shown as it stands there.
std::string config_values_text(std::string_view name,
                               const ConfigDef& def,
                               const ConfigMap& properties,
                               const ConfigMap& raw = {});

}  // namespace kconnect
