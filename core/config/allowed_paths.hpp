#pragma once

#include <filesystem>
#include <optional>
#include <string_view>
#include <vector>

#include <kconnect/config_def.hpp>
#include <kconnect/config_map.hpp>

namespace kconnect {

/// The paths that a provider may read: those at and below `allowed.paths`, or all.
class AllowedPaths {
public:
    /// The key `allowed.paths`.
    static const ConfigDef& config_def();

    AllowedPaths() = default;
    /// Reads `allowed.paths`, separated by commas; absent or empty allows all. Throws
    /// ConfigException for one that is not absolute or does not exist.
    explicit AllowedPaths(const ConfigMap& config);

    /// The path to read for `path`, without `..`; absent when it is not allowed.
    std::optional<std::filesystem::path> allowed(std::string_view path) const;

private:
    std::optional<std::vector<std::filesystem::path>> paths_;
};

}  // namespace kconnect
