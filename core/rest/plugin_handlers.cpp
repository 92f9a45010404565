#include <nlohmann/json.hpp>

#include "rest/answers.hpp"
#include "rest/handlers.hpp"
#include "rest/json_views.hpp"

namespace kconnect::rest {
namespace {

using Json = nlohmann::ordered_json;

/// Java's Boolean.parseBoolean of the parameter: everything but "true" is false.
bool wants_connectors_only(const RequestTarget& target) {
    const auto text = parameter(target, "connectorsOnly");
    return !text || equals_ignoring_case(*text, "true");
}

}  // namespace

Response get_plugins(const Call& call) {
    const bool connectors_only = wants_connectors_only(call.request.target);
    Json json = Json::array();
    for (const auto& plugin : call.context.herder.plugins()) {
        if (!connectors_only || plugin.type == "sink" || plugin.type == "source") {
            json.push_back(plugin_json(plugin));
        }
    }
    return json_response(200, json_text(json));
}

Response get_plugin_config(const Call& call) {
    const std::string version(parameter(call.request.target, "version").value_or("latest"));
    Json json = Json::array();
    for (const auto& key : call.context.herder.plugin_config(call.parameters.front(), version)) {
        json.push_back(config_key_json(key));
    }
    return json_response(200, json_text(json));
}

}  // namespace kconnect::rest
