#include "config/connector_file.hpp"

#include <algorithm>
#include <cctype>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

#include "config/connector_config.hpp"
#include "config/json_config.hpp"
#include "config/properties_file.hpp"
#include "config/yaml_file.hpp"

namespace kconnect {
namespace {

void refuse_nulls(const JsonScalars& scalars) {
    if (scalars.nulls.empty()) {
        return;
    }
    if (!find(scalars.texts, "connector.class")) {
        ConfigMap shown = scalars.texts;
        for (const auto& key : scalars.nulls) {
            shown.emplace(key, "null");
        }
        throw BadRequestException(
            fmt::format("Connector config {} contains no connector type", config_map_text(shown)));
    }
    throw BadRequestException(
        "Connector configuration is invalid and contains the following 1 error(s):\n"
        "Null value can not be supplied as the configuration value.\n"
        "You can also find the above list of errors at the endpoint "
        "`/connector-plugins/{connectorType}/config/validate`");
}

/// Whether the JSON has the form of the body of POST /connectors; other members do not matter.
bool is_request(const JsonConfig& json) {
    return !json.top.nesting.contains("name") && !json.top.nesting.contains("config") &&
           !find(json.top.texts, "config") && (!json.config || json.config->nesting.empty());
}

ConnectorRequest from_request(const JsonConfig& json, std::string_view place) {
    if (!json.config) {
        throw ConnectException(fmt::format(
            "Connector request at '{}' is missing the mandatory 'config' object", place));
    }
    auto config = *json.config;
    const auto name = find(json.top.texts, "name");
    if (const auto inner = find(config.texts, "name"); inner && inner != name) {
        throw ConnectException(
            fmt::format("Connector name configuration in 'config' doesn't match the one specified "
                        "in 'name' at '{}'",
                        place));
    }
    if (name) {
        config.texts.emplace("name", *name);
    } else {
        config.nulls.insert("name");
    }
    refuse_nulls(config);
    ConnectorRequest request{config.texts.at("name"), config.texts, InitialState::kRunning};
    if (const auto state = find(json.top.texts, "initial_state")) {
        request.initial_state = parse_initial_state(std::string(*state), place);
    }
    return request;
}

ConnectorRequest from_map(ConfigMap config, std::string_view place) {
    const auto name = find(config, "name");
    if (!name) {
        throw ConnectException(fmt::format(
            "Connector configuration at '{}' is missing the mandatory 'name' configuration",
            place));
    }
    std::string text(*name);
    return {std::move(text), std::move(config), InitialState::kRunning};
}

}  // namespace

InitialState parse_initial_state(std::string text, std::string_view place) {
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char character) {
        return static_cast<char>(std::toupper(character));
    });
    if (text == "RUNNING") {
        return InitialState::kRunning;
    }
    if (text == "PAUSED") {
        return InitialState::kPaused;
    }
    if (text == "STOPPED") {
        return InitialState::kStopped;
    }
    throw ConnectException(fmt::format(
        "initial_state '{}' at '{}' is unknown; use RUNNING, PAUSED or STOPPED", text, place));
}

ConnectorRequest parse_connector_text(std::string_view text, std::string_view place) {
    if (const auto json = parse_json_config(text)) {
        if (json->top.nesting.empty() && !json->config) {
            refuse_nulls(json->top);
            return from_map(json->top.texts, place);
        }
        if (is_request(*json)) {
            return from_request(*json, place);
        }
    }
    return from_map(parse_properties(text, place), place);
}

std::vector<ConnectorRequest> read_connector_file(const std::filesystem::path& file) {
    const auto text = read_text_file(file);
    if (is_yaml_file(file)) {
        return parse_connector_yaml(text, file.string());
    }
    return {parse_connector_text(text, file.string())};
}

}  // namespace kconnect
