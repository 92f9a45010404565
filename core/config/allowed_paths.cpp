#include "config/allowed_paths.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

namespace kconnect {
namespace {

namespace fs = std::filesystem;

/// Without ".", ".." and a slash at the end.
fs::path normal(std::string_view text) {
    auto path = fs::path(text).lexically_normal();
    if (!path.has_filename() && path.has_relative_path()) {
        path = path.parent_path();
    }
    return path;
}

bool is_below(const fs::path& path, const fs::path& folder) {
    return std::mismatch(folder.begin(), folder.end(), path.begin(), path.end()).first ==
           folder.end();
}

fs::path existing(std::string_view text) {
    auto path = normal(text);
    std::error_code error;
    if (!path.is_absolute()) {
        throw ConfigException(fmt::format("Path {} is not absolute", path.string()));
    }
    if (!fs::exists(path, error)) {
        throw ConfigException(fmt::format("Path {} does not exist", path.string()));
    }
    return path;
}

}  // namespace

const ConfigDef& AllowedPaths::config_def() {
    static const ConfigDef def{
        {.name = "allowed.paths",
         .type = ConfigType::kString,
         .default_value = nullptr,
         .importance = Importance::kMedium,
         .doc =
             "Paths, separated by commas, at and below which files may be read; all when absent."}};
    return def;
}

AllowedPaths::AllowedPaths(const ConfigMap& config) {
    auto text = find(config, "allowed.paths").value_or("");
    if (text.empty()) {
        return;
    }
    paths_.emplace();
    // As Java splits: empty elements at the end do not count.
    text = text.substr(0, text.find_last_not_of(',') + 1);
    while (!text.empty()) {
        const auto comma = text.find(',');
        paths_->push_back(existing(text.substr(0, comma)));
        text.remove_prefix(comma == std::string_view::npos ? text.size() : comma + 1);
    }
}

std::optional<fs::path> AllowedPaths::allowed(std::string_view path) const {
    if (!paths_) {
        return fs::path(path);
    }
    auto wanted = normal(path);
    const bool is_allowed = std::any_of(paths_->begin(), paths_->end(), [&](const auto& folder) {
        return is_below(wanted, folder);
    });
    return is_allowed ? std::optional(std::move(wanted)) : std::nullopt;
}

}  // namespace kconnect
