#include "config/directory_config_provider.hpp"

#include <algorithm>
#include <functional>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>

#include "config/properties_file.hpp"

namespace kconnect {
namespace {

namespace fs = std::filesystem;

const Logger& logger() {
    static const Logger instance("kconnect.config.DirectoryConfigProvider");
    return instance;
}

std::string read_value(const fs::path& file) {
    std::string text;
    std::string problem = "no UTF-8";
    try {
        text = read_text_file(file);
        if (is_utf8(text)) {
            return text;
        }
    } catch (const ConnectException& error) {
        problem = error.what();
    }
    const auto message = fmt::format(
        "Could not read file {} for property {}", file.string(), file.filename().string());
    logger().error(fmt::format("{}: {}", message, problem));
    throw ConfigException(message);
}

/// The names and texts of the regular files in a folder whose name `is_wanted`.
ConfigMap read_folder(const fs::path& folder,
                      const std::function<bool(const std::string&)>& is_wanted) {
    ConfigMap values;
    std::error_code error;
    fs::directory_iterator entry(folder, error);
    for (; !error && entry != fs::directory_iterator(); entry.increment(error)) {
        auto name = entry->path().filename().string();
        std::error_code unreadable;
        if (is_wanted(name) && entry->is_regular_file(unreadable)) {
            values.emplace(std::move(name), read_value(entry->path()));
        }
    }
    if (error) {
        logger().error(
            fmt::format("Could not list directory {}: {}", folder.string(), error.message()));
        throw ConfigException(fmt::format("Could not list directory {}", folder.string()));
    }
    return values;
}

ConfigData read_allowed(const AllowedPaths& allowed_paths,
                        std::string_view path,
                        const std::function<bool(const std::string&)>& is_wanted) {
    if (path.empty()) {
        return {};
    }
    const auto folder = allowed_paths.allowed(path);
    std::error_code error;
    if (!folder) {
        logger().warn(fmt::format("The path {} is not allowed to be accessed", path));
    } else if (!fs::is_directory(*folder, error)) {
        logger().warn(fmt::format("The path {} is not a directory", path));
    } else {
        return {read_folder(*folder, is_wanted), std::nullopt};
    }
    return {};
}

}  // namespace

const ConfigDef& DirectoryConfigProvider::config_def() {
    return AllowedPaths::config_def();
}

void DirectoryConfigProvider::configure(const ConfigMap& config) {
    allowed_paths_ = AllowedPaths(config);
}

ConfigData DirectoryConfigProvider::get(std::string_view path) {
    return read_allowed(allowed_paths_, path, [](const std::string& /*name*/) { return true; });
}

ConfigData DirectoryConfigProvider::get_keys(std::string_view path,
                                             std::span<const std::string> keys) {
    return read_allowed(allowed_paths_, path, [keys](const std::string& name) {
        return std::find(keys.begin(), keys.end(), name) != keys.end();
    });
}

}  // namespace kconnect
