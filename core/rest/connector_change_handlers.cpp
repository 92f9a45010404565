#include <algorithm>
#include <cctype>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <kconnect/errors.hpp>

#include "rest/answers.hpp"
#include "rest/connector_path.hpp"
#include "rest/create_request.hpp"
#include "rest/handlers.hpp"
#include "rest/json_views.hpp"
#include "rest/rest_exception.hpp"

namespace kconnect::rest {
namespace {

bool exists(const Call& call) {
    return call.context.herder.connector(connector_name(call)) != nullptr;
}

Response empty_response(int status) {
    return {.status = status, .body = {}, .content_type = {}};
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

/// The connector as it is now: 201 with its address, or 200.
Response connector_response(const Call& call, const std::string& name, bool is_new) {
    const auto connector = call.context.herder.connector(name);
    if (!connector) {
        throw NotFoundException(fmt::format("Connector {} not found", name));
    }
    auto response = json_response(is_new ? 201 : 200, json_text(connector_info_json(*connector)));
    if (is_new) {
        response.headers.emplace_back("Location", location_of(call, name));
    }
    return response;
}

/// Java's Boolean.valueOf of a parameter of the query; false when it is not there.
bool flag(const Call& call, std::string_view wanted) {
    const auto& query = call.request.target.query;
    const auto found = std::find_if(
        query.begin(), query.end(), [&](const auto& entry) { return entry.first == wanted; });
    if (found == query.end()) {
        return false;
    }
    std::string word = found->second;
    std::transform(word.begin(), word.end(), word.begin(), [](unsigned char character) {
        return static_cast<char>(std::tolower(character));
    });
    return word == "true";
}

Response set_state(const Call& call, TargetState state) {
    if (!exists(call)) {
        throw NotFoundException(fmt::format("Unknown connector {}", connector_name(call)));
    }
    call.context.requests.set_target_state(connector_name(call), state);
    return empty_response(202);
}

}  // namespace

Response post_connectors(const Call& call) {
    const auto wanted = parse_create_request(call.request.body);
    call.context.requests.create_connector(wanted);
    return connector_response(call, wanted.name, true);
}

Response delete_connector(const Call& call) {
    call.context.requests.delete_connector(connector_or_404(call)->name);
    return empty_response(204);
}

Response put_connector_config(const Call& call) {
    const auto wanted = parse_config_body(call.request.body, connector_name(call));
    const bool is_new = call.context.requests.put_connector(wanted);
    return connector_response(call, wanted.name, is_new);
}

Response patch_connector_config(const Call& call) {
    const auto present = connector_or_404(call);
    auto wanted = parse_config_patch(call.request.body, present->name);
    for (const auto& [key, value] : present->config) {
        wanted.config.emplace(key, value);
    }
    for (const auto& key : wanted.nulls) {
        wanted.config.erase(key);
    }
    wanted.nulls.clear();
    call.context.requests.put_connector(wanted);
    return connector_response(call, wanted.name, false);
}

Response restart_connector(const Call& call) {
    const Restart wanted{.has_tasks = flag(call, "includeTasks"),
                         .is_failed_only = flag(call, "onlyFailed")};
    const auto& name = connector_name(call);
    if (wanted.has_tasks || wanted.is_failed_only) {
        if (!exists(call)) {
            throw NotFoundException(fmt::format("Unknown connector: {}", name));
        }
        const auto restarted = call.context.requests.restart(name, wanted);
        return json_response(202,
                             json_text(connector_status_json(restarted, call.context.worker_id)));
    }
    if (!exists(call)) {
        // The words of Java's answer.
        throw ConnectException(
            "Cannot invoke \"java.util.Map.get(Object)\" because \"connProps\" is null");
    }
    call.context.requests.restart_connector(name);
    return empty_response(204);
}

Response restart_task(const Call& call) {
    const int task = task_number(call);
    if (!exists(call)) {
        throw ConnectException(fmt::format(
            "Failed to start task {}-{} since it is not a recognizable type (source or sink)",
            connector_name(call),
            task));
    }
    call.context.requests.restart_task(connector_name(call), task);
    return empty_response(204);
}

Response pause_connector(const Call& call) {
    return set_state(call, TargetState::kPaused);
}

Response resume_connector(const Call& call) {
    return set_state(call, TargetState::kRunning);
}

Response stop_connector(const Call& call) {
    if (!exists(call)) {
        throw ConnectException(fmt::format("No connector `{}` configured", connector_name(call)));
    }
    call.context.requests.set_target_state(connector_name(call), TargetState::kStopped);
    return empty_response(204);
}

Response reset_topics(const Call& call) {
    if (!call.context.has_topic_tracking) {
        throw RestException(403, "Topic tracking is disabled.");
    }
    if (!call.context.allows_topic_tracking_reset) {
        throw RestException(403, "Topic tracking reset is disabled.");
    }
    call.context.requests.reset_topics(connector_name(call));
    return empty_response(202);
}

}  // namespace kconnect::rest
