#pragma once

#include <kconnect/config_def.hpp>
#include <kconnect/config_provider.hpp>

#include "config/allowed_paths.hpp"

namespace kconnect {

/// Values from properties files in UTF-8: `${file:/path/of/file.properties:key}`. A file is read
/// again for each configuration. Parameter `allowed.paths`.
class FileConfigProvider : public ConfigProvider {
public:
    static const ConfigDef& config_def();

    void configure(const ConfigMap& config) override;
    ConfigData get(std::string_view path) override;

private:
    AllowedPaths allowed_paths_;
};

}  // namespace kconnect
