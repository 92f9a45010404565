#include "rdkafka_topic_admin.hpp"

#include <algorithm>
#include <span>
#include <string_view>

#include <fmt/format.h>

#include "kafka_exception.hpp"
#include "librdkafka_version.hpp"

namespace kconnect::kafka {

namespace {

using std::chrono::milliseconds;
using NewTopicHandle = std::unique_ptr<rd_kafka_NewTopic_t, Release<rd_kafka_NewTopic_destroy>>;
using OptionsHandle =
    std::unique_ptr<rd_kafka_AdminOptions_t, Release<rd_kafka_AdminOptions_destroy>>;

/// How long an error of the connection may stay unseen.
constexpr milliseconds kSlice{500};

milliseconds left_until(std::chrono::steady_clock::time_point deadline) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - std::chrono::steady_clock::now());
    return std::max(left, milliseconds(0));
}

[[noreturn]] void throw_timeout(std::string_view call) {
    throw KafkaException("org.apache.kafka.common.errors.TimeoutException",
                         fmt::format("Timed out waiting for a node assignment. Call: {}", call));
}

NewTopicHandle to_request(const NewTopic& topic) {
    char reason[512];
    NewTopicHandle request(rd_kafka_NewTopic_new(
        topic.name.c_str(), topic.partitions, topic.replication_factor, reason, sizeof reason));
    if (request == nullptr) {
        throw KafkaException("org.apache.kafka.common.errors.InvalidRequestException",
                             fmt::format("Cannot create topic {}: {}", topic.name, reason));
    }
    for (const auto& [key, value] : topic.config) {
        rd_kafka_NewTopic_set_config(request.get(), key.c_str(), value.c_str());
    }
    return request;
}

OptionsHandle make_options(rd_kafka_t* client, milliseconds timeout) {
    constexpr milliseconds kLongest{3600000};
    OptionsHandle options(rd_kafka_AdminOptions_new(client, RD_KAFKA_ADMIN_OP_CREATETOPICS));
    const int wait = static_cast<int>(std::min(timeout, kLongest).count());
    char reason[512];
    rd_kafka_AdminOptions_set_request_timeout(options.get(), wait, reason, sizeof reason);
    rd_kafka_AdminOptions_set_operation_timeout(options.get(), wait, reason, sizeof reason);
    return options;
}

}  // namespace

std::unique_ptr<TopicAdmin> make_topic_admin(const ConfigMap& config) {
    return std::make_unique<RdKafkaTopicAdmin>(config);
}

RdKafkaTopicAdmin::RdKafkaTopicAdmin(const ConfigMap& config)
    : RdKafkaTopicAdmin(
          translate_client_properties(config, ClientKind::kAdmin, library_version())) {
}

RdKafkaTopicAdmin::RdKafkaTopicAdmin(const TranslatedProperties& properties)
    : client_(Client::start(ClientKind::kAdmin, properties, "kconnect.kafka.AdminClient")),
      timeout_(properties.settings.default_api_timeout) {
}

void RdKafkaTopicAdmin::throw_failure() {
    client_->serve(milliseconds(0));
    if (const std::exception_ptr failure = client_->events().take_failure()) {
        std::rethrow_exception(failure);
    }
}

/// All topics are listed, as Java does it: asking for one would let the broker create it.
bool RdKafkaTopicAdmin::topic_exists(const std::string& topic) {
    const auto deadline = Clock::now() + timeout_;
    const rd_kafka_metadata_t* answer = nullptr;
    milliseconds slice = kSlice;
    while (true) {
        const auto wait = std::min(slice, left_until(deadline));
        const rd_kafka_resp_err_t code =
            rd_kafka_metadata(client_->get(), 1, nullptr, &answer, static_cast<int>(wait.count()));
        if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
            break;
        }
        throw_failure();
        if (left_until(deadline) == milliseconds(0)) {
            throw_timeout("listTopics");
        }
        slice *= 2;
    }
    const MetadataHandle metadata(answer);
    const std::span topics(metadata->topics, static_cast<std::size_t>(metadata->topic_cnt));
    return std::any_of(topics.begin(), topics.end(), [&topic](const auto& entry) {
        return topic == entry.topic && entry.err != RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART;
    });
}

EventHandle RdKafkaTopicAdmin::wait_for_answer(rd_kafka_queue_t& queue, std::string_view call) {
    const auto deadline = Clock::now() + timeout_;
    while (true) {
        const auto wait = std::min(kSlice, left_until(deadline));
        EventHandle event(rd_kafka_queue_poll(&queue, static_cast<int>(wait.count())));
        if (event != nullptr) {
            return event;
        }
        throw_failure();
        if (left_until(deadline) == milliseconds(0)) {
            throw_timeout(call);
        }
    }
}

bool RdKafkaTopicAdmin::create_topic(const NewTopic& topic) {
    const NewTopicHandle request = to_request(topic);
    const OptionsHandle options = make_options(client_->get(), timeout_);
    const QueueHandle queue(rd_kafka_queue_new(client_->get()));
    rd_kafka_NewTopic_t* requests[] = {request.get()};
    rd_kafka_CreateTopics(client_->get(), requests, 1, options.get(), queue.get());
    const EventHandle event = wait_for_answer(*queue, "createTopics");
    rd_kafka_resp_err_t code = rd_kafka_event_error(event.get());
    const char* text = rd_kafka_event_error_string(event.get());
    if (code == RD_KAFKA_RESP_ERR_NO_ERROR) {
        std::size_t count = 0;
        const rd_kafka_topic_result_t* const* results = rd_kafka_CreateTopics_result_topics(
            rd_kafka_event_CreateTopics_result(event.get()), &count);
        code = count == 1 ? rd_kafka_topic_result_error(results[0]) : RD_KAFKA_RESP_ERR__FAIL;
        text = count == 1 ? rd_kafka_topic_result_error_string(results[0]) : "no answer";
    }
    if (code == RD_KAFKA_RESP_ERR_TOPIC_ALREADY_EXISTS) {
        return false;
    }
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        std::rethrow_exception(to_exception(code, text != nullptr ? text : rd_kafka_err2str(code)));
    }
    return true;
}

}  // namespace kconnect::kafka
