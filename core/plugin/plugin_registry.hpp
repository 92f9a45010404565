#pragma once

#include <cstdint>
#include <deque>
#include <initializer_list>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/errors.hpp>
#include <kconnect/plugin.hpp>

namespace kconnect {

/// Where a class comes from: the program itself, or a folder in `plugin.path`.
enum class PluginOrigin : std::uint8_t { kProgram, kPluginPath };

/// One class of a plugin. Lives as long as the registry.
struct PluginDescription {
    kconnect_plugin_kind kind;
    std::string class_name;
    std::vector<std::string> aliases;  ///< Class names of the Java plugins that it stands for.
    std::string version;
    std::string
        location;  ///< "classpath" for what is built in, else "file:/..." (Connect's words).
    const kconnect_plugin_entry* entry;
    PluginOrigin origin = PluginOrigin::kProgram;
    bool is_superseded = false;  ///< Another library has this class and is preferred.
};

/// Connect's word for the kind: "sink", "source", "converter", ...
std::string_view name_of(kconnect_plugin_kind kind) noexcept;

/// As Connect prints it: `PluginDesc{klass=class C, name='C', version='1', ..., location='...'}`.
std::string to_string(const PluginDescription& plugin);

/// No library has the version of a class that a configuration asks for, or it asks for none.
class VersionedPluginLoadingException : public ConfigException {
public:
    using ConfigException::ConfigException;
    std::string_view java_class() const noexcept override {
        return "org.apache.kafka.connect.runtime.isolation.VersionedPluginLoadingException";
    }
};

/// The classes that configurations may name.
/// Threads: add() before any other thread exists; the rest from any.
class PluginRegistry {
public:
    /// Adds the classes of one library; its entries live for ever. Of a class that several
    /// libraries have, the highest version is used, as in Java; of equal versions the program's,
    /// else that of the location that sorts last. A warning names both.
    void add(std::span<const kconnect_plugin_entry> entries,
             std::string_view location,
             PluginOrigin origin = PluginOrigin::kProgram);

    /// The class of `kind` with this name: its class name or that of a Java class it stands for,
    /// else its simple name or that without the suffix of its kind (`JsonConverter`, `Json`).
    /// Null when there is none, or when a short name fits several classes.
    const PluginDescription* find(kconnect_plugin_kind kind, std::string_view name) const;

    /// The sink or source connector with this name. Throws ConnectException with Connect's text,
    /// which lists all connectors, when there is none, or several that fit a short name.
    /// `version` is what connector.plugin.version asks for: of the class's versions in that range
    /// the highest. Throws VersionedPluginLoadingException when there is none.
    const PluginDescription& connector(std::string_view name,
                                       std::optional<std::string_view> version = {}) const;

    /// Of the versions of the plugin's class the highest in the range that `version` asks for; all
    /// are when that is blank or "latest". A class of Apache Kafka stands for version 4.1.1, too.
    /// Throws VersionedPluginLoadingException when there is none, or for what is no range.
    const PluginDescription& of_version(const PluginDescription& plugin,
                                        std::string_view version) const;

    /// All classes of a kind, sorted by class name and version; those that are superseded, too.
    std::vector<const PluginDescription*> of_kind(kconnect_plugin_kind kind) const;

private:
    std::vector<const PluginDescription*> matches(std::initializer_list<kconnect_plugin_kind> kinds,
                                                  std::string_view name) const;
    void add(PluginDescription plugin);

    std::deque<PluginDescription> plugins_;
};

/// A new object of the class; `Interface` is its kind's, e.g. SinkConnector.
/// Throws ConnectException when the class is of another kind or its constructor throws.
template <typename Interface>
std::unique_ptr<Interface> create_plugin(const PluginDescription& plugin);

extern template std::unique_ptr<SinkConnector> create_plugin(const PluginDescription& plugin);
extern template std::unique_ptr<SourceConnector> create_plugin(const PluginDescription& plugin);
extern template std::unique_ptr<Converter> create_plugin(const PluginDescription& plugin);
extern template std::unique_ptr<HeaderConverter> create_plugin(const PluginDescription& plugin);
extern template std::unique_ptr<Transformation> create_plugin(const PluginDescription& plugin);
extern template std::unique_ptr<Predicate> create_plugin(const PluginDescription& plugin);
extern template std::unique_ptr<ConfigProvider> create_plugin(const PluginDescription& plugin);

}  // namespace kconnect
