#include "client_builder.hpp"

#include <algorithm>
#include <thread>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <kconnect/errors.hpp>

#include "kafka_exception.hpp"
#include "sink_consumer.hpp"

namespace kconnect::kafka {

namespace {

LogLevel to_log_level(int syslog_level) {
    constexpr int kSyslogError = 3;
    constexpr int kSyslogWarning = 4;
    constexpr int kSyslogInfo = 6;
    if (syslog_level <= kSyslogError) {
        return LogLevel::kError;
    }
    if (syslog_level == kSyslogWarning) {
        return LogLevel::kWarn;
    }
    return syslog_level <= kSyslogInfo ? LogLevel::kInfo : LogLevel::kDebug;
}

ClientEvents& events_of(const rd_kafka_t* client) {
    return *static_cast<ClientEvents*>(rd_kafka_opaque(client));
}

void on_log(const rd_kafka_t* client, int level, const char* facility, const char* text) noexcept {
    ClientEvents& events = events_of(client);
    const std::string_view name = facility;
    if (name == "OFFSET") {
        if (auto reset = parse_offset_reset(text)) {
            events.note(std::move(*reset));  // The consumer says it, with the place it goes to.
            return;
        }
    }
    // Errors come to on_error, too; lines about properties of other clients tell nothing.
    const bool minor = name == "CONFWARN" || name == "FAIL" || name == "ERROR" ||
                       name == "GETPID" || name == "FATAL";
    const LogLevel log_level = minor ? LogLevel::kDebug : to_log_level(level);
    if (events.logger().is_enabled(log_level)) {
        const LogContext context(events.log_context());
        events.logger().log(log_level, fmt::format("{}: {}", facility, text));
    }
}

void on_error(rd_kafka_t* client, int code, const char* reason, void* opaque) noexcept {
    ClientEvents& events = *static_cast<ClientEvents*>(opaque);
    auto [error, text] = explain(static_cast<rd_kafka_resp_err_t>(code), reason);
    if (error == RD_KAFKA_RESP_ERR__FATAL) {
        char fatal[512];
        error = rd_kafka_fatal_error(client, fatal, sizeof fatal);
        text = fatal;
        events.fail(to_exception(error, text));
        events.logger().debug(fmt::format("{}: {}", rd_kafka_err2name(error), text));
        return;  // Who gets the failure says it.
    } else if (is_unrecoverable(error, text)) {
        events.fail(to_exception(error, text));
    }
    events.logger().warn(fmt::format("{}: {}", rd_kafka_err2name(error), text));
}

/// Sets one property; false when librdkafka does not know it.
bool apply(rd_kafka_conf_t* conf, const LibraryProperty& property) {
    char reason[512];
    const rd_kafka_conf_res_t outcome = rd_kafka_conf_set(
        conf, property.name.c_str(), property.value.c_str(), reason, sizeof reason);
    if (outcome == RD_KAFKA_CONF_UNKNOWN) {
        return false;
    }
    if (outcome == RD_KAFKA_CONF_INVALID) {
        const bool secret = is_secret(property.origin) || is_secret(property.name);
        throw ConfigException(property.origin.empty() ? property.name : property.origin,
                              secret ? "[hidden]" : property.value,
                              secret ? "refused by librdkafka" : reason);
    }
    return true;
}

void apply_all(ClientKind kind,
               rd_kafka_conf_t* conf,
               const TranslatedProperties& properties,
               const Logger& log) {
    std::vector<std::string> unused;
    for (const LibraryProperty& property : properties.library) {
        if (!apply(conf, property)) {
            unused.push_back(property.origin.empty() ? property.name : property.origin);
        }
    }
    for (const std::string& warning : properties.warnings) {
        log.warn(warning);
    }
    if (!unused.empty()) {
        // An admin client is given all of the worker's keys: that most mean nothing to it is no
        // news.
        log.log(kind == ClientKind::kAdmin ? LogLevel::kInfo : LogLevel::kWarn,
                fmt::format("These configurations '[{}]' were supplied but are not used yet.",
                            fmt::join(unused, ", ")));
    }
}

}  // namespace

ClientEvents::ClientEvents(std::string_view logger)
    : logger_(std::string(logger)), log_context_(LogContext::current()) {
}

void ClientEvents::fail(std::exception_ptr error) {
    if (!failure_) {
        failure_ = std::move(error);
    }
}

std::exception_ptr ClientEvents::take_failure() {
    return std::exchange(failure_, nullptr);
}

void ClientEvents::note(OffsetReset reset) {
    const std::lock_guard lock(resets_lock_);
    resets_.push_back(std::move(reset));
    has_resets_ = true;
}

std::vector<OffsetReset> ClientEvents::take_resets() {
    if (!has_resets_) {
        return {};
    }
    const std::lock_guard lock(resets_lock_);
    has_resets_ = false;
    return std::exchange(resets_, {});
}

std::shared_ptr<Client> Client::start(ClientKind kind,
                                      const TranslatedProperties& properties,
                                      std::string_view logger,
                                      void (*prepare)(rd_kafka_conf_t*)) {
    std::shared_ptr<Client> client(new Client(logger));
    ConfHandle conf(rd_kafka_conf_new());
    apply_all(kind, conf.get(), properties, client->events_.logger());
    rd_kafka_conf_set_opaque(conf.get(), &client->events_);
    rd_kafka_conf_set_log_cb(conf.get(), on_log);
    rd_kafka_conf_set_error_cb(conf.get(), on_error);
    if (prepare != nullptr) {
        prepare(conf.get());
    }
    const rd_kafka_type_t type =
        kind == ClientKind::kConsumer ? RD_KAFKA_CONSUMER : RD_KAFKA_PRODUCER;
    char reason[512];
    client->client_ = rd_kafka_new(type, conf.get(), reason, sizeof reason);
    if (client->client_ == nullptr) {
        throw KafkaException("org.apache.kafka.common.KafkaException",
                             fmt::format("Failed to construct kafka client: {}", reason));
    }
    (void)conf.release();  // Owned by the client now.
    return client;
}

void Client::serve(std::chrono::milliseconds timeout) noexcept {
    constexpr std::chrono::milliseconds kLongest{std::chrono::hours(1)};
    const auto wait = std::clamp(timeout, std::chrono::milliseconds(0), kLongest);
    rd_kafka_poll(client_, static_cast<int>(wait.count()));
}

Client::~Client() {
    if (client_ == nullptr) {
        return;
    }
    if (abandoned_) {
        // Nobody can say when it ends; librdkafka's log lines go nowhere meanwhile.
        rd_kafka_set_log_level(client_, 0);
        rd_kafka_t* client = client_;
        std::thread([client] {
            rd_kafka_destroy_flags(client, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
        }).detach();
        return;
    }
    rd_kafka_destroy_flags(client_, RD_KAFKA_DESTROY_F_NO_CONSUMER_CLOSE);
}

PartitionListHandle make_partition_list(std::span<const TopicPartition> partitions) {
    PartitionListHandle list(
        rd_kafka_topic_partition_list_new(static_cast<int>(partitions.size())));
    for (const TopicPartition& partition : partitions) {
        rd_kafka_topic_partition_list_add(list.get(), partition.topic.c_str(), partition.partition);
    }
    return list;
}

PartitionListHandle make_partition_list(const OffsetMap& offsets) {
    PartitionListHandle list(rd_kafka_topic_partition_list_new(static_cast<int>(offsets.size())));
    for (const auto& [partition, offset] : offsets) {
        rd_kafka_topic_partition_list_add(list.get(), partition.topic.c_str(), partition.partition)
            ->offset = offset;
    }
    return list;
}

std::vector<TopicPartition> to_partitions(const rd_kafka_topic_partition_list_t& list) {
    std::vector<TopicPartition> partitions;
    partitions.reserve(static_cast<std::size_t>(list.cnt));
    for (int index = 0; index < list.cnt; ++index) {
        partitions.push_back({list.elems[index].topic, list.elems[index].partition});
    }
    return partitions;
}

}  // namespace kconnect::kafka
