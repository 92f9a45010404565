#include "worker/transformation_keys.hpp"

#include <algorithm>
#include <optional>
#include <string>
#include <tuple>
#include <utility>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>

#include "worker/transformation_classes.hpp"

namespace kconnect {
namespace {

const Logger& logger() {
    static const Logger instance("kconnect.worker.TransformationKeys");
    return instance;
}

ConfigDef own_keys(const PluginDescription& plugin) {
    return plugin.kind == KCONNECT_PREDICATE ? create_plugin<Predicate>(plugin)->config()
                                             : create_plugin<Transformation>(plugin)->config();
}

/// The keys of one alias.
class AliasKeys {
public:
    AliasKeys(const TransformationSort& sort,
              const std::string& alias,
              const ConfigMap& config,
              const PluginRegistry& registry)
        : sort_(sort),
          alias_(alias),
          prefix_(sort.list_key + "." + alias + "."),
          group_(sort.group + ": " + alias),
          registry_(registry) {
        if (const auto text = find(config, prefix_ + "type")) {
            plugin_ = registry.find(sort.kind, trimmed_class(prefix_ + "type", *text));
        }
    }

    std::vector<ConfigKey> make(const ConfigMap& config) {
        add(type_key(config));
        add(version_key());
        if (plugin_ == nullptr) {
            return std::move(keys_);
        }
        std::vector<ConfigKey> embedded = own_keys_with_prefix();
        if (sort_.kind == KCONNECT_TRANSFORMATION) {
            add_condition_keys(embedded);
        }
        std::ranges::sort(embedded, is_listed_before);
        for (ConfigKey& key : embedded) {
            add(std::move(key));
        }
        return std::move(keys_);
    }

private:
    void add(ConfigKey key) {
        key.order = static_cast<int>(keys_.size());
        keys_.push_back(std::move(key));
    }

    ConfigKey type_key(const ConfigMap& config) const {
        const auto name = prefix_ + "type";
        // Java looks at these two even where the class is wrong.
        const bool is_negated_for_nothing = sort_.kind == KCONNECT_TRANSFORMATION &&
                                            config.contains(prefix_ + "negate") &&
                                            !config.contains(prefix_ + "predicate");
        auto check =
            [name, is_negated_for_nothing, prefix = prefix_, &sort = sort_, &all = registry_](
                const ConfigValue& value) -> std::optional<std::string> {
            if (const auto* class_name = std::get_if<std::string>(&value)) {
                need_class(name, *class_name, sort, all);
            }
            if (is_negated_for_nothing) {
                throw ConfigException(
                    fmt::format("Config '{0}negate' was provided but there is no config "
                                "'{0}predicate' defining a predicate to be negated.",
                                prefix));
            }
            return std::nullopt;
        };
        return {.name = name,
                .type = ConfigType::kClass,
                .validator = Validator{std::move(check),
                                       fmt::format("valid configs for {} {}", alias_, sort_.word)},
                .importance = Importance::kHigh,
                .doc = fmt::format("Class of the {} '{}'.", sort_.word, alias_),
                .group = group_,
                .width = Width::kLong,
                .display_name = fmt::format("{} type for {}", sort_.interface_name, alias_),
                .recommended_values = [&sort = sort_, &all = registry_](const ConfigMap&) {
                    std::vector<std::string> names;
                    for (const auto* plugin : all.of_kind(sort.kind)) {
                        names.push_back(plugin->class_name);
                    }
                    return names;
                }};
    }

    ConfigKey version_key() const {
        auto check = [plugin = plugin_,
                      &all = registry_](const ConfigValue& value) -> std::optional<std::string> {
            if (const auto* version = std::get_if<std::string>(&value);
                version != nullptr && plugin != nullptr) {
                all.of_version(*plugin, *version);
            }
            return std::nullopt;
        };
        return {.name = prefix_ + kVersionKey,
                .type = ConfigType::kString,
                .default_value =
                    plugin_ == nullptr ? ConfigDefault(nullptr) : ConfigDefault(plugin_->version),
                .validator = Validator{std::move(check), ""},
                .importance = Importance::kHigh,
                .doc = fmt::format("Version of the {} '{}'.", sort_.word, alias_),
                .group = group_,
                .width = Width::kLong,
                .display_name = fmt::format("{} version for {}", sort_.interface_name, alias_)};
    }

