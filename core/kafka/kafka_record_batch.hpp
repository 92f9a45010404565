#pragma once

#include <memory>
#include <vector>

#include <kconnect/record_batch.hpp>

#include "client_builder.hpp"

namespace kconnect::kafka {

/// A batch whose raw records point into messages of librdkafka.
/// Threads: clear() and destruction on any, when nobody else has the batch.
class KafkaRecordBatch final : public RecordBatch {
public:
    KafkaRecordBatch() = default;
    ~KafkaRecordBatch() override;

    /// Takes a message without error, and keeps `client` until the messages are gone.
    void take(MessageHandle message, const std::shared_ptr<Client>& client);
    std::size_t message_count() const noexcept { return messages_.size(); }
    /// Drops messages taken in this poll whose partition was given up meanwhile.
    void drop(const TopicPartition& partition) noexcept;
    /// Makes the raw records of the messages; call once, when the poll is over.
    void add_raw_records();

    void clear() noexcept override;

private:
    std::span<const RawHeader> headers_of(const rd_kafka_message_t& message);

    std::shared_ptr<Client> client_;  ///< Declared first: destroyed after the messages.
    std::vector<MessageHandle> messages_;
};

}  // namespace kconnect::kafka
