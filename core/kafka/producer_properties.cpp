#include "producer_properties.hpp"

#include <algorithm>
#include <array>
#include <limits>

#include <fmt/format.h>

#include <kconnect/config_def.hpp>
#include <kconnect/errors.hpp>

namespace kconnect::kafka {

namespace {

constexpr std::int64_t kMaxInt = std::numeric_limits<std::int32_t>::max();

/// Producer keys with Java's defaults, types and lower bounds.
class ProducerKeys {
public:
    explicit ProducerKeys(const ConfigMap& config) : config_(config) {}

    std::int64_t number(std::string_view key,
                        std::int64_t default_value,
                        std::int64_t at_least,
                        ConfigType type = ConfigType::kInt) const {
        const auto text = find(config_, key);
        if (!text) {
            return default_value;
        }
        const auto value = std::get<std::int64_t>(parse_config_value(key, *text, type));
        if (value < at_least) {
            throw ConfigException(
                key, std::to_string(value), fmt::format("Value must be at least {}", at_least));
        }
        return value;
    }

    bool flag(std::string_view key, bool default_value) const {
        const auto text = find(config_, key);
        return text ? std::get<bool>(parse_config_value(key, *text, ConfigType::kBoolean))
                    : default_value;
    }

    /// One of `choices`, as Java writes it.
    std::string choice(std::string_view key,
                       std::string_view default_value,
                       std::initializer_list<std::string_view> choices) const {
        std::string text = this->text(key).value_or(std::string(default_value));
        if (std::find(choices.begin(), choices.end(), text) == choices.end()) {
            std::string list;
            for (const std::string_view one : choices) {
                list.append(list.empty() ? "" : ", ").append(one);
            }
            throw ConfigException(key, text, fmt::format("String must be one of: {}", list));
        }
        return text;
    }

