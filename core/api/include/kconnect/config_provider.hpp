#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include <kconnect/config_map.hpp>
#include <kconnect/export.hpp>

namespace kconnect {

/// What a provider knows under one path.
struct ConfigData {
    ConfigMap values;
    std::optional<std::chrono::milliseconds> ttl;  ///< After which the values may be others.
};

/// Supplies values for `${provider:path:key}` in configurations. Threads: any, one at a time.
class KCONNECT_API ConfigProvider {
public:
    virtual ~ConfigProvider();

    /// Takes the properties below `config.providers.<name>.param.`, prefix removed.
    virtual void configure(const ConfigMap& config) = 0;
    /// All values under `path` (empty for `${provider:key}`); throws ConfigException when the path
    /// cannot be read.
    virtual ConfigData get(std::string_view path) = 0;
    /// Of these values the ones that are asked for, those of `keys`; others may come along. The
    /// default is get(path).
    virtual ConfigData get_keys(std::string_view path, std::span<const std::string> keys);
};

}  // namespace kconnect
