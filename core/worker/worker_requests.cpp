#include "worker/worker_requests.hpp"

#include <fmt/format.h>

#include <kconnect/logging.hpp>

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

}  // namespace

void WorkerRequests::create_connector(const rest::NewConnector& connector) {
    herder_.create_connector({.name = connector.name,
                              .config = connector.config,
                              .initial_state = initial_state(connector.target_state),
                              .nulls = connector.nulls});
    logger().info(fmt::format("Created connector {} for a REST client", connector.name));
}

}  // namespace kconnect
