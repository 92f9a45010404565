#pragma once

#include <atomic>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/config_map.hpp>

#include "config/config_transformer.hpp"
#include "config/connector_file.hpp"
#include "config/worker_config.hpp"
#include "plugin/plugin_registry.hpp"
#include "runtime/task_status.hpp"
#include "worker/connector_admission.hpp"
#include "worker/reload_schedule.hpp"
#include "worker/task_factory.hpp"
#include "worker/work_thread.hpp"

namespace kconnect {

/// A task at one moment; a value.
struct TaskSnapshot {
    runtime::TaskState state = runtime::TaskState::kUnassigned;
    std::string trace;                   ///< Why it failed; else empty.
    std::optional<std::string> version;  ///< Absent when the task could not be made.
    ConfigMap config;                    ///< With variables, as REST shows it.
};

/// A connector and its tasks at one moment; a value.
struct ConnectorStatus {
    std::string name;
    std::string version;
    bool is_source = false;
    ConfigMap config;  ///< With variables, as REST shows it.
    runtime::TaskStatus connector;
    std::vector<TaskSnapshot> tasks;  ///< In the order of their numbers.
    std::vector<std::string> topics;  ///< That records of it came from or went to.
};

/// Owns the connectors of this process. Requests are done one at a time, on the herder's own
/// thread; a failure of a connector or task is a state, never an exception of another.
/// Threads: any.
class StandaloneHerder {
public:
    /// `config`, `registry` and `transformer` are borrowed; `offsets` is where sources store
    /// theirs. A request of `stop` ends all waiting for connectors.
    StandaloneHerder(const WorkerConfig& config,
                     const PluginRegistry& registry,
                     ConfigTransformer& transformer,
                     KafkaClients clients,
                     std::shared_ptr<offsets::OffsetStore> offsets,
                     std::stop_token stop);
    ~StandaloneHerder();
    StandaloneHerder(const StandaloneHerder&) = delete;
    StandaloneHerder& operator=(const StandaloneHerder&) = delete;

    /// Checks a connector's configuration, creates and starts it and its tasks. Throws
    /// BadRequestException for a bad configuration, AlreadyExistsException for a second connector
    /// of a name, ConnectException when the connector cannot be started (it is FAILED then).
    void create_connector(const ConnectorRequest& request);

    /// All connectors, sorted by name. Never waits for a connector, a task or Kafka.
    std::vector<ConnectorStatus> statuses() const;
    /// One of them; absent when there is no connector of this name.
    std::optional<ConnectorStatus> status(std::string_view name) const;

    /// Stops all tasks within task.shutdown.graceful.timeout.ms altogether, then the connectors.
    /// A second call does nothing.
    void stop();

    /// True when a task or connector did not stop: the process has to end without it.
    bool has_abandoned() const;

private:
    struct Entry;

    ConnectorStatus snapshot(const std::string& name, const Entry& entry) const;
    void create_now(const ConnectorRequest& request);
    Entry& add_entry(const ConnectorRequest& request);
    void start_connector(Entry& entry);
    /// The connector's configuration with the present values of its variables; schedules a reload
    /// for those that end.
    ConfigMap transformed(const std::string& name,
                          const ConfigMap& connector,
                          const ConfigMap& raw);
    std::unique_ptr<WorkerConnector> make_connector(const std::string& name,
                                                    std::unique_ptr<Connector> connector);
    /// Starts the connector anew with the present values of its variables.
    void reload(const std::string& name);
    /// Asks the connector for its task configurations and starts its tasks anew if they changed.
    void configure_tasks(Entry& entry);
    void reconfigure(const std::string& name);
    void start_tasks(Entry& entry);
    void stop_tasks(std::span<Entry* const> entries);
    void stop_now();

    const WorkerConfig& config_;
    const PluginRegistry& registry_;
    ConfigTransformer& transformer_;
    ConnectorAdmission admission_;
    std::stop_token stop_;
    std::shared_ptr<offsets::OffsetStore> offsets_;
    TaskFactory task_factory_;
    mutable std::mutex mutex_;  ///< Guards the map and the tasks of its entries for statuses().
    std::map<std::string, std::unique_ptr<Entry>, std::less<>> entries_;
    std::atomic<bool> has_abandoned_ = false;
    ReloadSchedule reloads_;
    WorkThread thread_;  ///< Last: ends before what its work uses.
};

}  // namespace kconnect
