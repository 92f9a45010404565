#include "worker/task_factory.hpp"

#include <string>
#include <utility>

#include "config/connector_config.hpp"
#include "kafka/client_config.hpp"
#include "runtime/worker_sink_task.hpp"
#include "worker/converter_choice.hpp"

namespace kconnect {
namespace {

/// What a sink task gets: the connector's text for it, and what Connect adds.
ConfigMap sink_task_config(const TaskRequest& request) {
    ConfigMap config = request.task_config;
    config.insert_or_assign("task.class", request.connector.task_class());
    for (const auto* key : {"topics", "topics.regex"}) {
        if (const auto text = find(request.connector_config, key)) {
            config.insert_or_assign(key, std::string(*text));
        }
    }
    return config;
}

}  // namespace

TaskFactory::TaskFactory(const WorkerConfig& config,
                         const PluginRegistry& registry,
                         ConsumerFactory make_consumer,
                         std::stop_token stop)
    : config_(config),
      registry_(registry),
      make_consumer_(std::move(make_consumer)),
      stop_(std::move(stop)) {
}

std::shared_ptr<runtime::WorkerTask> TaskFactory::create(const TaskRequest& request) const {
    return create_sink(request);
}

std::shared_ptr<runtime::WorkerTask> TaskFactory::create_sink(const TaskRequest& request) const {
    const auto& connector = request.connector_config;
    const auto topics = parse_sink_connector_config(connector);
    runtime::SinkTaskSettings settings;
    settings.id = request.id;
    settings.config = sink_task_config(request);
    settings.subscription = {topics.topics, topics.topics_regex};
    settings.offset_flush_interval = config_.offset_flush_interval;
    settings.offset_flush_timeout = config_.offset_flush_timeout;
    settings.graceful_timeout = config_.graceful_shutdown_timeout;
    auto converters = make_converters(choose_converters(connector, config_, registry_));
    auto consumer = make_consumer_(kafka::sink_consumer_config(
        config_.properties, connector, request.id.connector, request.id.task));
    return std::make_shared<runtime::WorkerSinkTask>(std::move(settings),
                                                     request.connector.create_sink_task(stop_),
                                                     std::move(consumer),
                                                     std::move(converters),
                                                     runtime::DeadLetterClients{});
}

}  // namespace kconnect