    void add_condition_keys(std::vector<ConfigKey>& keys) const {
        keys.push_back({.name = prefix_ + "predicate",
                        .type = ConfigType::kString,
                        .default_value = nullptr,
                        .importance = Importance::kMedium,
                        .doc = "Alias of the predicate that says for which records the "
                               "transformation is.",
                        .group = group_,
                        .display_name = "predicate"});
        keys.push_back({.name = prefix_ + "negate",
                        .type = ConfigType::kBoolean,
                        .default_value = "false",
                        .importance = Importance::kMedium,
                        .doc = "Whether it is for all other records instead.",
                        .group = group_,
                        .display_name = "negate"});
    }

    /// Connect lists what is required first, then by importance and name.
    static bool is_listed_before(const ConfigKey& left, const ConfigKey& right) {
        const auto rank = [](const ConfigKey& key) {
            return std::tuple(key.order,
                              key.default_value.has_default(),
                              key.importance,
                              std::string_view(key.name));
        };
        return rank(left) < rank(right);
    }

    std::vector<ConfigKey> own_keys_with_prefix() const {
        std::vector<ConfigKey> keys;
        const ConfigDef def = own_keys(*plugin_);
        for (const ConfigKey& key : def.keys()) {
            if (sort_.kind == KCONNECT_TRANSFORMATION &&
                (key.name == "predicate" || key.name == "negate")) {
                logger().warn(fmt::format(
                    "Transformer config {} is masked by implicit config of that name", key.name));
                continue;
            }
            keys.push_back(with_prefix_and_group(key));
        }
        return keys;
    }

    /// Its validator blames the key by the class's own name for it, as in Java.
    ConfigKey with_prefix_and_group(ConfigKey key) const {
        if (key.validator) {
            key.validator->check = [check = key.validator->check,
                                    own_name = key.name,
                                    type = key.type](const ConfigValue& value) {
                if (const auto problem = check(value)) {
                    throw ConfigException(own_name, display(value, type), *problem);
                }
                return std::optional<std::string>();
            };
        }
        key.display_name = key.display_name.empty() ? key.name : key.display_name;
        key.group = key.group.empty() ? group_ : group_ + ": " + key.group;
        key.name = prefix_ + key.name;
        return key;
    }

    const TransformationSort& sort_;
    const std::string& alias_;
    const std::string prefix_;
    const std::string group_;
    const PluginRegistry& registry_;
    const PluginDescription* plugin_ = nullptr;
    std::vector<ConfigKey> keys_;
};

ConfigSection section(const TransformationSort& sort, const PluginRegistry& registry) {
    return {sort.list_key + ".<alias>.*", [&sort, &registry](const ConfigMap& config) {
                std::vector<ConfigKey> keys;
                for (const auto& alias : aliases_in(config, sort)) {
                    auto more = AliasKeys(sort, alias, config, registry).make(config);
                    std::move(more.begin(), more.end(), std::back_inserter(keys));
                }
                return keys;
            }};
}

}  // namespace

void add_transformation_sections(ConfigDef& def, const PluginRegistry& registry) {
    def.add(section(transformation_sort(), registry));
    def.add(section(predicate_sort(), registry));
}

void name_transformation_classes(std::vector<ConfigKeyResult>& results,
                                 const PluginRegistry& registry) {
    for (const TransformationSort* sort : {&transformation_sort(), &predicate_sort()}) {
        for (ConfigKeyResult& result : results) {
            const auto* name = std::get_if<std::string>(&result.value);
            if (name == nullptr || result.key.type != ConfigType::kClass ||
                !result.key.group.starts_with(sort->group + ": ") ||
                !result.key.name.ends_with(".type")) {
                continue;
            }
            const auto* plugin = registry.find(sort->kind, *name);
            result.value = plugin == nullptr ? ConfigValue() : ConfigValue(plugin->class_name);
        }
    }
}

}  // namespace kconnect
