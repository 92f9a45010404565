#include "worker/standalone_herder.hpp"

#include <chrono>
#include <exception>
#include <utility>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>

#include "config/connector_config.hpp"
#include "config/secret_mask.hpp"
#include "config/source_connector_config.hpp"
#include "kafka/farewells.hpp"
#include "offsets/connector_offsets.hpp"
#include "runtime/task_thread.hpp"
#include "worker/connector_validation.hpp"
#include "worker/worker_connector.hpp"

namespace kconnect {
namespace {

/// Connect's REST time-out, the longest that it waits for a connector.
constexpr std::chrono::milliseconds kConnectorLimit = std::chrono::seconds(90);
/// The herder's requests end by themselves: what they wait for is bounded.
constexpr std::chrono::milliseconds kNoLimit = std::chrono::hours(24 * 365);

const Logger& logger() {
    static const Logger instance("kconnect.worker.StandaloneHerder");
    return instance;
}

/// One task: running, or FAILED before it could.
struct TaskSlot {
    std::unique_ptr<runtime::TaskThread> thread;
    runtime::TaskStatus failure;
    ConfigMap config;  ///< As REST shows it.

    runtime::TaskStatus status() const { return thread ? thread->status() : failure; }
};

runtime::TaskStatus failed_task(const runtime::TaskId& id, const std::exception_ptr& error) {
    logger().error(fmt::format("Task {} could not be started: {}", to_string(id), describe(error)));
    return {runtime::TaskState::kFailed, stack_trace(error)};
}

/// Traces may hold what a provider supplied.
void hide_secrets(ConnectorStatus& status, const SecretMask& secrets) {
    status.connector.trace = secrets.masked(status.connector.trace);
    for (auto& task : status.tasks) {
        task.trace = secrets.masked(task.trace);
    }
}

}  // namespace

/// A connector with all that belongs to it.
struct StandaloneHerder::Entry {
    ConnectorRequest request;
    std::string version;
    ConnectorConfig config;
    std::unique_ptr<WorkerConnector> connector;
    ConfigMap applied;  ///< The connector's configuration that the tasks were made for.
    std::vector<ConfigMap> task_configs;  ///< With variables, as REST shows them.
    std::vector<TaskSlot> tasks;
    std::shared_ptr<runtime::ActiveTopics> topics;  ///< Null: they are not tracked.
    bool is_started = false;
};

StandaloneHerder::StandaloneHerder(const WorkerConfig& config,
                                   const PluginRegistry& registry,
                                   ConfigTransformer& transformer,
                                   KafkaClients clients,
                                   std::shared_ptr<offsets::OffsetStore> offsets,
                                   std::stop_token stop)
    : config_(config),
      registry_(registry),
      transformer_(transformer),
      admission_(config, registry, transformer),
      stop_(std::move(stop)),
      offsets_(std::move(offsets)),
      task_factory_(config, registry, std::move(clients), offsets_, stop_),
      reloads_([this](const std::string& name) { thread_.post([this, name] { reload(name); }); }),
      thread_("") {
}

StandaloneHerder::~StandaloneHerder() {
    reloads_.stop();
}

void StandaloneHerder::create_connector(const ConnectorRequest& request) {
    thread_.run(
        "Creation of a connector", [this, request] { create_now(request); }, kNoLimit);
}

void StandaloneHerder::create_now(const ConnectorRequest& request) {
    if (stop_.stop_requested()) {
        throw ConnectException("The worker stops");
    }
    const LogContext context(fmt::format("[{}|worker] ", request.name));
    Entry& entry = add_entry(request);
    if (request.initial_state != InitialState::kRunning) {
        entry.connector->set_state(request.initial_state == InitialState::kPaused
                                       ? runtime::TaskState::kPaused
                                       : runtime::TaskState::kStopped);
        return;
    }
    start_connector(entry);
    configure_tasks(entry);
}

StandaloneHerder::Entry& StandaloneHerder::add_entry(const ConnectorRequest& request) {
    AdmittedConnector admitted = admission_.admit(request, stop_);
    const std::string name = admitted.config.name;
    if (entries_.contains(name)) {
        throw AlreadyExistsException(fmt::format("Connector {} already exists", name));
    }
    log_values(admitted, request.config);
    auto entry = std::make_unique<Entry>();
    entry->request = request;
    entry->version = admitted.connector->version();
    entry->config = std::move(admitted.config);
    entry->connector = make_connector(name, std::move(admitted.connector));
    if (config_.has_topic_tracking) {
        entry->topics = std::make_shared<runtime::ActiveTopics>();
    }
    const std::lock_guard lock(mutex_);
    return *entries_.emplace(name, std::move(entry)).first->second;
}

std::unique_ptr<WorkerConnector> StandaloneHerder::make_connector(
    const std::string& name, std::unique_ptr<Connector> connector) {
    const bool is_source = dynamic_cast<const SourceConnector*>(connector.get()) != nullptr;
    return std::make_unique<WorkerConnector>(
        name,
        std::move(connector),
        is_source ? std::make_unique<offsets::ConnectorOffsets>(offsets_, name) : nullptr,
        kConnectorLimit,
        [this, name] { thread_.post([this, name] { reconfigure(name); }); });
}

ConfigMap StandaloneHerder::transformed(const std::string& name,
                                        const ConfigMap& connector,
                                        const ConfigMap& raw) {
    auto result = transformer_.transform(raw);
    const auto action = find(connector, "config.action.reload").value_or("restart");
    if (std::get<std::string>(parse_config_value("", action, ConfigType::kString)) != "none") {
        for (const auto& [path, ttl] : result.ttls) {
            reloads_.schedule(name, path, ttl);
        }
    }
    return std::move(result.config);
}

void StandaloneHerder::start_connector(Entry& entry) {
    const auto& raw = entry.request.config;
    const auto values = transformed(entry.config.name, raw, raw);
    if (entry.connector->is_source()) {
        // Java, too, finds wrong keys of groups only now.
        topic_creation_groups(values, config_);
    }
    try {
        entry.connector->start(values, stop_);
        entry.is_started = true;
    } catch (...) {
        throw ConnectException(
            fmt::format("Failed to transition connector {} to state STARTED", entry.config.name),
            std::current_exception());
    }
    logger().info(fmt::format("Finished starting connector {}", entry.config.name));
}

void StandaloneHerder::configure_tasks(Entry& entry) {
    const auto& config = entry.config;
    try {
        auto configs = entry.connector->task_configs(config.tasks_max, stop_);
        if (configs.size() > static_cast<std::size_t>(config.tasks_max)) {
            const auto text = fmt::format(
                "The connector {} has generated {} tasks, which is greater than {}, the maximum "
                "number of tasks it is configured to create.",
                config.name,
                configs.size(),
                config.tasks_max);
            if (config.enforce_tasks_max) {
                throw ConnectException(text);
            }
            logger().warn(text);
        }
        const auto& raw = entry.request.config;
        for (auto& task_config : configs) {
            task_config = with_variables_of(raw, std::move(task_config));
        }
        auto values = transformed(config.name, raw, raw);
        if (configs == entry.task_configs && values == entry.applied) {
            return;
        }
        Entry* const entries[] = {&entry};
        stop_tasks(entries);
        entry.task_configs = std::move(configs);
        entry.applied = std::move(values);
        start_tasks(entry);
    } catch (...) {
        const auto error = std::current_exception();
        logger().error(fmt::format(
            "Tasks of connector {} were not started: {}", config.name, describe(error)));
        entry.connector->fail(error);
    }
}

void StandaloneHerder::reconfigure(const std::string& name) {
    const LogContext context(fmt::format("[{}|worker] ", name));
    const auto found = entries_.find(name);
    if (found != entries_.end() && found->second->is_started && !stop_.stop_requested()) {
        configure_tasks(*found->second);
    }
}

void StandaloneHerder::reload(const std::string& name) {
    const LogContext context(fmt::format("[{}|worker] ", name));
    const auto found = entries_.find(name);
    if (found == entries_.end() || !found->second->is_started || stop_.stop_requested()) {
        return;
    }
    Entry& entry = *found->second;
    entry.is_started = false;
    entry.connector->stop(config_.graceful_shutdown_timeout);
    try {
        const auto values = transformer_.transform(entry.request.config).config;
        auto connector = make_connector(name, new_connector(connector_class(values, registry_)));
        {
            const std::lock_guard lock(mutex_);
            entry.connector.swap(connector);
        }
        connector.reset();  // Without the lock: it may wait for a call that hangs.
        entry.config = parse_connector_config(values);
        start_connector(entry);
        configure_tasks(entry);
    } catch (...) {
        const auto error = std::current_exception();
        logger().error(fmt::format("Connector {} was not restarted: {}", name, describe(error)));
        entry.connector->fail(error);
    }
}

void StandaloneHerder::start_tasks(Entry& entry) {
    std::vector<TaskSlot> tasks;
    const auto& raw = entry.request.config;
    for (const auto& config : entry.task_configs) {
        const runtime::TaskId id{entry.config.name, static_cast<int>(tasks.size())};
        auto& slot = tasks.emplace_back();
        try {
            slot.config = full_task_config(raw, config, *entry.connector);
            // Values anew for each task: a provider may have others by now.
            const auto connector_values = transformed(id.connector, raw, raw);
            const auto task_values = transformed(id.connector, raw, config);
            auto task = task_factory_.create({.id = id,
                                              .connector_config = connector_values,
                                              .task_config = task_values,
                                              .connector = *entry.connector,
                                              .topics = entry.topics});
            slot.thread = std::make_unique<runtime::TaskThread>(std::move(task));
        } catch (...) {
            slot.failure = failed_task(id, std::current_exception());
        }
    }
    const std::lock_guard lock(mutex_);
    entry.tasks.swap(tasks);  // The old ones end without the lock.
}

void StandaloneHerder::stop_tasks(std::span<Entry* const> entries) {
    const auto deadline = std::chrono::steady_clock::now() + config_.graceful_shutdown_timeout;
    std::vector<TaskSlot*> running;
    for (Entry* const entry : entries) {
        for (auto& task : entry->tasks) {
            if (task.thread) {
                task.thread->stop(deadline);
                running.push_back(&task);
            }
        }
    }
    for (TaskSlot* const task : running) {
        has_abandoned_ = !task->thread->await_stop(deadline) || has_abandoned_;
    }
}

std::vector<ConnectorStatus> StandaloneHerder::statuses() const {
    std::vector<ConnectorStatus> result;
    const std::lock_guard lock(mutex_);
    for (const auto& [name, entry] : entries_) {
        result.push_back(snapshot(name, *entry));
    }
    return result;
}

std::optional<ConnectorStatus> StandaloneHerder::status(std::string_view name) const {
    const std::lock_guard lock(mutex_);
    const auto found = entries_.find(name);
    if (found == entries_.end()) {
        return std::nullopt;
    }
    return snapshot(found->first, *found->second);
}

ConnectorStatus StandaloneHerder::snapshot(const std::string& name, const Entry& entry) const {
    ConnectorStatus result{.name = name,
                           .version = entry.version,
                           .is_source = entry.connector->is_source(),
                           .config = entry.request.config,
                           .connector = entry.connector->status(),
                           .tasks = {},
                           .topics = {}};
    if (entry.topics) {
        result.topics = entry.topics->all();
    }
    for (const auto& task : entry.tasks) {
        auto status = task.status();
        result.tasks.push_back(
            {.state = status.state,
             .trace = std::move(status.trace),
             .version = task.thread ? std::optional(entry.version) : std::nullopt,
             .config = task.config});
    }
    hide_secrets(result, transformer_.secrets());
    return result;
}

void StandaloneHerder::stop() {
    thread_.run(
        "Stop of the herder", [this] { stop_now(); }, kNoLimit);
}

void StandaloneHerder::stop_now() {
    std::vector<Entry*> entries;
    for (const auto& [name, entry] : entries_) {
        entries.push_back(entry.get());
    }
    const auto deadline = std::chrono::steady_clock::now() + config_.graceful_shutdown_timeout;
    stop_tasks(entries);
    for (Entry* const entry : entries) {
        if (std::exchange(entry->is_started, false)) {
            entry->connector->stop(config_.graceful_shutdown_timeout);
        }
        has_abandoned_ = has_abandoned_ || entry->connector->is_given_up();
    }
    // What is left of the time is for members whose group was in the middle of a rebalance.
    has_abandoned_ = !kafka::await_farewells(deadline) || has_abandoned_;
}

bool StandaloneHerder::has_abandoned() const {
    return has_abandoned_ || admission_.has_abandoned();
}

}  // namespace kconnect
