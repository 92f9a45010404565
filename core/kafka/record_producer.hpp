#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <memory>
#include <optional>
#include <span>
#include <string_view>

#include <kconnect/config_map.hpp>
#include <kconnect/record.hpp>
#include <kconnect/source_task.hpp>

namespace kconnect::kafka {

/// A record on its way into Kafka. All parts are borrowed until send() returns.
struct OutgoingRecord {
    std::string_view topic;
    /// Absent: murmur2 of the key as Java's producer does it, or any when there is no key.
    std::optional<std::int32_t> partition;
    std::optional<std::string_view> key;
    std::optional<std::string_view> value;
    std::span<const RawHeader> headers;
    std::optional<std::int64_t> timestamp;  ///< Milliseconds since 1970; absent: now.
};

/// Hears what became of each record that send() took.
/// Threads: called inside RecordProducer::poll(), flush() and close(), and inside send() while it
/// waits, on the thread that called.
class DeliveryListener {
public:
    virtual ~DeliveryListener();

    /// Comes once for each `id`, in the order in which Kafka acknowledged, which is per partition
    /// the order of send(). `metadata` is null when `error` is not.
    virtual void delivered(std::uint64_t id,
                           const RecordMetadata* metadata,
                           const std::exception_ptr& error) = 0;
};

/// Sends records to Kafka with Connect's guarantees: acknowledged by all replicas, in order per
/// partition, retried without end unless the properties say otherwise.
/// Threads: one, except wake().
class RecordProducer {
public:
    virtual ~RecordProducer();

    /// Takes a copy of `record`. Waits while the topic is not known to the cluster or the
    /// producer's buffer is full, for max.block.ms or until wake(), and reports deliveries
    /// meanwhile. Throws RetriableException when it waited in vain, and KafkaException for a record
    /// that can never be sent (larger than max.request.size) or a cluster that refuses the
    /// producer; the record was not taken then.
    virtual void send(const OutgoingRecord& record, std::uint64_t id) = 0;

    /// Reports deliveries; waits up to `timeout` for the first.
    virtual void poll(std::chrono::milliseconds timeout) = 0;

    /// Waits until all that was sent is reported; false when `timeout` came first.
    virtual bool flush(std::chrono::milliseconds timeout) = 0;

    /// Records taken and not yet reported.
    virtual std::size_t in_flight() const = 0;

    /// Sends what it can within `timeout`, reports the rest as failed. A second call does nothing.
    virtual void close(std::chrono::milliseconds timeout) = 0;

    /// Ends a wait in send(), poll() or flush(), now or the next. Threads: any.
    virtual void wake() noexcept = 0;
};

/// A producer over librdkafka. `config` is what client_config's source_producer_config() or
/// dead_letter_producer_config() gives; `listener` is borrowed until close() has returned. Throws
/// ConfigException for a key that cannot be translated.
std::unique_ptr<RecordProducer> make_producer(const ConfigMap& config, DeliveryListener& listener);

}  // namespace kconnect::kafka
