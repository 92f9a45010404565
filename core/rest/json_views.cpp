#include "rest/json_views.hpp"

#include <nlohmann/json.hpp>

namespace kconnect::rest {
namespace {

using Json = nlohmann::ordered_json;

/// Adds the members that the state of a connector and of a task share.
void add_state(Json& json, const StateView& state, const std::string& worker_id) {
    json["state"] = state.state;
    json["worker_id"] = worker_id;
    json["version"] = state.version ? Json(*state.version) : Json(nullptr);
    if (!state.trace.empty()) {
        json["trace"] = state.trace;
    }
}

Json task_id_json(const std::string& connector, std::size_t task) {
    Json json;
    json["connector"] = connector;
    json["task"] = task;
    return json;
}

}  // namespace

std::string json_text(const Json& document) {
    return document.dump(-1, ' ', false, Json::error_handler_t::replace);
}

Json config_json(const OrderedConfig& config) {
    Json json = Json::object();
    for (const auto& [key, value] : config) {
        json[key] = value;
    }
    return json;
}

Json connector_info_json(const ConnectorView& connector) {
    Json json;
    json["name"] = connector.name;
    json["config"] = config_json(connector.config);
    json["tasks"] = Json::array();
    for (std::size_t task = 0; task < connector.tasks.size(); ++task) {
        json["tasks"].push_back(task_id_json(connector.name, task));
    }
    json["type"] = connector.type;
    return json;
}

Json connector_status_json(const ConnectorView& connector, const std::string& worker_id) {
    Json json;
    json["name"] = connector.name;
    add_state(json["connector"], connector.state, worker_id);
    json["tasks"] = Json::array();
    for (std::size_t task = 0; task < connector.tasks.size(); ++task) {
        json["tasks"].push_back(task_status_json(connector, task, worker_id));
    }
    json["type"] = connector.type;
    return json;
}

Json task_status_json(const ConnectorView& connector,
                      std::size_t task,
                      const std::string& worker_id) {
    Json json;
    json["id"] = task;
    add_state(json, connector.tasks.at(task).state, worker_id);
    return json;
}

Json tasks_json(const ConnectorView& connector) {
    Json json = Json::array();
    for (std::size_t task = 0; task < connector.tasks.size(); ++task) {
        Json entry;
        entry["id"] = task_id_json(connector.name, task);
        entry["config"] = config_json(connector.tasks[task].config);
        json.push_back(std::move(entry));
    }
    return json;
}

Json offsets_json(const std::vector<OffsetView>& offsets) {
    Json list = Json::array();
    for (const auto& offset : offsets) {
        Json entry;
        entry["partition"] = Json::parse(offset.partition);
        entry["offset"] = offset.offset ? Json::parse(*offset.offset) : Json(nullptr);
        list.push_back(std::move(entry));
    }
    Json json;
    json["offsets"] = std::move(list);
    return json;
}

Json plugin_json(const PluginView& plugin) {
    Json json;
    json["class"] = plugin.class_name;
    json["type"] = plugin.type;
    json["version"] = plugin.version;
    return json;
}

Json config_key_json(const ConfigKeyView& view) {
    const auto& key = view.key;
    const auto& default_text = key.default_value.text();
    Json json;
    json["name"] = key.name;
    json["type"] = name_of(key.type);
    json["required"] = !key.default_value.has_default();
    json["default_value"] = !default_text                       ? Json(nullptr)
                            : key.type == ConfigType::kPassword ? Json("[hidden]")
                                                                : Json(*default_text);
    json["importance"] = name_of(key.importance);
    json["documentation"] = key.doc;
    json["group"] = key.group.empty() ? Json(nullptr) : Json(key.group);
    json["width"] = name_of(key.width);
    json["display_name"] = key.display_name.empty() ? key.name : key.display_name;
    json["dependents"] = key.dependents;
    json["order"] = view.order_in_group;
    return json;
}

Json validation_json(const ValidationView& validation) {
    Json json;
    json["name"] = validation.name;
    json["error_count"] = validation.error_count;
    json["groups"] = validation.groups;
    json["configs"] = Json::array();
    for (const auto& key : validation.keys) {
        Json value;
        value["name"] = key.definition.key.name;
        value["value"] = key.value ? Json(*key.value) : Json(nullptr);
        value["recommended_values"] = key.recommended_values;
        value["errors"] = key.errors;
        value["visible"] = key.is_visible;
        Json entry;
        entry["definition"] = key.is_defined ? config_key_json(key.definition) : Json(nullptr);
        entry["value"] = std::move(value);
        json["configs"].push_back(std::move(entry));
    }
    return json;
}

}  // namespace kconnect::rest
