#include "config/config_transformer.hpp"

#include <algorithm>
#include <set>
#include <utility>

#include <kconnect/config_def.hpp>

#include "config/connector_config.hpp"
#include "config/env_var_config_provider.hpp"
#include "config/secret_mask.hpp"
#include "config/source_connector_config.hpp"
#include "config/worker_config.hpp"

namespace kconnect {
namespace {

/// Whether Connect itself declares the key, as something else than a password.
bool is_declared_plain(std::string_view key) {
    for (const auto* def :
         {&worker_config_def(), &sink_connector_config_def(), &source_connector_config_def()}) {
        if (const auto* declared = def->find(key)) {
            return declared->type != ConfigType::kPassword;
        }
    }
    return false;
}

bool is_password(std::string_view key, const ConfigDef& def) {
    const auto* const declared = def.find(key);
    return looks_secret(key, {}) ||
           (declared != nullptr && declared->type == ConfigType::kPassword);
}

}  // namespace

std::vector<ConfigVariable> config_variables(std::string_view text) {
    std::vector<ConfigVariable> variables;
    std::size_t at = 0;
    while ((at = text.find("${", at)) != std::string_view::npos) {
        const auto end = text.find('}', at);
        if (end == std::string_view::npos) {
            break;
        }
        const auto inner = text.substr(at + 2, end - at - 2);
        const auto colon = inner.find(':');
        if (colon == std::string_view::npos) {
            at += 2;
            continue;
        }
        ConfigVariable variable{at, end + 1, inner.substr(0, colon), {}, inner.substr(colon + 1)};
        if (const auto second = variable.key.find(':'); second != std::string_view::npos) {
            variable.path = variable.key.substr(0, second);
            variable.key.remove_prefix(second + 1);
        }
        variables.push_back(variable);
        at = end + 1;
    }
    return variables;
}

ConfigTransformer::ConfigTransformer(ConfigProviders providers, SecretMask& secrets)
    : providers_(std::move(providers)), secrets_(secrets) {
}

TransformedConfig ConfigTransformer::transform(const ConfigMap& config) {
    const std::lock_guard lock(mutex_);
    const auto data = look_up(config);
    TransformedConfig result;
    for (const auto& [key, text] : config) {
        result.config.emplace(key, replace(key, text, data));
    }
    for (const auto& [path, values] : data) {
        if (values.ttl && values.ttl->count() >= 0) {
            result.ttls.insert_or_assign(path.second, *values.ttl);
        }
    }
    learn_passwords(result.config, {});
    return result;
}

void ConfigTransformer::learn_passwords(const ConfigMap& config, const ConfigDef& def) {
    for (const auto& [key, value] : config) {
        const bool is_shown_elsewhere =
            std::any_of(config.begin(), config.end(), [&, &secret = value](const auto& other) {
                return !is_password(other.first, def) &&
                       other.second.find(secret) != std::string::npos;
            });
        if (is_password(key, def) && !is_shown_elsewhere && config_variables(value).empty()) {
            secrets_.add(value);
        }
    }
}

std::map<ConfigTransformer::Path, ConfigData> ConfigTransformer::look_up(const ConfigMap& config) {
    std::map<Path, std::set<std::string>> wanted;
    for (const auto& [config_key, text] : config) {
        for (const auto& variable : config_variables(text)) {
            if (providers_.contains(variable.provider)) {
                wanted[{std::string(variable.provider), std::string(variable.path)}].emplace(
                    variable.key);
            }
        }
    }
    std::map<Path, ConfigData> data;
    for (const auto& [path, key_set] : wanted) {
        const std::vector<std::string> keys(key_set.begin(), key_set.end());
        data.emplace(path, providers_.at(path.first)->get_keys(path.second, keys));
    }
    return data;
}

std::string ConfigTransformer::replace(const std::string& config_key,
                                       const std::string& text,
                                       const std::map<Path, ConfigData>& data) {
    std::string result;
    std::size_t copied = 0;
    for (const auto& variable : config_variables(text)) {
        const auto found = data.find({std::string(variable.provider), std::string(variable.path)});
        if (found == data.end()) {
            continue;
        }
        const auto value = find(found->second.values, variable.key);
        if (!value) {
            continue;
        }
        if (is_secret(config_key, variable, *value)) {
            secrets_.add(*value);
        }
        result.append(text, copied, variable.begin - copied).append(*value);
        copied = variable.end;
    }
    return result.append(text, copied);
}

bool ConfigTransformer::is_secret(const std::string& config_key,
                                  const ConfigVariable& variable,
                                  std::string_view value) const {
    if (looks_secret(config_key, value) || looks_secret(variable.key, value)) {
        return true;
    }
    const auto provider = providers_.find(variable.provider);
    const bool is_environment =
        dynamic_cast<const EnvVarConfigProvider*>(provider->second.get()) != nullptr;
    return !is_environment && !is_declared_plain(config_key);
}

ConfigMap with_variables_of(const ConfigMap& raw, ConfigMap config) {
    for (auto& [key, text] : config) {
        if (const auto found = find(raw, key); found && !config_variables(*found).empty()) {
            text = *found;
        }
    }
    return config;
}

}  // namespace kconnect
