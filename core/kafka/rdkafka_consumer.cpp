#include "rdkafka_consumer.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include "background_farewell.hpp"
#include "consumer_factory.hpp"
#include "kafka_exception.hpp"
#include "librdkafka_version.hpp"

namespace kconnect::kafka {

namespace {

using std::chrono::milliseconds;

/// The answer of a member that only waits to leave.
void take_nothing(rd_kafka_t* client,
                  rd_kafka_resp_err_t event,
                  const rd_kafka_topic_partition_list_t& list) noexcept {
    if (std::string_view(rd_kafka_rebalance_protocol(client)) != "COOPERATIVE") {
        rd_kafka_assign(client, nullptr);
        return;
    }
    if (event == RD_KAFKA_RESP_ERR__ASSIGN_PARTITIONS) {
        const PartitionListHandle none(rd_kafka_topic_partition_list_new(0));
        const ErrorHandle ignored(rd_kafka_incremental_assign(client, none.get()));
    } else {
        const ErrorHandle ignored(rd_kafka_incremental_unassign(client, &list));
    }
}

void on_rebalance(rd_kafka_t* client,
                  rd_kafka_resp_err_t event,
                  rd_kafka_topic_partition_list_t* list,
                  void* opaque) noexcept {
    RdKafkaConsumer* const consumer = static_cast<ClientEvents*>(opaque)->consumer;
    if (consumer != nullptr) {
        consumer->handle_rebalance(event, *list);
    } else {
        take_nothing(client, event, *list);
    }
}

void set_callbacks(rd_kafka_conf_t* conf) {
    rd_kafka_conf_set_rebalance_cb(conf, on_rebalance);
}

std::string value_of(const TranslatedProperties& properties, std::string_view name) {
    const LibraryProperty* property = properties.find(name);
    return property != nullptr ? property->value : std::string();
}

std::size_t queue_bytes(const TranslatedProperties& properties) {
    return std::stoul(value_of(properties, "queued.max.messages.kbytes")) * 1024;
}

}  // namespace

std::unique_ptr<SinkConsumer> make_consumer(const ConfigMap& config) {
    return std::make_unique<RdKafkaConsumer>(config);
}

RdKafkaConsumer::RdKafkaConsumer(const ConfigMap& config)
    : RdKafkaConsumer(
          translate_client_properties(config, ClientKind::kConsumer, library_version())) {
}

RdKafkaConsumer::RdKafkaConsumer(const TranslatedProperties& properties)
    : client_(Client::start(
          ClientKind::kConsumer, properties, "kconnect.kafka.Consumer", set_callbacks)),
      settings_(properties.settings),
      queue_bytes_(queue_bytes(properties)),
      group_(value_of(properties, "group.id")),
      offset_reset_(value_of(properties, "auto.offset.reset")) {
    client_->events().consumer = this;
    rd_kafka_poll_set_consumer(client_->get());
    queue_.reset(rd_kafka_queue_get_consumer(client_->get()));
    if (queue_ == nullptr) {
        throw ConfigException("group.id", group_, "A consumer group is needed");
    }
}

RdKafkaConsumer::~RdKafkaConsumer() {
    try {
        close(milliseconds(0));
    } catch (...) {
        // Nothing is left to save; the client is abandoned.
        client_->abandon();
    }
    queue_.reset();
}

std::unique_ptr<RecordBatch> RdKafkaConsumer::make_batch() {
    return std::make_unique<KafkaRecordBatch>();
}

void RdKafkaConsumer::subscribe(const Subscription& subscription, RebalanceListener& listener) {
    listener_ = &listener;
    if (subscription.regex.empty()) {
        subscribe_to(subscription.topics);
        return;
    }
    pattern_.emplace(subscription.regex);
    look_up_topics();
}

void RdKafkaConsumer::subscribe_to(const std::vector<std::string>& topics) {
    PartitionListHandle list(rd_kafka_topic_partition_list_new(static_cast<int>(topics.size())));
    for (const std::string& topic : topics) {
        rd_kafka_topic_partition_list_add(list.get(), topic.c_str(), RD_KAFKA_PARTITION_UA);
    }
    const rd_kafka_resp_err_t code = topics.empty()
                                         ? rd_kafka_unsubscribe(client_->get())
                                         : rd_kafka_subscribe(client_->get(), list.get());
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        std::rethrow_exception(to_exception(
            code, fmt::format("Cannot subscribe to {}: {}", topics, rd_kafka_err2str(code))));
    }
}

