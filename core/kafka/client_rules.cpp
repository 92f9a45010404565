#include "client_rules.hpp"

#include <algorithm>
#include <iterator>

namespace kconnect::kafka {

namespace {

using enum RuleAction;

constexpr std::int64_t kMaxInt = std::numeric_limits<std::int32_t>::max();

// Java client keys (clients 4.1.1). Keys that are the same in librdkafka and need no care are not
// listed: what the table does not have goes to librdkafka as it is.
constexpr ClientRule kRules[] = {
    {"acks", kProducer},
    {"auto.commit.interval.ms", kIgnore},
    {"auto.include.jmx.reporter", kIgnore},
    {"batch.size", kProducer},
    {"bootstrap.servers", kPass},
    {"buffer.memory", kProducer},
    {"client.dns.lookup", kPass, {}, 0, 0, 0x02020000},
    {"compression.gzip.level", kProducer},
    {"compression.lz4.level", kProducer},
    {"compression.type", kProducer},
    {"compression.zstd.level", kProducer},
    {"config.providers", kIgnore},
    {"connections.max.idle.ms", kNumber, {}, 0, kMaxInt},
    {"default.api.timeout.ms", kOurs},
    {"delivery.timeout.ms", kProducer},
    {"enable.auto.commit", kOurs},
    {"enable.auto.offset.store", kOurs},
    {"enable.idempotence", kProducer},
    {"enable.metrics.push", kPass, {}, 0, 0, 0x02050000},
    {"exclude.internal.topics", kOurs},
    {"fetch.max.bytes", kNumber, {}, 0, 2147483135},
    {"fetch.max.wait.ms", kNumber, "fetch.wait.max.ms", 0, 300000},
    {"fetch.min.bytes", kNumber, {}, 1, 100000000},
    {"group.protocol", kLowerCase, {}, 0, 0, 0x02040000},
    {"heartbeat.interval.ms", kNumber, {}, 1, 3600000},
    {"interceptor.classes", kWarn},
    {"isolation.level", kLowerCase},
    {"key.deserializer", kIgnore},
    {"key.serializer", kIgnore},
    {"linger.ms", kProducer},
    {"max.block.ms", kProducer},
    {"max.in.flight.requests.per.connection", kProducer},
    {"max.partition.fetch.bytes", kNumber, {}, 1, 1000000000},
    {"max.poll.interval.ms", kNumber, {}, 1, 86400000},
    {"max.poll.records", kOurs},
    {"max.request.size", kProducer},
    {"metadata.max.age.ms", kNumber, "topic.metadata.refresh.interval.ms", 1, 3600000},
    {"metadata.max.idle.ms", kIgnore},
    {"metadata.recovery.rebootstrap.trigger.ms", kPass, {}, 0, 0, 0x020b0000},
    {"metadata.recovery.strategy", kPass, {}, 0, 0, 0x020b0000},
    {"metric.reporters", kIgnore},
    {"metrics.num.samples", kIgnore},
    {"metrics.recording.level", kIgnore},
    {"metrics.sample.window.ms", kIgnore},
    {"partition.assignment.strategy", kAssignors},
    {"partitioner.adaptive.partitioning.enable", kIgnore},
    {"partitioner.availability.timeout.ms", kIgnore},
    {"partitioner.class", kProducer},
    {"partitioner.ignore.keys", kProducer},
    {"receive.buffer.bytes", kNumber, "socket.receive.buffer.bytes", 0, 100000000},
    {"reconnect.backoff.max.ms", kNumber, {}, 0, 3600000},
    {"reconnect.backoff.ms", kNumber, {}, 0, 3600000},
    {"request.timeout.ms", kNumber, "socket.timeout.ms", 10, 300000},
    {"retries", kProducer},
    {"retry.backoff.max.ms", kNumber, {}, 1, 300000, 0x02030000},
    {"retry.backoff.ms", kNumber, {}, 1, 300000},
    {"sasl.client.callback.handler.class", kRefuse},
    {"sasl.jaas.config", kSecurity},
    {"sasl.kerberos.ticket.renew.jitter", kIgnore},
    {"sasl.kerberos.ticket.renew.window.factor", kIgnore},
    {"sasl.login.callback.handler.class", kSecurity},
    {"sasl.login.class", kRefuse},
    {"sasl.login.connect.timeout.ms", kIgnore},
    {"sasl.login.read.timeout.ms", kIgnore},
    {"sasl.login.refresh.buffer.seconds", kIgnore},
    {"sasl.login.refresh.min.period.seconds", kIgnore},
    {"sasl.login.refresh.window.factor", kIgnore},
    {"sasl.login.refresh.window.jitter", kIgnore},
    {"sasl.login.retry.backoff.max.ms", kIgnore},
    {"sasl.login.retry.backoff.ms", kIgnore},
    {"sasl.mechanism", kPass, "sasl.mechanisms"},
    {"security.protocol", kLowerCase},
    {"security.providers", kWarn},
    {"send.buffer.bytes", kNumber, "socket.send.buffer.bytes", 0, 100000000},
    {"session.timeout.ms", kNumber, {}, 1, 3600000},
    {"socket.connection.setup.timeout.max.ms", kIgnore},
    {"socket.connection.setup.timeout.ms", kNumber, {}, 1000, kMaxInt},
    {"ssl.cipher.suites", kSecurity},
    {"ssl.enabled.protocols", kIgnore},
    {"ssl.endpoint.identification.algorithm", kSecurity},
    {"ssl.engine.factory.class", kRefuse},
    {"ssl.key.password", kSecurity},
    {"ssl.keymanager.algorithm", kIgnore},
    {"ssl.keystore.certificate.chain", kSecurity},
    {"ssl.keystore.key", kSecurity},
    {"ssl.keystore.location", kSecurity},
    {"ssl.keystore.password", kSecurity},
    {"ssl.keystore.type", kSecurity},
    {"ssl.protocol", kIgnore},
    {"ssl.provider", kWarn},
    {"ssl.secure.random.implementation", kIgnore},
    {"ssl.trustmanager.algorithm", kIgnore},
    {"ssl.truststore.certificates", kSecurity},
    {"ssl.truststore.location", kSecurity},
    {"ssl.truststore.password", kSecurity},
    {"ssl.truststore.type", kSecurity},
    {"transaction.timeout.ms", kProducer},
    {"transactional.id", kProducer},
    {"value.deserializer", kIgnore},
    {"value.serializer", kIgnore},
};

static_assert(std::is_sorted(std::begin(kRules),
                             std::end(kRules),
                             [](const ClientRule& left, const ClientRule& right) {
                                 return left.key < right.key;
                             }));

/// Keys that only Java's consumer knows; its other clients ignore them whatever they hold.
constexpr std::string_view kConsumerOnly[] = {
    "auto.commit.interval.ms",
    "auto.offset.reset",
    "enable.auto.commit",
    "exclude.internal.topics",
    "fetch.max.bytes",
    "fetch.max.wait.ms",
    "fetch.min.bytes",
    "group.protocol",
    "heartbeat.interval.ms",
    "isolation.level",
    "max.partition.fetch.bytes",
    "max.poll.interval.ms",
    "max.poll.records",
    "partition.assignment.strategy",
    "session.timeout.ms",
};

}  // namespace

bool is_for_consumers_only(std::string_view key) noexcept {
    return std::binary_search(std::begin(kConsumerOnly), std::end(kConsumerOnly), key);
}

const ClientRule* find_client_rule(std::string_view key) noexcept {
    const auto* found = std::lower_bound(
        std::begin(kRules), std::end(kRules), key, [](const ClientRule& rule, std::string_view k) {
            return rule.key < k;
        });
    return found != std::end(kRules) && found->key == key ? found : nullptr;
}

}  // namespace kconnect::kafka
