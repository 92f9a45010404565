#include "worker/task_factory.hpp"

#include <string>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <kconnect/errors.hpp>

#include "config/connector_config.hpp"
#include "config/source_connector_config.hpp"
#include "kafka/client_config.hpp"
#include "offsets/connector_offsets.hpp"
#include "runtime/worker_sink_task.hpp"
#include "runtime/worker_source_task.hpp"
#include "worker/converter_choice.hpp"
#include "worker/transformation_choice.hpp"

namespace kconnect {

ConfigMap full_task_config(const ConfigMap& connector_config,
                           ConfigMap task_config,
                           const WorkerConnector& connector) {
    task_config.insert_or_assign("task.class", connector.task_class());
    if (!connector.is_source()) {
        for (const auto* key : {"topics", "topics.regex"}) {
            if (const auto text = find(connector_config, key)) {
                task_config.insert_or_assign(key, std::string(*text));
            }
        }
    }
    return task_config;
}

namespace {

/// What the connector says about records that fail.
runtime::ErrorSettings error_settings(const ConfigMap& connector) {
    const auto parsed = connector_config_def().parse(connector);
    return {
        .retry_timeout = std::chrono::milliseconds(parsed.integer("errors.retry.timeout")),
        .retry_delay_max = std::chrono::milliseconds(parsed.integer("errors.retry.delay.max.ms")),
        .tolerance = parsed.string("errors.tolerance") == "all" ? runtime::ErrorTolerance::kAll
                                                                : runtime::ErrorTolerance::kNone,
        .log_errors = parsed.boolean("errors.log.enable"),
        .log_records = parsed.boolean("errors.log.include.messages")};
}

/// What a sink says about its dead letters.
runtime::DeadLetterSettings dead_letter_settings(const ConfigMap& connector) {
    const auto parsed = sink_connector_config_def().parse(connector);
    return {.topic = parsed.string("errors.deadletterqueue.topic.name"),
            .replication_factor = static_cast<std::int16_t>(
                parsed.integer("errors.deadletterqueue.topic.replication.factor")),
            .context_headers = parsed.boolean("errors.deadletterqueue.context.headers.enable")};
}

/// Java joins the expressions of a list to one.
kafka::TopicPattern pattern_of(std::string_view key, const std::vector<std::string>& expressions) {
    try {
        return kafka::TopicPattern(fmt::format("{}", fmt::join(expressions, "|")));
    } catch (const ConfigException&) {
        throw ConfigException(key,
                              fmt::format("[{}]", fmt::join(expressions, ", ")),
                              "Syntax error in regular expression");
    }
}

}  // namespace

std::vector<runtime::TopicCreationGroup> topic_creation_groups(const ConfigMap& connector,
                                                               const WorkerConfig& worker) {
    std::vector<runtime::TopicCreationGroup> groups;
    if (!worker.creates_topics) {
        return groups;
    }
    for (auto& rule : parse_topic_creation(connector)) {
        groups.push_back({rule.name,
                          pattern_of("include", rule.include),
                          pattern_of("exclude", rule.exclude),
                          rule.partitions,
                          rule.replication_factor,
                          std::move(rule.topic_config)});
    }
    return groups;
}

TaskFactory::TaskFactory(const WorkerConfig& config,
                         const PluginRegistry& registry,
                         KafkaClients clients,
                         std::shared_ptr<offsets::OffsetStore> offsets,
                         std::stop_token stop)
    : config_(config),
      registry_(registry),
      clients_(std::move(clients)),
      offsets_(std::move(offsets)),
      stop_(std::move(stop)) {
}

std::shared_ptr<runtime::WorkerTask> TaskFactory::create(const TaskRequest& request) const {
    return request.connector.is_source() ? create_source(request) : create_sink(request);
}

std::shared_ptr<runtime::WorkerTask> TaskFactory::create_sink(const TaskRequest& request) const {
    const auto& connector = request.connector_config;
    const auto topics = parse_sink_connector_config(connector);
    runtime::SinkTaskSettings settings;
    settings.id = request.id;
    settings.config = full_task_config(connector, request.task_config, request.connector);
    settings.topics = request.topics;
    settings.subscription = {topics.topics, topics.topics_regex};
    settings.offset_flush_interval = config_.offset_flush_interval;
    settings.offset_flush_timeout = config_.offset_flush_timeout;
    settings.graceful_timeout = config_.graceful_shutdown_timeout;
    settings.errors = error_settings(connector);
    settings.dead_letters = dead_letter_settings(connector);
    auto converters = make_converters(choose_converters(connector, config_, registry_));
    converters.transformations = make_transformations(connector, registry_);
    auto consumer = clients_.make_consumer(kafka::sink_consumer_config(
        config_.properties, connector, request.id.connector, request.id.task));
    return std::make_shared<runtime::WorkerSinkTask>(std::move(settings),
                                                     request.connector.create_sink_task(stop_),
                                                     std::move(consumer),
                                                     std::move(converters),
                                                     dead_letter_clients(request));
}

/// They are made when the task starts; only then their properties are looked at.
runtime::DeadLetterClients TaskFactory::dead_letter_clients(const TaskRequest& request) const {
    const auto& connector = request.connector_config;
    const auto producer = kafka::dead_letter_producer_config(
        config_.properties, connector, request.id.connector, request.id.task);
    const auto admin = kafka::admin_config(
        config_.properties, connector, "connector-dlq-adminclient-" + to_string(request.id));
    return {[make = clients_.make_topic_admin, admin] { return make(admin); },
            [make = clients_.make_producer, producer](kafka::DeliveryListener& listener) {
                return make(producer, listener);
            }};
}

std::shared_ptr<runtime::WorkerTask> TaskFactory::create_source(const TaskRequest& request) const {
    const auto& connector = request.connector_config;
    const auto& id = request.id;
    runtime::SourceTaskSettings settings;
    settings.id = id;
    settings.config = full_task_config(connector, request.task_config, request.connector);
    settings.topics = request.topics;
    settings.offset_flush_interval = config_.offset_flush_interval;
    settings.offset_flush_timeout = config_.offset_flush_timeout;
    settings.errors = error_settings(connector);
    auto converters = make_converters(choose_converters(connector, config_, registry_));
    converters.transformations = make_transformations(connector, registry_);
    auto task = request.connector.create_source_task(stop_);
    return std::make_shared<runtime::WorkerSourceTask>(
        std::move(settings),
        std::move(task),
        [&](kafka::DeliveryListener& listener) {
            return clients_.make_producer(
                kafka::source_producer_config(config_.properties, connector, id.connector, id.task),
                listener);
        },
        std::make_unique<offsets::ConnectorOffsets>(offsets_, id.connector),
        topic_creation(request),
        std::move(converters));
}

std::unique_ptr<runtime::TopicCreation> TaskFactory::topic_creation(
    const TaskRequest& request) const {
    auto groups = topic_creation_groups(request.connector_config, config_);
    if (groups.empty()) {
        return nullptr;
    }
    const auto client_id = "connector-adminclient-" + to_string(request.id);
    return std::make_unique<runtime::TopicCreation>(
        std::move(groups),
        clients_.make_topic_admin(
            kafka::admin_config(config_.properties, request.connector_config, client_id)));
}

}  // namespace kconnect
