#pragma once

#include <kconnect/config_def.hpp>
#include <kconnect/config_provider.hpp>

#include "config/allowed_paths.hpp"

namespace kconnect {

/// Values that are files of a folder, as Kubernetes mounts secrets: `${dir:/path/of/folder:name}`
/// is the whole text of the file, line ends included. Parameter `allowed.paths`.
class DirectoryConfigProvider : public ConfigProvider {
public:
    static const ConfigDef& config_def();

    void configure(const ConfigMap& config) override;
    ConfigData get(std::string_view path) override;
    ConfigData get_keys(std::string_view path, std::span<const std::string> keys) override;

private:
    AllowedPaths allowed_paths_;
};

}  // namespace kconnect
