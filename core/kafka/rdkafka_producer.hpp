#pragma once

// Private to core/kafka: shows librdkafka.

#include <atomic>
#include <chrono>
#include <exception>
#include <memory>
#include <string>

#include "client_builder.hpp"
#include "producer_topics.hpp"
#include "record_producer.hpp"

namespace kconnect::kafka {

/// A producer over librdkafka's C API. librdkafka copies each record into one piece of memory of
/// its own; nothing else is allocated for a record without headers.
class RdKafkaProducer final : public RecordProducer {
public:
    RdKafkaProducer(const TranslatedProperties& properties, DeliveryListener& listener);
    ~RdKafkaProducer() override;

    void send(const OutgoingRecord& record, std::uint64_t id) override;
    void poll(std::chrono::milliseconds timeout) override;
    bool flush(std::chrono::milliseconds timeout) override;
    std::size_t in_flight() const override { return in_flight_; }
    void close(std::chrono::milliseconds timeout) override;
    void wake() noexcept override;

    /// From librdkafka's delivery callback; throws nothing.
    void handle_delivery(const rd_kafka_message_t& message) noexcept;

private:
    using Clock = std::chrono::steady_clock;

    void check_size(const OutgoingRecord& record) const;
    void wait_for_topic(ProducerTopic& topic,
                        const OutgoingRecord& record,
                        Clock::time_point deadline);
    /// Waits for room; throws when there is none in time.
    void wait_for_room(const OutgoingRecord& record, Clock::time_point deadline);
    rd_kafka_resp_err_t produce(const ProducerTopic& topic,
                                const OutgoingRecord& record,
                                std::uint64_t id);
    /// Serves callbacks, for up to `timeout` unless somebody wakes us, which ends all waits of the
    /// call: false then.
    bool serve(std::chrono::milliseconds timeout);
    bool flush_until(Clock::time_point deadline, bool wakeable);
    rd_kafka_resp_err_t reason_of(rd_kafka_resp_err_t code) const;
    void throw_refusal();
    void throw_listener_error();

    DeliveryListener& listener_;
    ProducerSettings settings_;
    std::string delivery_timeout_;
    std::shared_ptr<Client> client_;
    ProducerTopics topics_;
    QueueHandle queue_;  ///< Where reports come; wake() pokes it.
    std::size_t in_flight_ = 0;
    RecordMetadata delivered_;           ///< Of the last report; its text's memory is used again.
    std::exception_ptr refusal_;         ///< Why the cluster last refused us; null once it did not.
    std::exception_ptr listener_error_;  ///< What a report's listener threw.
    std::atomic<bool> woken_ = false;
    bool closed_ = false;
};

}  // namespace kconnect::kafka
