#include "worker/standalone_herder.hpp"

#include <algorithm>
#include <chrono>
#include <exception>
#include <utility>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>

#include "kafka/farewells.hpp"

namespace kconnect {
namespace {

/// The herder's requests end by themselves: what they wait for is bounded.
constexpr std::chrono::milliseconds kNoLimit = std::chrono::hours(24 * 365);

const Logger& logger() {
    static const Logger instance("kconnect.worker.StandaloneHerder");
    return instance;
}

}  // namespace

StandaloneHerder::StandaloneHerder(const WorkerConfig& config,
                                   const PluginRegistry& registry,
                                   ConfigTransformer& transformer,
                                   KafkaClients clients,
                                   std::shared_ptr<offsets::OffsetStore> offsets,
                                   std::stop_token stop)
    : config_(config),
      admission_(config, registry, transformer),
      stop_(std::move(stop)),
      offsets_(std::move(offsets)),
      task_factory_(config, registry, std::move(clients), offsets_, stop_),
      reloads_([this](const std::string& name) { thread_.post([this, name] { reload(name); }); }),
      host_{config,
            registry,
            transformer,
            task_factory_,
            offsets_,
            reloads_,
            stop_,
            [this](const std::string& name) { thread_.post([this, name] { reconfigure(name); }); }},
      thread_("") {
}

StandaloneHerder::~StandaloneHerder() {
    reloads_.stop();
}

void StandaloneHerder::run_for(const std::string& what,
                               const std::string& name,
                               const std::function<void()>& work) {
    const auto work_for = [this, &name, &work] {
        if (stop_.stop_requested()) {
            throw ConnectException("The worker stops");
        }
        const LogContext context(fmt::format("[{}|worker] ", name));
        work();
    };
    thread_.run(fmt::format("{} of a connector", what), work_for, kNoLimit);
}

HostedConnector& StandaloneHerder::existing(const std::string& name) {
    const auto found = connectors_.find(name);
    if (found == connectors_.end()) {
        throw NotFoundException(fmt::format("Connector {} not found", name));
    }
    return *found->second;
}

CheckedConnector StandaloneHerder::check(const ConnectorRequest& request) {
    CheckedConnector checked;
    run_for("Check", request.name, [&] { checked = admission_.check(request, stop_); });
    return checked;
}

void StandaloneHerder::create_connector(const ConnectorRequest& request) {
    run_for("Creation", request.name, [&] {
        auto admitted = admission_.admit(request, stop_);
        if (connectors_.contains(admitted.config.name)) {
            throw AlreadyExistsException(
                fmt::format("Connector {} already exists", admitted.config.name));
        }
        create_now(request, std::move(admitted));
    });
}

void StandaloneHerder::create_now(const ConnectorRequest& request, AdmittedConnector admitted) {
    log_values(admitted, request.config);
    const std::string name = admitted.config.name;
    auto connector = std::make_unique<HostedConnector>(host_, request, std::move(admitted));
    auto& created = *connector;
    {
        const std::lock_guard lock(mutex_);
        connectors_.emplace(name, std::move(connector));
    }
    created.start();
}

bool StandaloneHerder::put_connector(const ConnectorRequest& request) {
    bool is_new = false;
    run_for("Configuration", request.name, [&] { is_new = put_now(request); });
    return is_new;
}

bool StandaloneHerder::put_now(const ConnectorRequest& request) {
    auto admitted = admission_.admit(request, stop_);
    const auto found = connectors_.find(request.name);
    if (found == connectors_.end()) {
        create_now(request, std::move(admitted));
        return true;
    }
    log_values(admitted, request.config);
    found->second->replace(request, std::move(admitted));
    return false;
}

void StandaloneHerder::delete_connector(const std::string& name) {
    run_for("Deletion", name, [&] { delete_now(name); });
}

void StandaloneHerder::delete_now(const std::string& name) {
    auto& connector = existing(name);
    const auto deadline = std::chrono::steady_clock::now() + config_.graceful_shutdown_timeout;
    connector.stop_tasks(deadline);
    connector.await_tasks(deadline);
    connector.stop_connector();
    has_abandoned_ = has_abandoned_ || connector.has_abandoned();
    std::unique_ptr<HostedConnector> deleted;  // Ends without the lock.
    const std::lock_guard lock(mutex_);
    const auto found = connectors_.find(name);
    deleted = std::move(found->second);
    connectors_.erase(found);
}

void StandaloneHerder::set_target(const std::string& name, InitialState target) {
    run_for("Change of the state", name, [&] {
        auto& connector = existing(name);
        try {
            connector.set_target(target);
        } catch (const std::exception& error) {
            // As Java: the request is accepted, and the connector's status shows what came of it.
            logger().error(error.what());
        }
    });
}

void StandaloneHerder::restart_connector(const std::string& name) {
    run_for("Restart", name, [&] { existing(name).restart(); });
}

ConnectorStatus StandaloneHerder::restart(const std::string& name, RestartScope scope) {
    ConnectorStatus result;
    run_for("Restart", name, [&] { result = existing(name).restart(scope); });
    return result;
}

void StandaloneHerder::restart_task(const std::string& name, int number) {
    run_for("Restart of a task", name, [&] { existing(name).restart_task(number); });
}

void StandaloneHerder::reconfigure(const std::string& name) {
    const LogContext context(fmt::format("[{}|worker] ", name));
    const auto found = connectors_.find(name);
    if (found != connectors_.end() && !stop_.stop_requested()) {
        found->second->reconfigure();
    }
}

void StandaloneHerder::reload(const std::string& name) {
    const LogContext context(fmt::format("[{}|worker] ", name));
    const auto found = connectors_.find(name);
    if (found == connectors_.end() || stop_.stop_requested()) {
        return;
    }
    try {
        found->second->restart();
    } catch (...) {
        logger().error(fmt::format(
            "Connector {} was not restarted: {}", name, describe(std::current_exception())));
    }
}

std::vector<ConnectorStatus> StandaloneHerder::statuses() const {
    std::vector<ConnectorStatus> result;
    const std::lock_guard lock(mutex_);
    for (const auto& [name, connector] : connectors_) {
        result.push_back(connector->status());
    }
    return result;
}

std::optional<ConnectorStatus> StandaloneHerder::status(std::string_view name) const {
    const std::lock_guard lock(mutex_);
    const auto found = connectors_.find(name);
    if (found == connectors_.end()) {
        return std::nullopt;
    }
    return found->second->status();
}

void StandaloneHerder::reset_topics(std::string_view name) {
    const std::lock_guard lock(mutex_);
    const auto found = connectors_.find(name);
    if (found != connectors_.end()) {
        found->second->reset_topics();
    }
}

void StandaloneHerder::stop() {
    thread_.run(
        "Stop of the herder", [this] { stop_now(); }, kNoLimit);
}

void StandaloneHerder::stop_now() {
    const auto deadline = std::chrono::steady_clock::now() + config_.graceful_shutdown_timeout;
    for (const auto& [name, connector] : connectors_) {
        connector->stop_tasks(deadline);
    }
    for (const auto& [name, connector] : connectors_) {
        connector->await_tasks(deadline);
    }
    for (const auto& [name, connector] : connectors_) {
        connector->stop_connector();
    }
    // What is left of the time is for members whose group was in the middle of a rebalance.
    has_abandoned_ = !kafka::await_farewells(deadline) || has_abandoned_;
}

bool StandaloneHerder::has_abandoned() const {
    if (has_abandoned_ || admission_.has_abandoned()) {
        return true;
    }
    const std::lock_guard lock(mutex_);
    return std::any_of(connectors_.begin(), connectors_.end(), [](const auto& entry) {
        return entry.second->has_abandoned();
    });
}

}  // namespace kconnect