std::vector<std::string> RdKafkaConsumer::list_topics(milliseconds timeout) {
    const rd_kafka_metadata_t* answer = nullptr;
    const rd_kafka_resp_err_t code =
        rd_kafka_metadata(client_->get(), 1, nullptr, &answer, static_cast<int>(timeout.count()));
    if (code != RD_KAFKA_RESP_ERR_NO_ERROR) {
        std::rethrow_exception(to_exception(
            code,
            fmt::format("Cannot list the topics of the cluster: {}", rd_kafka_err2str(code))));
    }
    std::vector<std::string> topics;
    for (int index = 0; index < answer->topic_cnt; ++index) {
        if (answer->topics[index].err == RD_KAFKA_RESP_ERR_NO_ERROR) {
            topics.emplace_back(answer->topics[index].topic);
        }
    }
    rd_kafka_metadata_destroy(answer);
    return topics;
}

/// librdkafka's own patterns know neither Java's dialect nor its full match, so the names are
/// matched here, as often as Java refreshes its metadata.
void RdKafkaConsumer::look_up_topics() {
    constexpr milliseconds kPatience{2000};
    next_topic_look_up_ = Clock::now() + settings_.metadata_max_age;
    try {
        const bool with_internal = !settings_.exclude_internal_topics;
        std::vector<std::string> topics = pattern_->select(list_topics(kPatience), with_internal);
        if (topics != matching_topics_) {
            subscribe_to(topics);
            matching_topics_ = std::move(topics);
        }
    } catch (const KafkaException& error) {
        client_->events().logger().warn(error.what());
        next_topic_look_up_ = Clock::now() + std::min(settings_.metadata_max_age, kPatience);
    }
}

milliseconds RdKafkaConsumer::until_next_topic_look_up(milliseconds timeout) const {
    if (!pattern_) {
        return timeout;
    }
    const auto left = std::chrono::ceil<milliseconds>(next_topic_look_up_ - Clock::now());
    return std::clamp(left, milliseconds(0), timeout);
}

void RdKafkaConsumer::poll(RecordBatch& batch, milliseconds timeout) {
    throw_failure();
    if (pattern_ && Clock::now() >= next_topic_look_up_) {
        look_up_topics();
    }
    auto& records = static_cast<KafkaRecordBatch&>(batch);
    filling_ = &records;
    fill(records, until_next_topic_look_up(timeout));
    filling_ = nullptr;
    report_resets();
    records.add_raw_records();
    // What came before an error is delivered first, as Java does.
    if (batch.raw_records().empty()) {
        throw_failure();
    }
}

/// One wait for the first message, then whatever is there: rd_kafka_consume_batch_queue would wait
/// out its time-out, and loses messages around seek, pause and rebalance before librdkafka 2.1.
void RdKafkaConsumer::fill(KafkaRecordBatch& batch, milliseconds timeout) {
    constexpr milliseconds kLongest{std::chrono::hours(1)};
    int wait = static_cast<int>(std::clamp(timeout, milliseconds(0), kLongest).count());
    while (batch.message_count() < settings_.max_poll_records) {
        MessageHandle message(rd_kafka_consumer_poll(client_->get(), wait));
        if (message == nullptr) {
            return;
        }
        wait = 0;
        if (message->err == RD_KAFKA_RESP_ERR_NO_ERROR) {
            count_taken(*message);
            batch.take(std::move(message), client_);
        } else {
            handle_error(*message);
        }
    }
}

/// Once its queue was full, librdkafka before 2.2 sleeps up to a second before it fetches again. A
/// request to the leaders wakes the threads that sleep: the newest offsets are the cheapest to ask
/// for, and nobody reads the answer. Done before the queue can have run empty.
void RdKafkaConsumer::count_taken(const rd_kafka_message_t& message) {
    constexpr std::size_t kMessages = 25'000;  // A quarter of queued.min.messages.
    constexpr int kPatienceMs = 100;
    if (library_version() >= kVersionWithFetchBackoff) {
        return;
    }
    taken_bytes_ += message.len + message.key_len;
    ++taken_messages_;
    if (taken_bytes_ < queue_bytes_ / 4 && taken_messages_ < kMessages) {
        return;
    }
    taken_bytes_ = 0;
    taken_messages_ = 0;
    const PartitionListHandle list(
        rd_kafka_topic_partition_list_new(static_cast<int>(assignment_.size())));
    for (const TopicPartition& partition : assignment_) {
        rd_kafka_topic_partition_list_add(list.get(), partition.topic.c_str(), partition.partition)
            ->offset = RD_KAFKA_OFFSET_END;
    }
    rd_kafka_offsets_for_times(client_->get(), list.get(), kPatienceMs);
}

