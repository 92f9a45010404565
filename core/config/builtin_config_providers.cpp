#include "config/builtin_config_providers.hpp"

#include <kconnect/plugin.hpp>

#include "config/directory_config_provider.hpp"
#include "config/env_var_config_provider.hpp"
#include "config/file_config_provider.hpp"

namespace kconnect {

std::span<const kconnect_plugin_entry> builtin_config_providers() {
    static constexpr kconnect_plugin_entry kEntries[] = {
        plugin_entry<FileConfigProvider>(
            "org.apache.kafka.common.config.provider.FileConfigProvider"),
        plugin_entry<DirectoryConfigProvider>(
            "org.apache.kafka.common.config.provider.DirectoryConfigProvider"),
        plugin_entry<EnvVarConfigProvider>(
            "org.apache.kafka.common.config.provider.EnvVarConfigProvider"),
    };
    return kEntries;
}

}  // namespace kconnect
