#include "worker/worker_view.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <kconnect/errors.hpp>

#include "config/secret_mask.hpp"
#include "kafka/client_config.hpp"
#include "kafka/group_offsets.hpp"
#include "plugin/plugin_version.hpp"
#include "worker/plugin_keys.hpp"

namespace kconnect {
namespace {

/// As long as Connect's REST server waits for Kafka.
constexpr std::chrono::seconds kOffsetsLimit{90};

rest::OrderedConfig ordered(const ConfigMap& config) {
    return {config.begin(), config.end()};
}

/// The kinds that REST lists, in its order.
constexpr std::array kListedKinds = {KCONNECT_SINK_CONNECTOR,
                                     KCONNECT_SOURCE_CONNECTOR,
                                     KCONNECT_TRANSFORMATION,
                                     KCONNECT_PREDICATE,
                                     KCONNECT_CONVERTER,
                                     KCONNECT_HEADER_CONVERTER};

/// Throws BadRequestException with Connect's text.
void check_version(const std::string& text) {
    if (text.empty() || text == "latest") {
        return;
    }
    try {
        VersionRange range(text);
    } catch (const ConfigException&) {
        throw BadRequestException(fmt::format("Invalid version specification: {}", text),
                                  std::current_exception());
    }
}

}  // namespace

rest::ConnectorView to_view(const ConnectorStatus& status) {
    rest::ConnectorView view{
        .name = status.name,
        .type = status.is_source ? "source" : "sink",
        .config = ordered(status.config),
        .state = {.state = std::string(runtime::name_of(status.connector.state)),
                  .trace = status.connector.trace,
                  .version = status.version},
        .tasks = {}};
    for (const auto& task : status.tasks) {
        view.tasks.push_back({.state = {.state = std::string(runtime::name_of(task.state)),
                                        .trace = task.trace,
                                        .version = task.version},
                              .config = ordered(task.config)});
    }
    return view;
}

WorkerView::WorkerView(Sources sources) : sources_(std::move(sources)) {
}

std::vector<rest::ConnectorView> WorkerView::connectors() const {
    std::vector<rest::ConnectorView> views;
    for (const auto& status : sources_.herder.statuses()) {
        views.push_back(to_view(status));
    }
    return views;
}

std::unique_ptr<const rest::ConnectorView> WorkerView::connector(std::string_view name) const {
    const auto status = sources_.herder.status(name);
    return status ? std::make_unique<const rest::ConnectorView>(to_view(*status)) : nullptr;
}

std::vector<std::string> WorkerView::active_topics(std::string_view name) const {
    auto status = sources_.herder.status(name);
    return status ? std::move(status->topics) : std::vector<std::string>();
}

std::vector<rest::OffsetView> WorkerView::offsets(const std::string& name) const {
    const auto status = sources_.herder.status(name);
    if (!status) {
        throw NotFoundException(fmt::format("Connector {} not found", name));
    }
    if (status->is_source) {
        return source_offsets(name);
    }
    return sink_offsets(name, sources_.transformer.transform(status->config).config);
}

std::vector<rest::OffsetView> WorkerView::sink_offsets(const std::string& name,
                                                       const ConfigMap& connector) const {
    const auto& worker = sources_.config.properties;
    OffsetMap committed;
    try {
        committed = kafka::committed_offsets(
            kafka::sink_consumer_config(worker, connector, name, 0), kOffsetsLimit);
    } catch (...) {
        throw ConnectException(
            fmt::format("Failed to retrieve consumer group offsets for sink connector {}", name),
            std::current_exception());
    }
    std::vector<rest::OffsetView> views;
    for (const auto& [partition, offset] : committed) {
        nlohmann::ordered_json key;
        key["kafka_partition"] = partition.partition;
        key["kafka_topic"] = partition.topic;
        views.push_back({key.dump(), fmt::format("{{\"kafka_offset\":{}}}", offset)});
    }
    return views;
}

/// Keys of the store are `["connector",{partition}]`; what is none is not ours.
std::vector<rest::OffsetView> WorkerView::source_offsets(const std::string& name) const {
    using Json = nlohmann::ordered_json;
    std::vector<rest::OffsetView> views;
    for (const auto& [key, value] : sources_.offsets.entries()) {
        const auto parts = Json::parse(key.value_or(""), nullptr, false);
        const bool is_ours = parts.is_array() && parts.size() == 2 && parts[0] == name &&
                             parts[1].is_object() && value && Json::accept(*value);
        if (is_ours) {
            views.push_back(
                {parts[1].dump(-1, ' ', false, Json::error_handler_t::replace), *value});
        }
    }
    return views;
}

std::vector<rest::PluginView> WorkerView::plugins() const {
    std::vector<rest::PluginView> views;
    for (const auto kind : kListedKinds) {
        for (const auto* plugin : sources_.registry.of_kind(kind)) {
            views.push_back({.class_name = plugin->class_name,
                             .type = std::string(name_of(kind)),
                             .version = plugin->version});
        }
    }
    return views;
}

std::vector<rest::ConfigKeyView> WorkerView::plugin_config(const std::string& name,
                                                           const std::string& version) const {
    check_version(version);
    for (const auto kind : kListedKinds) {
        const auto* const plugin = sources_.registry.find(kind, name);
        if (plugin == nullptr) {
            continue;
        }
        try {
            return plugin_keys(sources_.registry.of_version(*plugin, version));
        } catch (const VersionedPluginLoadingException& error) {
            throw BadRequestException(error.what(), std::current_exception());
        }
    }
    throw NotFoundException(fmt::format("Unknown plugin {}.", name));
}

std::string WorkerView::masked(std::string_view text) const {
    return sources_.transformer.secrets().masked(text);
}

}  // namespace kconnect
