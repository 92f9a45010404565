#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>

namespace kconnect {

/// Configuration as it came: key to text.
using ConfigMap = std::map<std::string, std::string, std::less<>>;

/// The text of `key`; absent when the key is missing.
inline std::optional<std::string_view> find(const ConfigMap& config, std::string_view key) {
    const auto found = config.find(key);
    if (found == config.end()) {
        return std::nullopt;
    }
    return found->second;
}

/// The entries whose key starts with `prefix`, without it.
inline ConfigMap with_prefix(const ConfigMap& config, std::string_view prefix) {
    ConfigMap result;
    for (auto entry = config.lower_bound(prefix);
         entry != config.end() && entry->first.starts_with(prefix);
         ++entry) {
        result.emplace(entry->first.substr(prefix.size()), entry->second);
    }
    return result;
}

}  // namespace kconnect
