#include "worker/worker_requests.hpp"

#include <fmt/format.h>

#include <kconnect/logging.hpp>

#include "worker/validation_view.hpp"
#include "worker/worker_view.hpp"

namespace kconnect {
namespace {

const Logger& logger() {
    static const Logger instance("kconnect.worker.WorkerRequests");
    return instance;
}

InitialState initial_state(rest::TargetState state) {
    switch (state) {
        case rest::TargetState::kRunning:
            return InitialState::kRunning;
        case rest::TargetState::kPaused:
            return InitialState::kPaused;
        case rest::TargetState::kStopped:
            return InitialState::kStopped;
    }
    return InitialState::kRunning;
}

ConnectorRequest to_request(const rest::NewConnector& connector) {
    return {.name = connector.name,
            .config = connector.config,
            .initial_state = initial_state(connector.target_state),
            .nulls = connector.nulls};
}

}  // namespace

rest::ValidationView WorkerRequests::validate(const rest::NewConnector& connector) {
    auto request = to_request(connector);
    request.name = find(request.config, "name").value_or("");
    return validation_view(herder_.check(request), connector.config);
}

void WorkerRequests::create_connector(const rest::NewConnector& connector) {
    herder_.create_connector(to_request(connector));
    logger().info(fmt::format("Created connector {} for a REST client", connector.name));
}

bool WorkerRequests::put_connector(const rest::NewConnector& connector) {
    const bool is_new = herder_.put_connector(to_request(connector));
    logger().info(fmt::format(
        "{} connector {} for a REST client", is_new ? "Created" : "Changed", connector.name));
    return is_new;
}

void WorkerRequests::delete_connector(const std::string& name) {
    herder_.delete_connector(name);
    logger().info(fmt::format("Deleted connector {} for a REST client", name));
}

void WorkerRequests::set_target_state(const std::string& name, rest::TargetState state) {
    herder_.set_target(name, initial_state(state));
}

void WorkerRequests::restart_connector(const std::string& name) {
    herder_.restart_connector(name);
}

rest::ConnectorView WorkerRequests::restart(const std::string& name, const rest::Restart& wanted) {
    return to_view(herder_.restart(
        name, {.has_tasks = wanted.has_tasks, .is_failed_only = wanted.is_failed_only}));
}

void WorkerRequests::restart_task(const std::string& name, int task) {
    herder_.restart_task(name, task);
}

void WorkerRequests::reset_topics(const std::string& name) {
    herder_.reset_topics(name);
}

}  // namespace kconnect
