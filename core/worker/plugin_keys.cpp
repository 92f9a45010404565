#include "worker/plugin_keys.hpp"

#include <algorithm>
#include <map>
#include <string>

#include <kconnect/config_def.hpp>

#include "config/connector_config.hpp"
#include "config/source_connector_config.hpp"

namespace kconnect {
namespace {

/// Gives keys their places: as declared in their group, from 1; -1 without a group.
class Places {
public:
    int next(const ConfigKey& key) { return key.group.empty() ? -1 : ++last_[key.group]; }

private:
    std::map<std::string, int, std::less<>> last_;
};

/// The place of one of the worker's keys, which Connect counts over several groups.
int place_of_worker_key(const ConfigKey& key, Places& places) {
    static const std::map<std::string, int, std::less<>> fixed = {{"transforms", 12},
                                                                  {"predicates", 13},
                                                                  {"config.action.reload", 14},
                                                                  {"topics", 4},
                                                                  {"topics.regex", 4}};
    const auto found = fixed.find(key.name);
    return found == fixed.end() ? places.next(key) : found->second;
}

void add_worker_keys(const ConfigDef& def,
                     const PluginDescription& plugin,
                     std::vector<rest::ConfigKeyView>& views) {
    const auto own_count = views.size();
    Places places;
    for (const auto& key : def.keys()) {
        const int place = place_of_worker_key(key, places);
        const bool is_own =
            std::any_of(views.begin(),
                        views.begin() + static_cast<std::ptrdiff_t>(own_count),
                        [&key](const auto& view) { return view.key.name == key.name; });
        if (is_own || key.internal) {
            continue;
        }
        auto& view = views.emplace_back(rest::ConfigKeyView{key, place});
        if (key.name == "connector.plugin.version") {
            view.key.default_value = plugin.version.c_str();
        }
    }
}

}  // namespace

std::vector<rest::ConfigKeyView> plugin_keys(const PluginDescription& plugin) {
    std::vector<rest::ConfigKeyView> views;
    Places places;
    if (plugin.entry->config_def != nullptr) {
        const auto& def = *static_cast<const ConfigDef*>(plugin.entry->config_def());
        for (const auto& key : def.keys()) {
            if (!key.internal) {
                views.push_back({key, places.next(key)});
            }
        }
    }
    if (plugin.kind == KCONNECT_SINK_CONNECTOR) {
        add_worker_keys(sink_connector_config_def(), plugin, views);
    } else if (plugin.kind == KCONNECT_SOURCE_CONNECTOR) {
        add_worker_keys(source_connector_config_def(), plugin, views);
    }
    return views;
}

}  // namespace kconnect
