#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <mutex>
#include <stop_token>
#include <string>
#include <vector>

#include <kconnect/config_map.hpp>

#include "config/config_transformer.hpp"
#include "config/connector_config.hpp"
#include "config/connector_file.hpp"
#include "config/worker_config.hpp"
#include "plugin/plugin_registry.hpp"
#include "runtime/task_thread.hpp"
#include "worker/connector_admission.hpp"
#include "worker/connector_status.hpp"
#include "worker/reload_schedule.hpp"
#include "worker/task_factory.hpp"
#include "worker/worker_connector.hpp"

namespace kconnect {

/// What the connectors of one worker share; all is borrowed but the last two.
struct ConnectorHost {
    const WorkerConfig& config;
    const PluginRegistry& registry;
    ConfigTransformer& transformer;
    const TaskFactory& task_factory;
    const std::shared_ptr<offsets::OffsetStore>& offsets;
    ReloadSchedule& reloads;
    std::stop_token stop;  ///< Requested: nothing waits for connectors any more.
    /// Called on any thread when the connector of this name wants its tasks reconfigured.
    std::function<void(const std::string&)> on_reconfiguration;
};

/// What a restart is for, as POST /connectors/{connector}/restart asks.
struct RestartScope {
    bool has_tasks = false;       ///< The tasks, too.
    bool is_failed_only = false;  ///< Only what is FAILED.
};

/// One connector of a worker with all that belongs to it: its configuration, its instance, its
/// tasks, and the state that its users want. Threads: the herder's, except status(),
/// reset_topics() and has_abandoned().
class HostedConnector {
public:
    using Deadline = std::chrono::steady_clock::time_point;

    /// `host` is borrowed. Nothing is started yet.
    HostedConnector(const ConnectorHost& host,
                    ConnectorRequest request,
                    AdmittedConnector admitted);

    /// Brings it to the state that its users want. Throws ConnectException when the connector does
    /// not start; it is FAILED then.
    void start();
    /// Asks the connector for its task configurations and starts its tasks anew if they changed;
    /// what goes wrong makes the connector FAILED. Does nothing unless the connector is started.
    void reconfigure();
    /// A new instance with the present values of the variables. The tasks go on unless their
    /// configurations change. Throws as start().
    void restart();
    /// Starts anew what `scope` says; what cannot be started is FAILED. Returns the connector as it
    /// was, with RESTARTING for what was started anew.
    ConnectorStatus restart(RestartScope scope);
    /// A new instance with a new configuration; the wanted state stays. Throws as start().
    void replace(ConnectorRequest request, AdmittedConnector admitted);
    /// Another task in the place of one. Throws NotFoundException when there is none of this
    /// number, ConnectException when it cannot be made; it is FAILED then.
    void restart_task(int number);
    /// Pauses, resumes or stops connector and tasks; a stopped connector has no tasks. A connector
    /// or task that is FAILED stays so.
    void set_target(InitialState target);

    /// Tells all tasks to end by the deadline; await_tasks() waits for them.
    void stop_tasks(Deadline deadline);
    void await_tasks(Deadline deadline);
    /// Stops the instance if it was started.
    void stop_connector();

    /// Never waits for the connector, a task or Kafka. Threads: any.
    ConnectorStatus status() const;
    /// Forgets the topics that it has used. Threads: any.
    void reset_topics();
    /// True when a task or a call of the connector did not end: the process has to end without it.
    /// Threads: any.
    bool has_abandoned() const;

private:
    /// One task: running, or FAILED before it could.
    struct Task {
        std::unique_ptr<runtime::TaskThread> thread;
        runtime::TaskStatus failure;
        ConfigMap config;  ///< As REST shows it.
        bool is_stopped = false;

        runtime::TaskStatus status() const { return thread ? thread->status() : failure; }
    };

    std::unique_ptr<WorkerConnector> make_connector(std::unique_ptr<Connector> connector) const;
    void set_connector(std::unique_ptr<Connector> connector);
    ConfigMap transformed(const ConfigMap& connector, const ConfigMap& raw) const;
    void start_connector();
    void suspend_connector(runtime::TaskState state);
    void configure_tasks();
    std::vector<ConfigMap> wanted_task_configs();
    Task make_task(int number) const;
    std::unique_ptr<runtime::TaskThread> start_task(int number) const;
    void stop_tasks_now(const std::vector<int>& numbers);
    /// Replaces the tasks that were stopped.
    void start_stopped_tasks();
    void set_tasks(std::vector<Task> tasks);
    std::vector<int> all_tasks() const;
    Deadline graceful_deadline() const;

    const ConnectorHost& host_;
    const std::string name_;
    ConnectorConfig config_;
    InitialState target_;
    ConfigMap applied_;  ///< The connector's configuration that the tasks were made for.
    std::vector<ConfigMap> task_configs_;                  ///< With variables, as REST shows them.
    const std::shared_ptr<runtime::ActiveTopics> topics_;  ///< Null: they are not tracked.
    bool is_started_ = false;
    std::atomic<bool> has_abandoned_ = false;
    mutable std::mutex mutex_;  ///< Guards for status() what follows.
    ConnectorRequest request_;
    std::string version_;
    std::unique_ptr<WorkerConnector> connector_;
    std::vector<Task> tasks_;
};

}  // namespace kconnect
