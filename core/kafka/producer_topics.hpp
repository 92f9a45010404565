#pragma once

// Private to core/kafka: shows librdkafka.

#include <atomic>
#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "client_builder.hpp"

namespace kconnect::kafka {

/// A topic that a producer sends to.
struct ProducerTopic {
    TopicHandle handle;
    std::string name;
    std::int32_t partitions = 0;          ///< As the cluster said last; 0 while it is not known.
    std::atomic<std::uint32_t> turn = 0;  ///< Of the round-robin partitioner.
};

/// The topics of one producer and what the cluster says about them.
/// Threads: one. Must outlive the client, whose threads choose partitions.
class ProducerTopics {
public:
    using Clock = std::chrono::steady_clock;

    ProducerTopics(Client& client, bool round_robin);

    /// The topic, which may not be known to the cluster yet.
    ProducerTopic& find(std::string_view name);

    /// Asks the cluster once, for at most `timeout`; true when it has the topic and, if one is
    /// given, the partition. Throws KafkaException when it may not be used.
    bool ask(ProducerTopic& topic,
             std::optional<std::int32_t> partition,
             std::chrono::milliseconds timeout);

    /// Gives the handles back, as must be done before the client is destroyed.
    void release() noexcept;

private:
    void warn(const ProducerTopic& topic, const char* problem);

    Client& client_;
    bool round_robin_;
    std::map<std::string, std::unique_ptr<ProducerTopic>, std::less<>> topics_;
    ProducerTopic* last_ = nullptr;  ///< Records of one topic come in rows.
    Clock::time_point next_warning_;
};

}  // namespace kconnect::kafka
