#include "producer_topics.hpp"

#include <fmt/format.h>

namespace kconnect::kafka {

namespace {

using std::chrono::milliseconds;

/// Mirrors RoundRobinPartitioner: the next partition that has a leader, else the next one.
std::int32_t choose_next(const rd_kafka_topic_t* topic,
                         const void* /*key*/,
                         std::size_t /*key_size*/,
                         std::int32_t partitions,
                         void* opaque,
                         void* /*record*/) noexcept {
    std::atomic<std::uint32_t>& turn = static_cast<ProducerTopic*>(opaque)->turn;
    const auto count = static_cast<std::uint32_t>(partitions);
    std::int32_t partition = 0;
    for (std::uint32_t tried = 0; tried < count; ++tried) {
        partition = static_cast<std::int32_t>(turn.fetch_add(1) % count);
        if (rd_kafka_topic_partition_available(topic, partition) != 0) {
            return partition;
        }
    }
    return partition;
}

rd_kafka_topic_conf_t* round_robin_conf(rd_kafka_t* client, ProducerTopic& topic) {
    rd_kafka_topic_conf_t* conf = rd_kafka_default_topic_conf_dup(client);
    rd_kafka_topic_conf_set_opaque(conf, &topic);
    rd_kafka_topic_conf_set_partitioner_cb(conf, choose_next);
    return conf;
}

bool will_pass(rd_kafka_resp_err_t code) noexcept {
    return code == RD_KAFKA_RESP_ERR_UNKNOWN_TOPIC_OR_PART ||
           code == RD_KAFKA_RESP_ERR_LEADER_NOT_AVAILABLE;
}

}  // namespace

ProducerTopics::ProducerTopics(Client& client, bool round_robin)
    : client_(client), round_robin_(round_robin) {
}

ProducerTopic& ProducerTopics::find(std::string_view name) {
    if (last_ != nullptr && last_->name == name) {
        return *last_;
    }
    auto found = topics_.find(name);
    if (found == topics_.end()) {
        auto topic = std::make_unique<ProducerTopic>();
        topic->name = name;
        rd_kafka_t* client = client_.get();
        topic->handle.reset(
            rd_kafka_topic_new(client,
                               topic->name.c_str(),
                               round_robin_ ? round_robin_conf(client, *topic) : nullptr));
        if (topic->handle == nullptr) {
            std::rethrow_exception(topic_exception(RD_KAFKA_RESP_ERR_TOPIC_EXCEPTION, name));
        }
        found = topics_.emplace(topic->name, std::move(topic)).first;
    }
    last_ = found->second.get();
    return *last_;
}

bool ProducerTopics::ask(ProducerTopic& topic,
                         std::optional<std::int32_t> partition,
                         milliseconds timeout) {
    const rd_kafka_metadata_t* answer = nullptr;
    const rd_kafka_resp_err_t code = rd_kafka_metadata(
        client_.get(), 0, topic.handle.get(), &answer, static_cast<int>(timeout.count()));
    const MetadataHandle metadata(answer);
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR || metadata->topic_cnt != 1) {
        return false;  // No answer: the connection's own errors say why.
    }
    const rd_kafka_metadata_topic_t& entry = metadata->topics[0];
    if (entry.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
        topic.partitions = 0;
        if (!will_pass(entry.err)) {
            std::rethrow_exception(topic_exception(entry.err, topic.name));
        }
        warn(topic, rd_kafka_err2name(entry.err));
        return false;
    }
    topic.partitions = entry.partition_cnt;
    return topic.partitions > partition.value_or(0);
}

/// Once in a while: Java says it at every attempt.
void ProducerTopics::warn(const ProducerTopic& topic, const char* problem) {
    constexpr std::chrono::seconds kInterval{10};
    if (Clock::now() < next_warning_) {
        return;
    }
    next_warning_ = Clock::now() + kInterval;
    client_.events().logger().warn(fmt::format(
        "The metadata response from the cluster reported a recoverable issue: {{{}={}}}",
        topic.name,
        problem));
}

void ProducerTopics::release() noexcept {
    for (auto& [name, topic] : topics_) {
        topic->handle.reset();
    }
    last_ = nullptr;
}

}  // namespace kconnect::kafka
