#include "plugin/plugin_scanner.hpp"

#include <algorithm>
#include <system_error>
#include <vector>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>

#include "plugin/plugin_library.hpp"

namespace kconnect {
namespace {

namespace fs = std::filesystem;

const Logger& logger() {
    static const Logger instance("kconnect.plugin.PluginScanner");
    return instance;
}

/// What `folder` holds, sorted so that every start sees the same order; throws fs errors.
std::vector<fs::path> listing(const fs::path& folder) {
    std::vector<fs::path> result;
    for (const auto& entry : fs::directory_iterator(folder)) {
        result.push_back(entry.path());
    }
    std::sort(result.begin(), result.end());
    return result;
}

std::vector<fs::path> listing_or_nothing(const fs::path& folder) {
    try {
        return listing(folder);
    } catch (const fs::filesystem_error& error) {
        logger().warn(fmt::format(
            "Folder {} of a plugin path is ignored: {}", folder.string(), error.code().message()));
        return {};
    }
}

/// A file that should be loaded. One that cannot even be looked at is reported, not loaded.
bool is_library(const fs::path& path) {
    if (path.extension() != ".so") {
        return false;
    }
    std::error_code error;
    const auto status = fs::status(path, error);
    if (error) {
        logger().error(fmt::format("Plugin library '{}' is left out: {}; mend or remove the link",
                                   path.string(),
                                   error.message()));
    }
    return status.type() == fs::file_type::regular;
}

bool is_java_archive(const fs::path& path) {
    return path.extension() == ".jar" || path.extension() == ".zip" || path.extension() == ".class";
}

}  // namespace

PluginScanner::PluginScanner(PluginRegistry& registry, PluginProbe& probe)
    : registry_(registry), probe_(probe) {
}

void PluginScanner::scan_own_folder(const fs::path& folder) {
    for (const auto& path : listing(folder)) {
        if (is_library(path)) {
            load(path, true);
        }
    }
}

void PluginScanner::scan_plugin_path(std::span<const std::string> locations) {
    for (const auto& location : locations) {
        if (location.empty()) {
            continue;
        }
        try {
            scan_location(location);
        } catch (const fs::filesystem_error&) {
            logger().error(
                fmt::format("Could not get listing for plugin path: {}. Ignoring.", location));
        }
    }
}

void PluginScanner::scan_location(const fs::path& location) {
    std::size_t libraries = 0;
    std::size_t java_archives = 0;
    const auto visit = [&](const fs::path& path) {
        if (is_library(path)) {
            ++libraries;
            load(path, false);
        } else if (is_java_archive(path)) {
            ++java_archives;
        }
    };
    for (const auto& path : listing(location)) {
        std::error_code ignored;
        if (!fs::is_directory(path, ignored)) {
            visit(path);
            continue;
        }
        std::ranges::for_each(listing_or_nothing(path), visit);
    }
    if (libraries == 0) {
        logger().warn(fmt::format(
            "Plugin path {} holds no plugin library (*.so){}",
            location.string(),
            java_archives == 0
                ? ""
                : fmt::format(
                      ", only {} Java archives, which kconnect does not run: its own plugins "
                      "answer to the class names of the Java connectors they replace",
                      java_archives)));
    }
}

void PluginScanner::load(const fs::path& file, bool is_own) {
    try {
        if (!is_own) {
            if (const auto& problem = probe_.problem(file)) {
                logger().error(*problem);
                return;
            }
        }
        logger().info(fmt::format("Loading plugin from: {}", file.string()));
        registry_.add(load_plugin_library(file),
                      "file:" + fs::absolute(file).string(),
                      is_own ? PluginOrigin::kProgram : PluginOrigin::kPluginPath);
    } catch (...) {
        logger().error(describe(std::current_exception()));
    }
}

}  // namespace kconnect
