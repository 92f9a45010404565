#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <kconnect/errors.hpp>

#include "rest/answers.hpp"
#include "rest/create_request.hpp"
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

/// A connector's class without the word that may be left out.
std::string_view without_suffix(std::string_view name) {
    constexpr std::string_view kSuffix = "Connector";
    if (name.size() > kSuffix.size() && name.ends_with(kSuffix)) {
        name.remove_suffix(kSuffix.size());
    }
    return name;
}

/// The path may name the connector by the end of its class.
void check_class(const std::string& plugin, const ConfigMap& config) {
    const auto included = find(config, "connector.class");
    if (included && !without_suffix(*included).ends_with(without_suffix(plugin))) {
        throw BadRequestException(fmt::format(
            "Included connector type {} does not match request type {}", *included, plugin));
    }
}

}  // namespace

Response validate_plugin_config(const Call& call) {
    const auto wanted = parse_config_patch(call.request.body, "");
    check_class(call.parameters.front(), wanted.config);
    try {
        const auto validation = call.context.requests.validate(wanted);
        return json_response(200, json_text(validation_json(validation)));
    } catch (const ConnectException& error) {
        // Java checks on another thread, whose errors reach the client with their class.
        throw ConnectException(fmt::format("{}: {}", error.java_class(), error.what()));
    }
}

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
