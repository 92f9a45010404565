#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <stop_token>
#include <string>
#include <vector>

#include <kconnect/connector.hpp>
#include <kconnect/source_task.hpp>

#include "runtime/task_status.hpp"
#include "worker/work_thread.hpp"

namespace kconnect {

/// One connector instance, sink or source, with its thread. The instance's calls come from that
/// thread only, and the worker waits for each no longer than a limit: a connector that hangs
/// becomes FAILED and is left alone. Threads: the herder's, except status().
class WorkerConnector {
public:
    /// `offsets` is what a source connector may read; null for a sink connector.
    /// `limit` is the longest that a call of the connector may take.
    /// `on_reconfiguration` is called on any thread when the connector wants its tasks
    /// reconfigured.
    WorkerConnector(std::string name,
                    std::unique_ptr<Connector> connector,
                    std::unique_ptr<OffsetStorageReader> offsets,
                    std::chrono::milliseconds limit,
                    std::function<void()> on_reconfiguration);
    ~WorkerConnector();
    WorkerConnector(const WorkerConnector&) = delete;
    WorkerConnector& operator=(const WorkerConnector&) = delete;

    /// Starts the connector: RUNNING afterwards, or FAILED and what it threw is thrown here.
    /// A stop request ends the wait.
    void start(const ConfigMap& config, const std::stop_token& stop);
    /// The configurations of its tasks; a failure makes it FAILED, too.
    std::vector<ConfigMap> task_configs(int max_tasks, const std::stop_token& stop);
    /// Stops the connector, waiting up to `limit`: STOPPED afterwards, or FAILED, which is logged.
    void stop(std::chrono::milliseconds limit);

    /// Sets its state: FAILED with an error, or one that needs no call of the connector.
    void fail(const std::exception_ptr& error);
    void set_state(runtime::TaskState state);

    runtime::TaskStatus status() const;
    bool is_source() const noexcept;
    /// A new task of a sink or source connector, made on the connector's thread.
    std::unique_ptr<SinkTask> create_sink_task(const std::stop_token& stop);
    std::unique_ptr<SourceTask> create_source_task(const std::stop_token& stop);
    /// Name of the task's class as REST shows it.
    std::string task_class() const;
    /// True when a call hangs, so that the process cannot end in the normal way.
    bool is_given_up() const noexcept { return thread_.is_given_up(); }

private:
    struct Instance;

    void run(const std::string& what, std::function<void()> work, const std::stop_token& stop);

    std::string name_;
    std::chrono::milliseconds limit_;
    std::shared_ptr<Instance> instance_;
    WorkThread thread_;
};

}  // namespace kconnect
