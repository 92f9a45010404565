#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <kconnect/config_def.hpp>

namespace kconnect::rest {

/// A configuration in the order in which REST shows it.
using OrderedConfig = std::vector<std::pair<std::string, std::string>>;

/// State of a connector or task at one moment.
struct StateView {
    std::string state;                   ///< Connect's word: "RUNNING", "FAILED", ...
    std::string trace;                   ///< Why it failed, as Java prints it; else empty.
    std::optional<std::string> version;  ///< Absent for a task that could not be made.
};

/// A task at one moment.
struct TaskView {
    StateView state;
    OrderedConfig config;  ///< As the connector gave it, variables not resolved.
};

/// A connector and its tasks at one moment; a value.
struct ConnectorView {
    std::string name;
    std::string type;      ///< "sink" or "source".
    OrderedConfig config;  ///< As the user wrote it, variables not resolved.
    StateView state;
    std::vector<TaskView> tasks;  ///< In the order of their numbers.
};

/// A partition of a connector and its offset, both as JSON text.
struct OffsetView {
    std::string partition;
    std::optional<std::string> offset;
};

/// A class that configurations may name.
struct PluginView {
    std::string class_name;
    std::string type;  ///< Connect's word: "sink", "source", "transformation", ...
    std::string version;
};

/// One key of a plugin.
struct ConfigKeyView {
    ConfigKey key;
    int order_in_group = -1;  ///< -1: the key has no group.
};

/// One key of a configuration that was checked.
struct CheckedKeyView {
    ConfigKeyView definition;
    bool is_defined = true;            ///< False: nothing but the name of `definition` is known.
    std::optional<std::string> value;  ///< Absent: null, or no value of the key's type.
    std::vector<std::string> recommended_values;
    std::vector<std::string> errors;
    bool is_visible = true;
};

/// What the check of a connector's configuration found.
struct ValidationView {
    std::string name;  ///< The connector's class as the configuration names it.
    std::size_t error_count = 0;
    std::vector<std::string> groups;
    std::vector<CheckedKeyView> keys;
};

/// What REST may know of the worker, as values. Implemented by the worker.
/// Threads: any. What is not said to block answers at once, whatever connectors, databases and
/// Kafka do.
class HerderView {
public:
    virtual ~HerderView();

    /// True once all connectors of the command line were created.
    virtual bool is_ready() const = 0;
    virtual std::string cluster_id() const = 0;

    /// All connectors, in the order in which they are listed.
    virtual std::vector<ConnectorView> connectors() const = 0;
    /// Null when there is no connector of this name.
    virtual std::unique_ptr<const ConnectorView> connector(std::string_view name) const = 0;
    /// Topics that the connector has used; none for an unknown connector.
    virtual std::vector<std::string> active_topics(std::string_view name) const = 0;

    /// Offsets of a sink's group in Kafka or of a source in the worker's file. May block for as
    /// long as Kafka does. Throws NotFoundException for an unknown connector, ConnectException
    /// when they cannot be read.
    virtual std::vector<OffsetView> offsets(const std::string& name) const = 0;

    /// Sinks, sources, transformations, predicates, converters and header converters, each sorted
    /// by class.
    virtual std::vector<PluginView> plugins() const = 0;
    /// The keys of a plugin, the worker's own for it included. `version` is "latest", a version or
    /// a range of versions. May run code of the plugin, so it may block. Throws NotFoundException
    /// for an unknown plugin, BadRequestException for a version that does not exist.
    virtual std::vector<ConfigKeyView> plugin_config(const std::string& name,
                                                     const std::string& version) const = 0;

    /// The text of an error without passwords and what providers supplied.
    virtual std::string masked(std::string_view text) const = 0;
};

}  // namespace kconnect::rest