void RdKafkaConsumer::handle_error(const rd_kafka_message_t& message) {
    const char* reason = rd_kafka_message_errstr(&message);
    const std::string topic =
        message.rkt != nullptr ? std::string(rd_kafka_topic_name(message.rkt)) : std::string();
    switch (message.err) {
        case RD_KAFKA_RESP_ERR__PARTITION_EOF:
            return;
        case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
            client_->events().fail(to_exception(
                message.err, fmt::format("Not authorized to access topics: [{}]", topic)));
            return;
        case RD_KAFKA_RESP_ERR_GROUP_AUTHORIZATION_FAILED:
            client_->events().fail(to_exception(
                message.err, fmt::format("Not authorized to access group: {}", group_)));
            return;
        case RD_KAFKA_RESP_ERR__MAX_POLL_EXCEEDED:
            client_->events().logger().warn(
                "consumer poll timeout has expired. This means the time between subsequent calls "
                "to "
                "poll() was longer than the configured max.poll.interval.ms, which typically "
                "implies "
                "that the poll loop is spending too much time processing messages. You can address "
                "this either by increasing max.poll.interval.ms or by reducing the maximum size of "
                "batches returned in poll() with max.poll.records.");
            return;
        case RD_KAFKA_RESP_ERR__AUTO_OFFSET_RESET:
            client_->events().fail(
                to_exception(message.err,
                             fmt::format("Fetch position {} is out of range for partition {}-{}",
                                         message.offset,
                                         topic,
                                         message.partition)));
            return;
        default:
            break;
    }
    const std::string place =
        message.rkt != nullptr && message.partition >= 0
            ? fmt::format("{}-{}@{}: ", topic, message.partition, message.offset)
            : std::string();
    const std::string text = fmt::format("{}{}", place, reason);
    if (is_unrecoverable(message.err, text)) {
        client_->events().fail(to_exception(message.err, text));
    } else {
        client_->events().logger().warn(
            fmt::format("{}: {}", rd_kafka_err2name(message.err), text));
    }
}

void RdKafkaConsumer::throw_failure() {
    if (std::exception_ptr failure = client_->events().take_failure()) {
        std::rethrow_exception(std::move(failure));
    }
}

void RdKafkaConsumer::wake() noexcept {
    rd_kafka_queue_yield(queue_.get());
}

bool RdKafkaConsumer::is_member() const {
    const std::unique_ptr<char, void (*)(char*)> id(
        rd_kafka_memberid(client_->get()), [](char* text) { rd_kafka_mem_free(nullptr, text); });
    return id != nullptr && *id != '\0';
}

/// Who never got as far as the group has nothing to leave.
void RdKafkaConsumer::give_up_closing(QueueHandle events, milliseconds timeout, bool was_member) {
    client_->events().logger().warn(
        fmt::format("The consumer of group {} did not leave its group within {} ms and {}",
                    group_,
                    timeout.count(),
                    was_member ? "goes on leaving" : "is abandoned"));
    if (was_member) {
        leave_in_background(client_, std::move(events), group_);
    } else {
        client_->abandon();
    }
}

void RdKafkaConsumer::close(milliseconds timeout) {
    if (std::exchange(closed_, true)) {
        return;
    }
    const auto deadline = Clock::now() + timeout;
    const bool was_member = is_member();  // Once it leaves, it does not know any more.
    // librdkafka 2.0 leaves when partitions were taken from it, and forgets it when it has none: a
    // cooperative member would then stay until its session times out, and hold what it was
    // promised.
    if (assignment_.empty() && is_cooperative()) {
        rd_kafka_unsubscribe(client_->get());
    }
    QueueHandle events(rd_kafka_queue_new(client_->get()));
    const ErrorHandle refused(rd_kafka_consumer_close_queue(client_->get(), events.get()));
    constexpr milliseconds kSlice{50};
    while (refused == nullptr && rd_kafka_consumer_closed(client_->get()) == 0) {
        const auto left = std::chrono::ceil<milliseconds>(deadline - Clock::now());
        if (left <= milliseconds(0)) {
            give_up_closing(std::move(events), timeout, was_member);
            break;
        }
        // Records that nobody read come here, too; only this call takes them, the one for callbacks
        // aborts the process.
        const int wait = static_cast<int>(std::min(left, kSlice).count());
        const MessageHandle unread(rd_kafka_consume_queue(events.get(), wait));
    }
    commits_.clear();
    assignment_.clear();
}

}  // namespace kconnect::kafka
