#include <cctype>
#include <charconv>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>

#include "rest/answers.hpp"
#include "rest/create_request.hpp"
#include "rest/handlers.hpp"
#include "rest/json_views.hpp"
#include "rest/rest_exception.hpp"

namespace kconnect::rest {
namespace {

using Json = nlohmann::ordered_json;

const Logger& logger() {
    static const Logger instance("kconnect.rest.ConnectorsResource");
    return instance;
}

const std::string& connector_name(const Call& call) {
    return call.parameters.front();
}

std::unique_ptr<const ConnectorView> connector_or_404(const Call& call) {
    auto connector = call.context.herder.connector(connector_name(call));
    if (!connector) {
        throw NotFoundException(fmt::format("Connector {} not found", connector_name(call)));
    }
    return connector;
}

/// Which parts of each connector the query asks for; others are ignored, as in Java.
struct Expansion {
    bool has_any = false;
    bool has_status = false;
    bool has_info = false;
};

Expansion expansion(const RequestTarget& target) {
    Expansion result;
    for (const auto& [name, value] : target.query) {
        if (name != "expand") {
            continue;
        }
        result.has_any = true;
        if (value == "status") {
            result.has_status = true;
        } else if (value == "info") {
            result.has_info = true;
        } else {
            logger().info(fmt::format("Ignoring unknown expansion type {}", value));
        }
    }
    return result;
}

/// The address of a connector, as the client sees this worker.
std::string location_of(const Call& call, std::string_view name) {
    constexpr std::string_view kPlain = "-._~!$&'()*+,;=:@/";
    const auto host = header(call.request.headers, "Host");
    auto text = fmt::format("http://{}/connectors/", host.empty() ? call.context.worker_id : host);
    for (const char character : name) {
        const auto byte = static_cast<unsigned char>(character);
        const bool is_plain = (byte < 0x80 && std::isalnum(byte) != 0) ||
                              kPlain.find(character) != std::string_view::npos;
        text += is_plain ? std::string(1, character) : fmt::format("%{:02X}", byte);
    }
    return text;
}

}  // namespace

Response get_connectors(const Call& call) {
    const auto expanded = expansion(call.request.target);
    const auto connectors = call.context.herder.connectors();
    Json json = expanded.has_any ? Json::object() : Json::array();
    for (const auto& connector : connectors) {
        if (!expanded.has_any) {
            json.push_back(connector.name);
            continue;
        }
        Json& entry = json[connector.name];
        entry = Json::object();
        if (expanded.has_status) {
            entry["status"] = connector_status_json(connector, call.context.worker_id);
        }
        if (expanded.has_info) {
            entry["info"] = connector_info_json(connector);
        }
    }
    return json_response(200, json_text(json));
}

Response post_connectors(const Call& call) {
    const auto wanted = parse_create_request(call.request.body);
    call.context.requests.create_connector(wanted);
    const auto created = call.context.herder.connector(wanted.name);
    if (!created) {
        throw NotFoundException(fmt::format("Connector {} not found", wanted.name));
    }
    auto response = json_response(201, json_text(connector_info_json(*created)));
    response.headers.emplace_back("Location", location_of(call, wanted.name));
    return response;
}

Response get_connector(const Call& call) {
    return json_response(200, json_text(connector_info_json(*connector_or_404(call))));
}

Response get_connector_config(const Call& call) {
    return json_response(200, json_text(config_json(connector_or_404(call)->config)));
}

Response get_connector_status(const Call& call) {
    const auto connector = call.context.herder.connector(connector_name(call));
    if (!connector) {
        throw NotFoundException(
            fmt::format("No status found for connector {}", connector_name(call)));
    }
    return json_response(200, json_text(connector_status_json(*connector, call.context.worker_id)));
}

Response get_tasks(const Call& call) {
    return json_response(200, json_text(tasks_json(*connector_or_404(call))));
}

Response get_task_status(const Call& call) {
    const auto& text = call.parameters.back();
    int task = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), task);
    if (error != std::errc() || end != text.data() + text.size()) {
        throw NotFoundException("HTTP 404 Not Found");
    }
    const auto connector = call.context.herder.connector(connector_name(call));
    if (!connector || task < 0 || static_cast<std::size_t>(task) >= connector->tasks.size()) {
        throw NotFoundException(
            fmt::format("No status found for task {}-{}", connector_name(call), task));
    }
    return json_response(200,
                         json_text(task_status_json(
                             *connector, static_cast<std::size_t>(task), call.context.worker_id)));
}

Response get_topics(const Call& call) {
    if (!call.context.has_topic_tracking) {
        throw RestException(403, "Topic tracking is disabled.");
    }
    Json json;
    json[connector_name(call)]["topics"] = call.context.herder.active_topics(connector_name(call));
    return json_response(200, json_text(json));
}

Response get_offsets(const Call& call) {
    return json_response(
        200, json_text(offsets_json(call.context.herder.offsets(connector_name(call)))));
}

Response post_tasks(const Call& /*call*/) {
    throw ConnectException(
        "Kafka Connect in standalone mode does not support externally setting task "
        "configurations.");
}

Response put_fence(const Call& /*call*/) {
    throw ConnectException(
        "Kafka Connect in standalone mode does not support exactly-once source connectors.");
}

}  // namespace kconnect::rest
