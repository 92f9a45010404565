#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct rd_kafka_s;

namespace kconnect::test {

/// What a test does with the real broker whose address is in KCONNECT_TEST_KAFKA: topics in,
/// committed offsets out. Used by one thread. Every call throws std::runtime_error with the
/// broker's reason.
class KafkaServer {
public:
    KafkaServer();
    ~KafkaServer();
    KafkaServer(const KafkaServer&) = delete;
    KafkaServer& operator=(const KafkaServer&) = delete;

    /// "host:port".
    const std::string& bootstrap_servers() const noexcept { return bootstrap_servers_; }

    /// Makes the topic anew and empty; a topic and a consumer group of these names go first.
    void create_topic(const std::string& topic, int partitions, const std::string& stale_group);

    /// Queues a record; an absent key or value is null. flush() delivers it.
    void send(const std::string& topic,
              std::optional<std::string_view> key,
              std::optional<std::string_view> value,
              std::int32_t partition = 0);

    /// Waits until every record that was sent is on the broker.
    void flush();

    /// What becomes of a transaction.
    enum class Outcome : std::uint8_t { kCommitted, kAborted };

    /// Sends one record in a transaction of its own, which is over when the call returns: the
    /// record and, at the next offset, the transaction's mark are in the topic.
    void send_in_transaction(const std::string& topic,
                             std::string_view key,
                             std::string_view value,
                             Outcome outcome);

    /// Deletes what lies before `offset`, as retention does.
    void delete_records(const std::string& topic, std::int32_t partition, std::int64_t offset);

    /// The group's committed offset; absent when it has none.
    std::optional<std::int64_t> committed(const std::string& group,
                                          const std::string& topic,
                                          std::int32_t partition = 0) const;

private:
    struct ClientDeleter {
        void operator()(rd_kafka_s* client) const noexcept;
    };

    std::string bootstrap_servers_;
    std::int64_t undelivered_ = 0;
    std::unique_ptr<rd_kafka_s, ClientDeleter> producer_;
    /// A consumer: when a producer asks for a topic that was just deleted, the broker makes it
    /// anew.
    std::unique_ptr<rd_kafka_s, ClientDeleter> administrator_;
};

}  // namespace kconnect::test
