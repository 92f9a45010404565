#pragma once

#include <functional>
#include <memory>
#include <stop_token>
#include <vector>

#include <kconnect/config_map.hpp>

#include "config/worker_config.hpp"
#include "kafka/record_producer.hpp"
#include "kafka/sink_consumer.hpp"
#include "kafka/topic_admin.hpp"
#include "offsets/offset_store.hpp"
#include "plugin/plugin_registry.hpp"
#include "runtime/active_topics.hpp"
#include "runtime/dead_letter_queue.hpp"
#include "runtime/task_status.hpp"
#include "runtime/topic_creation.hpp"
#include "runtime/worker_task.hpp"
#include "worker/worker_connector.hpp"

namespace kconnect {

/// Make the clients of tasks from their properties.
struct KafkaClients {
    std::function<std::unique_ptr<kafka::SinkConsumer>(const ConfigMap&)> make_consumer;
    std::function<std::unique_ptr<kafka::RecordProducer>(const ConfigMap&,
                                                         kafka::DeliveryListener&)>
        make_producer;
    std::function<std::unique_ptr<kafka::TopicAdmin>(const ConfigMap&)> make_topic_admin;
};

/// A task that is wanted. All parts are borrowed until TaskFactory::create() returns.
struct TaskRequest {
    runtime::TaskId id;
    const ConfigMap& connector_config;  ///< The connector's properties, valid.
    const ConfigMap& task_config;       ///< One of the connector's task_configs().
    WorkerConnector& connector;
    std::shared_ptr<runtime::ActiveTopics> topics;  ///< Null: they are not tracked.
};

/// The rules of `topic.creation.*` with their expressions compiled; none when no such key is there
/// or the worker creates no topics. Throws ConfigException with Connect's text for a wrong key.
std::vector<runtime::TopicCreationGroup> topic_creation_groups(const ConfigMap& connector,
                                                               const WorkerConfig& worker);

/// What a task gets, and REST shows: the connector's text for it, and what Connect adds.
ConfigMap full_task_config(const ConfigMap& connector_config,
                           ConfigMap task_config,
                           const WorkerConnector& connector);

/// Puts tasks together: the plugin's task, its converters, its client of Kafka, the worker's loop.
/// Threads: the herder's.
class TaskFactory {
public:
    /// `config` and `registry` are borrowed; `offsets` is where sources store theirs. A request of
    /// `stop` ends the waiting for connectors.
    TaskFactory(const WorkerConfig& config,
                const PluginRegistry& registry,
                KafkaClients clients,
                std::shared_ptr<offsets::OffsetStore> offsets,
                std::stop_token stop);

    /// A task that is ready to run. Throws whatever of its parts cannot be made.
    std::shared_ptr<runtime::WorkerTask> create(const TaskRequest& request) const;

private:
    std::shared_ptr<runtime::WorkerTask> create_sink(const TaskRequest& request) const;
    runtime::DeadLetterClients dead_letter_clients(const TaskRequest& request) const;
    std::shared_ptr<runtime::WorkerTask> create_source(const TaskRequest& request) const;
    std::unique_ptr<runtime::TopicCreation> topic_creation(const TaskRequest& request) const;

    const WorkerConfig& config_;
    const PluginRegistry& registry_;
    KafkaClients clients_;
    std::shared_ptr<offsets::OffsetStore> offsets_;
    std::stop_token stop_;
};

}  // namespace kconnect
