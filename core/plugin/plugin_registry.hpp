#pragma once

#include <deque>
#include <initializer_list>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/plugin.hpp>

namespace kconnect {

/// One class of a plugin. Lives as long as the registry.
struct PluginDescription {
    kconnect_plugin_kind kind;
    std::string class_name;
    std::vector<std::string> aliases;  ///< Class names of the Java plugins that it stands for.
    std::string version;
    std::string
        location;  ///< "classpath" for what is built in, else "file:/..." (Connect's words).
    const kconnect_plugin_entry* entry;
};

/// Connect's word for the kind: "sink", "source", "converter", ...
std::string_view name_of(kconnect_plugin_kind kind) noexcept;

/// As Connect prints it: `PluginDesc{klass=class C, name='C', version='1', ..., location='...'}`.
std::string to_string(const PluginDescription& plugin);

/// The classes that configurations may name.
/// Threads: add() before any other thread exists; the rest from any.
class PluginRegistry {
public:
    /// Adds the classes of one library; its entries live for ever. A class that is there already
    /// stays as it is, with a warning.
    void add(std::span<const kconnect_plugin_entry> entries, std::string_view location);

    /// The class of `kind` with this name: its class name or that of a Java class it stands for,
    /// else its simple name or that without the suffix of its kind (`JsonConverter`, `Json`).
    /// Null when there is none, or when a short name fits several classes.
    const PluginDescription* find(kconnect_plugin_kind kind, std::string_view name) const;

    /// The sink or source connector with this name. Throws ConnectException with Connect's text,
    /// which lists all connectors, when there is none, or several that fit a short name.
    const PluginDescription& connector(std::string_view name) const;

    /// All classes of a kind, sorted by class name.
    std::vector<const PluginDescription*> of_kind(kconnect_plugin_kind kind) const;

private:
    std::vector<const PluginDescription*> matches(std::initializer_list<kconnect_plugin_kind> kinds,
                                                  std::string_view name) const;

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
