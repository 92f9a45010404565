#include "java_key_types.hpp"

#include <algorithm>
#include <iterator>

namespace kconnect::kafka {

namespace {

constexpr unsigned kConsumers = 1;
constexpr unsigned kProducers = 2;
constexpr unsigned kAdmins = 4;
constexpr unsigned kAll = kConsumers | kProducers | kAdmins;

struct TypedKey {
    std::string_view name;
    ConfigType type;
    unsigned clients;  ///< Who has it.
};

// Sorted by name.
constexpr TypedKey kTypedKeys[] = {
    {"allow.auto.create.topics", ConfigType::kBoolean, kConsumers},
    {"auto.commit.interval.ms", ConfigType::kInt, kConsumers},
    {"batch.size", ConfigType::kInt, kProducers},
    {"buffer.memory", ConfigType::kLong, kProducers},
    {"check.crcs", ConfigType::kBoolean, kConsumers},
    {"compression.gzip.level", ConfigType::kInt, kProducers},
    {"compression.lz4.level", ConfigType::kInt, kProducers},
    {"compression.zstd.level", ConfigType::kInt, kProducers},
    {"connections.max.idle.ms", ConfigType::kLong, kAll},
    {"default.api.timeout.ms", ConfigType::kInt, kConsumers | kAdmins},
    {"delivery.timeout.ms", ConfigType::kInt, kProducers},
    {"enable.auto.commit", ConfigType::kBoolean, kConsumers},
    {"enable.idempotence", ConfigType::kBoolean, kProducers},
    {"enable.metrics.push", ConfigType::kBoolean, kAll},
    {"exclude.internal.topics", ConfigType::kBoolean, kConsumers},
    {"fetch.max.bytes", ConfigType::kInt, kConsumers},
    {"fetch.max.wait.ms", ConfigType::kInt, kConsumers},
    {"fetch.min.bytes", ConfigType::kInt, kConsumers},
    {"heartbeat.interval.ms", ConfigType::kInt, kConsumers},
    {"internal.leave.group.on.close", ConfigType::kBoolean, kConsumers},
    {"internal.throw.on.fetch.stable.offset.unsupported", ConfigType::kBoolean, kConsumers},
    {"linger.ms", ConfigType::kLong, kProducers},
    {"max.block.ms", ConfigType::kLong, kProducers},
    {"max.in.flight.requests.per.connection", ConfigType::kInt, kProducers},
    {"max.partition.fetch.bytes", ConfigType::kInt, kConsumers},
    {"max.poll.interval.ms", ConfigType::kInt, kConsumers},
    {"max.poll.records", ConfigType::kInt, kConsumers},
    {"max.request.size", ConfigType::kInt, kProducers},
    {"metadata.max.age.ms", ConfigType::kLong, kAll},
    {"metadata.max.idle.ms", ConfigType::kLong, kProducers},
    {"metadata.recovery.rebootstrap.trigger.ms", ConfigType::kLong, kAll},
    {"metrics.num.samples", ConfigType::kInt, kAll},
    {"metrics.sample.window.ms", ConfigType::kLong, kAll},
    {"partitioner.adaptive.partitioning.enable", ConfigType::kBoolean, kProducers},
    {"partitioner.availability.timeout.ms", ConfigType::kLong, kProducers},
    {"partitioner.ignore.keys", ConfigType::kBoolean, kProducers},
    {"receive.buffer.bytes", ConfigType::kInt, kAll},
    {"reconnect.backoff.max.ms", ConfigType::kLong, kAll},
    {"reconnect.backoff.ms", ConfigType::kLong, kAll},
    {"request.timeout.ms", ConfigType::kInt, kAll},
    {"retries", ConfigType::kInt, kProducers | kAdmins},
    {"retry.backoff.max.ms", ConfigType::kLong, kAll},
    {"retry.backoff.ms", ConfigType::kLong, kAll},
    {"sasl.kerberos.min.time.before.relogin", ConfigType::kLong, kAll},
    {"sasl.kerberos.ticket.renew.jitter", ConfigType::kDouble, kAll},
    {"sasl.kerberos.ticket.renew.window.factor", ConfigType::kDouble, kAll},
    {"sasl.login.connect.timeout.ms", ConfigType::kInt, kAll},
    {"sasl.login.read.timeout.ms", ConfigType::kInt, kAll},
    {"sasl.login.refresh.buffer.seconds", ConfigType::kShort, kAll},
    {"sasl.login.refresh.min.period.seconds", ConfigType::kShort, kAll},
    {"sasl.login.refresh.window.factor", ConfigType::kDouble, kAll},
    {"sasl.login.refresh.window.jitter", ConfigType::kDouble, kAll},
    {"sasl.login.retry.backoff.max.ms", ConfigType::kLong, kAll},
    {"sasl.login.retry.backoff.ms", ConfigType::kLong, kAll},
    {"sasl.oauthbearer.assertion.claim.exp.seconds", ConfigType::kInt, kAll},
    {"sasl.oauthbearer.assertion.claim.jti.include", ConfigType::kBoolean, kAll},
    {"sasl.oauthbearer.assertion.claim.nbf.seconds", ConfigType::kInt, kAll},
    {"sasl.oauthbearer.clock.skew.seconds", ConfigType::kInt, kAll},
    {"sasl.oauthbearer.header.urlencode", ConfigType::kBoolean, kAll},
    {"sasl.oauthbearer.jwks.endpoint.refresh.ms", ConfigType::kLong, kAll},
    {"sasl.oauthbearer.jwks.endpoint.retry.backoff.max.ms", ConfigType::kLong, kAll},
    {"sasl.oauthbearer.jwks.endpoint.retry.backoff.ms", ConfigType::kLong, kAll},
    {"send.buffer.bytes", ConfigType::kInt, kAll},
    {"session.timeout.ms", ConfigType::kInt, kConsumers},
    {"socket.connection.setup.timeout.max.ms", ConfigType::kLong, kAll},
    {"socket.connection.setup.timeout.ms", ConfigType::kLong, kAll},
    {"transaction.timeout.ms", ConfigType::kInt, kProducers},
    {"transaction.two.phase.commit.enable", ConfigType::kBoolean, kProducers},
};

unsigned bit_of(ClientKind kind) {
    switch (kind) {
        case ClientKind::kConsumer:
            return kConsumers;
        case ClientKind::kProducer:
            return kProducers;
        case ClientKind::kAdmin:
            return kAdmins;
    }
    return 0;
}

}  // namespace

std::optional<ConfigType> java_key_type(ClientKind kind, std::string_view key) {
    const auto* const found = std::lower_bound(
        std::begin(kTypedKeys),
        std::end(kTypedKeys),
        key,
        [](const TypedKey& one, std::string_view name) { return one.name < name; });
    if (found == std::end(kTypedKeys) || found->name != key ||
        (found->clients & bit_of(kind)) == 0) {
        return std::nullopt;
    }
    return found->type;
}

}  // namespace kconnect::kafka
