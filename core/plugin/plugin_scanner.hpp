#pragma once

#include <filesystem>
#include <span>
#include <string>

#include "plugin/plugin_probe.hpp"
#include "plugin/plugin_registry.hpp"

namespace kconnect {

/// Finds and loads plugin libraries and adds their classes to a registry. A library that cannot be
/// used is reported as one ERROR line and affects no other.
/// Threads: one, before any other exists (loading runs static initialisers).
class PluginScanner {
public:
    /// Both are borrowed.
    PluginScanner(PluginRegistry& registry, PluginProbe& probe);

    /// Loads all `*.so` directly inside `folder`, which is known to be of this program's build.
    void scan_own_folder(const std::filesystem::path& folder);

    /// Loads the libraries of the folders in `plugin.path`: each `*.so` directly inside a folder or
    /// inside one of its folders. Each is probed first. A missing folder or one of Java plugins
    /// is reported and passed over.
    void scan_plugin_path(std::span<const std::string> locations);

private:
    void scan_location(const std::filesystem::path& location);
    void load(const std::filesystem::path& file, bool is_own);

    PluginRegistry& registry_;
    PluginProbe& probe_;
};

}  // namespace kconnect
