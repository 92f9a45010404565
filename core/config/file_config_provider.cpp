#include "config/file_config_provider.hpp"

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>

#include "config/properties_file.hpp"

namespace kconnect {
namespace {

const Logger& logger() {
    static const Logger instance("kconnect.config.FileConfigProvider");
    return instance;
}

}  // namespace

const ConfigDef& FileConfigProvider::config_def() {
    return AllowedPaths::config_def();
}

void FileConfigProvider::configure(const ConfigMap& config) {
    allowed_paths_ = AllowedPaths(config);
}

ConfigData FileConfigProvider::get(std::string_view path) {
    if (path.empty()) {
        return {};
    }
    const auto file = allowed_paths_.allowed(path);
    if (!file) {
        logger().warn(fmt::format("The path {} is not allowed to be accessed", path));
        return {};
    }
    std::string text;
    try {
        text = read_text_file(*file);
    } catch (const ConnectException& error) {
        logger().error(
            fmt::format("Could not read properties from file {}: {}", path, error.what()));
        throw ConfigException(fmt::format("Could not read properties from file {}", path));
    }
    if (!is_utf8(text)) {
        logger().error(fmt::format("Could not read properties from file {}: no UTF-8", path));
        throw ConfigException(fmt::format("Could not read properties from file {}", path));
    }
    return {parse_properties(text, path, PropertiesEncoding::kUtf8), std::nullopt};
}

}  // namespace kconnect
