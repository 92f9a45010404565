#pragma once

#include <atomic>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <optional>
#include <stop_token>
#include <string>
#include <string_view>
#include <vector>

#include "config/config_transformer.hpp"
#include "config/connector_file.hpp"
#include "config/worker_config.hpp"
#include "plugin/plugin_registry.hpp"
#include "worker/connector_admission.hpp"
#include "worker/connector_status.hpp"
#include "worker/hosted_connector.hpp"
#include "worker/reload_schedule.hpp"
#include "worker/task_factory.hpp"
#include "worker/work_thread.hpp"

namespace kconnect {

/// Owns the connectors of this process. Requests are done one at a time, on the herder's own
/// thread; a failure of a connector or task is a state, never an exception of another.
/// Requests of a connector that does not exist throw NotFoundException.
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

    /// Says what is right and wrong with a connector's configuration; creates nothing.
    CheckedConnector check(const ConnectorRequest& request);
    /// Checks a connector's configuration, creates and starts it and its tasks. Throws
    /// BadRequestException for a bad configuration, AlreadyExistsException for a second connector
    /// of a name, ConnectException when the connector cannot be started (it is FAILED then).
    void create_connector(const ConnectorRequest& request);
    /// The same, but replaces the configuration of a connector that exists; its state of paused or
    /// stopped stays. True when it is a new connector.
    bool put_connector(const ConnectorRequest& request);
    /// Stops and forgets a connector; its offsets stay.
    void delete_connector(const std::string& name);
    /// Pauses, resumes or stops a connector and its tasks.
    void set_target(const std::string& name, InitialState target);
    /// Starts the connector's instance anew, without its tasks. Throws ConnectException when it
    /// does not start.
    void restart_connector(const std::string& name);
    /// Starts anew what `scope` says; returns the connector as it was, with RESTARTING for that.
    ConnectorStatus restart(const std::string& name, RestartScope scope);
    /// Starts one task anew. Throws as HostedConnector::restart_task().
    void restart_task(const std::string& name, int number);

    /// All connectors, sorted by name. Never waits for a connector, a task or Kafka.
    std::vector<ConnectorStatus> statuses() const;
    /// One of them; absent when there is no connector of this name.
    std::optional<ConnectorStatus> status(std::string_view name) const;
    /// Forgets the topics that a connector has used; does nothing for an unknown one.
    void reset_topics(std::string_view name);

    /// Stops all tasks within task.shutdown.graceful.timeout.ms altogether, then the connectors.
    /// A second call does nothing.
    void stop();

    /// True when a task or connector did not stop: the process has to end without it.
    bool has_abandoned() const;

private:
    /// Does what is asked of one connector, on the herder's thread, and waits for it.
    void run_for(const std::string& what,
                 const std::string& name,
                 const std::function<void()>& work);
    HostedConnector& existing(const std::string& name);
    void create_now(const ConnectorRequest& request, AdmittedConnector admitted);
    bool put_now(const ConnectorRequest& request);
    void delete_now(const std::string& name);
    /// Starts the connector anew with the present values of its variables.
    void reload(const std::string& name);
    void reconfigure(const std::string& name);
    void stop_now();

    const WorkerConfig& config_;
    ConnectorAdmission admission_;
    std::stop_token stop_;
    std::shared_ptr<offsets::OffsetStore> offsets_;
    TaskFactory task_factory_;
    mutable std::mutex mutex_;  ///< Guards the map; only the herder's thread changes it.
    std::map<std::string, std::unique_ptr<HostedConnector>, std::less<>> connectors_;
    std::atomic<bool> has_abandoned_ = false;
    ReloadSchedule reloads_;
    ConnectorHost host_;
    WorkThread thread_;  ///< Last: ends before what its work uses.
};

}  // namespace kconnect
