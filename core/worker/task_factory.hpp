#pragma once

#include <functional>
#include <memory>
#include <stop_token>

#include <kconnect/config_map.hpp>

#include "config/worker_config.hpp"
#include "kafka/sink_consumer.hpp"
#include "plugin/plugin_registry.hpp"
#include "runtime/task_status.hpp"
#include "runtime/worker_task.hpp"
#include "worker/worker_connector.hpp"

namespace kconnect {

/// Makes the consumer of a task from its properties.
using ConsumerFactory = std::function<std::unique_ptr<kafka::SinkConsumer>(const ConfigMap&)>;

/// A task that is wanted. All parts are borrowed until TaskFactory::create() returns.
struct TaskRequest {
    runtime::TaskId id;
    const ConfigMap& connector_config;  ///< The connector's properties, valid.
    const ConfigMap& task_config;       ///< One of the connector's task_configs().
    WorkerConnector& connector;
};

/// Puts tasks together: the plugin's task, its converters, its client of Kafka, the worker's loop.
/// Threads: the herder's.
class TaskFactory {
public:
    /// `config` and `registry` are borrowed. A request of `stop` ends the waiting for connectors.
    TaskFactory(const WorkerConfig& config,
                const PluginRegistry& registry,
                ConsumerFactory make_consumer,
                std::stop_token stop);

    /// A task that is ready to run. Throws whatever of its parts cannot be made.
    std::shared_ptr<runtime::WorkerTask> create(const TaskRequest& request) const;

private:
    std::shared_ptr<runtime::WorkerTask> create_sink(const TaskRequest& request) const;

    const WorkerConfig& config_;
    const PluginRegistry& registry_;
    ConsumerFactory make_consumer_;
    std::stop_token stop_;
};

}  // namespace kconnect
