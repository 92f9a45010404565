#include "worker/validation_view.hpp"

#include <map>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "worker/plugin_keys.hpp"

namespace kconnect {
namespace {

/// Places of keys in their groups: those of worker and connector as `plugin_keys` counts them,
/// those of transformations and predicates as their section does, those of converters from 0, -1
/// without a group.
class KeyPlaces {
public:
    explicit KeyPlaces(const PluginDescription& plugin) {
        for (const auto& view : plugin_keys(plugin)) {
            known_.emplace(view.key.name, view.order_in_group);
        }
    }

    int of(const ConfigKey& key) {
        if (const auto found = known_.find(key.name); found != known_.end()) {
            return found->second;
        }
        if (key.name.starts_with("transforms.") || key.name.starts_with("predicates.")) {
            return key.order;
        }
        return key.group.empty() ? -1 : next_[key.group]++;
    }

private:
    std::map<std::string, int, std::less<>> known_;
    std::map<std::string, int, std::less<>> next_;
};

std::optional<std::string> text_of(const ConfigKeyResult& result, const ConfigMap& config) {
    const auto written = find(config, result.key.name);
    if (written && written->find("${") != std::string_view::npos &&
        result.key.type != ConfigType::kPassword) {
        return std::string(*written);
    }
    if (std::holds_alternative<std::monostate>(result.value)) {
        return std::nullopt;
    }
    if (const auto* list = std::get_if<std::vector<std::string>>(&result.value)) {
        return fmt::format("{}", fmt::join(*list, ","));
    }
    return display(result.value, result.key.type);
}

}  // namespace

rest::ValidationView validation_view(const CheckedConnector& checked, const ConfigMap& config) {
    KeyPlaces places(*checked.plugin);
    rest::ValidationView view{.name = std::string(find(config, "connector.class").value_or("")),
                              .error_count = checked.validation.error_count,
                              .groups = checked.validation.groups,
                              .keys = {}};
    for (const auto& result : checked.validation.results) {
        if (result.key.internal) {
            continue;
        }
        view.keys.push_back({.definition = {result.key, places.of(result.key)},
                             .is_defined = result.is_defined,
                             .value = text_of(result, config),
                             .recommended_values = result.recommended_values,
                             .errors = result.errors,
                             .is_visible = result.is_visible});
    }
    return view;
}

}  // namespace kconnect