    /// Without blanks around it.
    std::optional<std::string> text(std::string_view key) const {
        const auto value = find(config_, key);
        if (!value) {
            return std::nullopt;
        }
        return std::get<std::string>(parse_config_value(key, *value, ConfigType::kString));
    }

private:
    const ConfigMap& config_;
};

/// In librdkafka's range. A value that was given under librdkafka's own name stays.
void set_number(TranslatedProperties& result,
                std::string_view name,
                std::int64_t number,
                std::int64_t minimum,
                std::int64_t maximum,
                std::string_view origin) {
    if (result.find(name) == nullptr) {
        result.set(name, std::to_string(std::clamp(number, minimum, maximum)), origin);
    }
}

/// Java's checks of ProducerConfig.postProcessParsedConfig.
void check_idempotence(const ProducerKeys& keys, std::string_view acks, std::int64_t retries) {
    constexpr std::int64_t kMostInFlight = 5;
    if (acks != "all" && acks != "-1") {
        throw ConfigException(
            "Must set acks to all in order to use the idempotent producer. Otherwise we cannot "
            "guarantee idempotence.");
    }
    if (retries == 0) {
        throw ConfigException("Must set retries to non-zero when using the idempotent producer.");
    }
    if (keys.number("max.in.flight.requests.per.connection", kMostInFlight, 1) > kMostInFlight) {
        throw ConfigException(
            "Must set max.in.flight.requests.per.connection to at most 5 to use the idempotent "
            "producer.");
    }
}

void translate_guarantees(const ProducerKeys& keys, TranslatedProperties& result) {
    if (const auto id = keys.text("transactional.id")) {
        throw ConfigException("transactional.id",
                              *id,
                              "Records are not sent in transactions here, as Kafka Connect does "
                              "not in standalone mode; remove the key");
    }
    const std::string acks = keys.choice("acks", "all", {"all", "-1", "0", "1"});
    const std::int64_t retries = keys.number("retries", kMaxInt, 0);
    const bool idempotence = keys.flag("enable.idempotence", true);
    if (idempotence) {
        check_idempotence(keys, acks, retries);
    }
    const std::int64_t in_flight = keys.number("max.in.flight.requests.per.connection", 5, 1);
    // Java keeps the order of a partition when only one request is in flight. librdkafka does not:
    // the next request waits in a queue already when the first one fails, and overtakes it. Its
    // idempotent producer does keep the order.
    const bool ordered =
        idempotence || (in_flight == 1 && retries > 0 && (acks == "all" || acks == "-1"));
    result.set("acks", acks, "acks");
    set_number(result, "retries", retries, 0, kMaxInt, "retries");
    result.set("enable.idempotence", ordered ? "true" : "false", "enable.idempotence");
    set_number(result,
               "max.in.flight.requests.per.connection",
               in_flight,
               1,
               1000000,
               "max.in.flight.requests.per.connection");
}

void translate_timeouts(const ProducerKeys& keys, TranslatedProperties& result) {
    constexpr std::int64_t kLongestLinger = 900000;
    const std::int64_t linger = keys.number("linger.ms", 5, 0, ConfigType::kLong);
    const std::int64_t request = keys.number("request.timeout.ms", 30000, 0);
    const std::int64_t delivery = keys.number("delivery.timeout.ms", 120000, 0);
    const std::int64_t least = std::min(kMaxInt, std::min(kMaxInt, linger) + request);
    if (delivery < least) {
        throw ConfigException(
            "delivery.timeout.ms should be equal to or larger than linger.ms + "
            "request.timeout.ms");
    }
    set_number(result, "linger.ms", linger, 0, kLongestLinger, "linger.ms");
    set_number(result, "delivery.timeout.ms", delivery, 1, kMaxInt, "delivery.timeout.ms");
    // What the broker is told; socket.timeout.ms is the same for the connection.
    set_number(result, "request.timeout.ms", request, 1, 900000, "request.timeout.ms");
    result.producer.max_block =
        std::chrono::milliseconds(keys.number("max.block.ms", 60000, 0, ConfigType::kLong));
}

void translate_sizes(const ProducerKeys& keys, TranslatedProperties& result) {
    constexpr std::int64_t kDefaultRequest = 1048576;
    constexpr std::int64_t kDefaultMemory = 33554432;
    constexpr std::int64_t kDefaultBatch = 16384;
    constexpr std::int64_t kLargestRequest = 1000000000;
    const std::int64_t request = keys.number("max.request.size", kDefaultRequest, 0);
    const std::int64_t memory = keys.number("buffer.memory", kDefaultMemory, 0, ConfigType::kLong);
    result.producer.max_request_size = static_cast<std::size_t>(request);
    result.producer.buffer_memory = static_cast<std::size_t>(memory);
    set_number(result, "message.max.bytes", request, 1000, kLargestRequest, "max.request.size");
    set_number(result, "queue.buffering.max.kbytes", memory / 1024, 1, kMaxInt, "buffer.memory");
    // librdkafka cannot split a batch that the broker finds too large, so its much larger default
    // would fail records that Java delivers.
    const std::int64_t batch = keys.number("batch.size", kDefaultBatch, 0);
    set_number(result, "batch.size", batch, 1, kMaxInt, "batch.size");
}

void translate_compression(const ProducerKeys& keys, TranslatedProperties& result) {
    const std::string type =
        keys.choice("compression.type", "none", {"none", "gzip", "snappy", "lz4", "zstd"});
    result.set("compression.type", type, "compression.type");
    constexpr std::int64_t kAny = std::numeric_limits<std::int32_t>::min();
    constexpr std::int64_t kHighest = 12;
    const std::string key = fmt::format("compression.{}.level", type);
    if (keys.text(key)) {
        set_number(result, "compression.level", keys.number(key, -1, kAny), -1, kHighest, key);
    }
}

void translate_partitioner(const ProducerKeys& keys, TranslatedProperties& result) {
    const std::string text = keys.text("partitioner.class").value_or("");
    if (text == "org.apache.kafka.clients.producer.RoundRobinPartitioner") {
        result.producer.round_robin = true;
    } else if (!text.empty()) {
        throw ConfigException("partitioner.class",
                              text,
                              "Java classes cannot run here; remove the key or use "
                              "org.apache.kafka.clients.producer.RoundRobinPartitioner");
    }
    // Murmur2 of the key; without a key a random partition, the same for some milliseconds.
    const bool ignore_keys = keys.flag("partitioner.ignore.keys", false);
    result.set_default("partitioner", ignore_keys ? "random" : "murmur2_random");
}

}  // namespace

bool wants_idempotence(const ConfigMap& config) {
    return ProducerKeys(config).flag("enable.idempotence", true);
}

void translate_producer_properties(const ConfigMap& config, TranslatedProperties& result) {
    const ProducerKeys keys(config);
    translate_guarantees(keys, result);
    translate_timeouts(keys, result);
    translate_sizes(keys, result);
    translate_compression(keys, result);
    translate_partitioner(keys, result);
    result.set_default("allow.auto.create.topics", "true");
}

}  // namespace kconnect::kafka
