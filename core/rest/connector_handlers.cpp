#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>

#include "rest/answers.hpp"
#include "rest/connector_path.hpp"
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
    const int task = task_number(call);
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
