#pragma once

// Private to core/kafka: shows librdkafka.

#include <memory>

#include "client_builder.hpp"
#include "topic_admin.hpp"

namespace kconnect::kafka {

/// An admin client over librdkafka's C API.
class RdKafkaTopicAdmin final : public TopicAdmin {
public:
    explicit RdKafkaTopicAdmin(const ConfigMap& config);

    bool topic_exists(const std::string& topic) override;
    bool create_topic(const NewTopic& topic) override;

private:
    using Clock = std::chrono::steady_clock;

    explicit RdKafkaTopicAdmin(const TranslatedProperties& properties);

    /// Throws what the connection says, if no waiting cures it.
    void throw_failure();
    EventHandle wait_for_answer(rd_kafka_queue_t& queue, std::string_view call);

    std::shared_ptr<Client> client_;
    std::chrono::milliseconds timeout_;
};

}  // namespace kconnect::kafka
