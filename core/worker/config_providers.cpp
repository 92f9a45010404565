#include "worker/config_providers.hpp"

#include <fmt/format.h>

#include <kconnect/config_def.hpp>
#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>

namespace kconnect {
namespace {

constexpr std::string_view kProvidersKey = "config.providers";

const Logger& logger() {
    static const Logger instance("kconnect.worker.ConfigProviders");
    return instance;
}

const PluginDescription& provider_class(const std::string& class_key,
                                        std::string_view text,
                                        const PluginRegistry& registry) {
    const auto name =
        std::get<std::string>(parse_config_value(class_key, text, ConfigType::kClass));
    const auto* plugin = registry.find(KCONNECT_CONFIG_PROVIDER, name);
    if (plugin == nullptr) {
        throw ConfigException(
            class_key, name, "Could not load config provider class or one of its dependencies");
    }
    return *plugin;
}

}  // namespace

ConfigProviders make_config_providers(const ConfigMap& worker, const PluginRegistry& registry) {
    ConfigProviders providers;
    const auto listed = parse_config_value(
        kProvidersKey, find(worker, kProvidersKey).value_or(""), ConfigType::kList);
    for (const auto& name : std::get<std::vector<std::string>>(listed)) {
        const auto prefix = fmt::format("{}.{}.", kProvidersKey, name);
        const auto class_key = prefix + "class";
        const auto class_name = find(worker, class_key);
        if (!class_name) {
            logger().warn(fmt::format(
                "config.providers={}: {} is missing; variables of this provider stay as they are",
                name,
                class_key));
            continue;
        }
        auto provider =
            create_plugin<ConfigProvider>(provider_class(class_key, *class_name, registry));
        provider->configure(with_prefix(worker, prefix + "param."));
        providers.insert_or_assign(name, std::move(provider));
    }
    return providers;
}

}  // namespace kconnect
