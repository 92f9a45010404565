#pragma once

#include <iterator>
#include <string>
#include <type_traits>

#include <kconnect/config_provider.hpp>
#include <kconnect/connector.hpp>
#include <kconnect/converter.hpp>
#include <kconnect/export.hpp>
#include <kconnect/manifest.hpp>
#include <kconnect/transformation.hpp>
#include <kconnect/version.hpp>

namespace kconnect {

/// The interface and kind under which the host knows a plugin class.
template <typename Plugin>
struct PluginKindOf {
    using Interface = std::conditional_t<
        std::is_base_of_v<SinkConnector, Plugin>,
        SinkConnector,
        std::conditional_t<
            std::is_base_of_v<SourceConnector, Plugin>,
            SourceConnector,
            std::conditional_t<
                std::is_base_of_v<Converter, Plugin>,
                Converter,
                std::conditional_t<
                    std::is_base_of_v<HeaderConverter, Plugin>,
                    HeaderConverter,
                    std::conditional_t<std::is_base_of_v<Transformation, Plugin>,
                                       Transformation,
                                       std::conditional_t<std::is_base_of_v<Predicate, Plugin>,
                                                          Predicate,
                                                          ConfigProvider>>>>>>;
    static_assert(std::is_base_of_v<Interface, Plugin>, "not a plugin interface of kconnect");

    static constexpr kconnect_plugin_kind kind() {
        if constexpr (std::is_same_v<Interface, SinkConnector>) {
            return KCONNECT_SINK_CONNECTOR;
        } else if constexpr (std::is_same_v<Interface, SourceConnector>) {
            return KCONNECT_SOURCE_CONNECTOR;
        } else if constexpr (std::is_same_v<Interface, Converter>) {
            return KCONNECT_CONVERTER;
        } else if constexpr (std::is_same_v<Interface, HeaderConverter>) {
            return KCONNECT_HEADER_CONVERTER;
        } else if constexpr (std::is_same_v<Interface, Transformation>) {
            return KCONNECT_TRANSFORMATION;
        } else if constexpr (std::is_same_v<Interface, Predicate>) {
            return KCONNECT_PREDICATE;
        } else {
            return KCONNECT_CONFIG_PROVIDER;
        }
    }
};

/// One manifest entry for `Plugin`, a default-constructible class. `aliases` ends with null and
/// lives for ever; all texts are literals. A static member `config_def()` becomes the entry's.
template <typename Plugin>
constexpr kconnect_plugin_entry plugin_entry(const char* class_name,
                                             const char* const* aliases = nullptr,
                                             const char* version = kVersion) {
    kconnect_plugin_entry entry{};
    entry.kind = PluginKindOf<Plugin>::kind();
    entry.class_name = class_name;
    entry.aliases = aliases;
    entry.version = version;
    entry.create = []() -> void* {
        return static_cast<typename PluginKindOf<Plugin>::Interface*>(new Plugin());
    };
    if constexpr (requires { Plugin::config_def(); }) {
        entry.config_def = []() -> const void* { return &Plugin::config_def(); };
    }
    return entry;
}

}  // namespace kconnect

/// Writes the library's manifest; once per plugin, at global scope:
/// ```
/// KCONNECT_PLUGIN(kconnect::plugin_entry<MySink>("com.example.MySink"))
/// ```
#define KCONNECT_PLUGIN(...)                                                               \
    extern "C" KCONNECT_API const kconnect_plugin_manifest_v0* kconnect_plugin_manifest(); \
    extern "C" const kconnect_plugin_manifest_v0* kconnect_plugin_manifest() {             \
        static constexpr kconnect_plugin_entry kEntries[] = {__VA_ARGS__};                 \
        static constexpr kconnect_plugin_manifest_v0 kManifest = {                         \
            kconnect::kAbiVersion,                                                         \
            sizeof(kconnect_plugin_manifest_v0),                                           \
            sizeof(kconnect_plugin_entry),                                                 \
            static_cast<std::uint32_t>(std::size(kEntries)),                               \
            KCONNECT_BUILD_TAG,                                                            \
            kEntries};                                                                     \
        return &kManifest;                                                                 \
    }
