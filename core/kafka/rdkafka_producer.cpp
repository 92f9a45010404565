#include "rdkafka_producer.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

#include "kafka_exception.hpp"
#include "record_size.hpp"

namespace kconnect::kafka {

namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;
using HeadersHandle = std::unique_ptr<rd_kafka_headers_t, Release<rd_kafka_headers_destroy>>;

void on_delivery(rd_kafka_t* /*client*/, const rd_kafka_message_t* message, void* opaque) noexcept {
    static_cast<ClientEvents*>(opaque)->producer->handle_delivery(*message);
}

void set_callbacks(rd_kafka_conf_t* conf) {
    rd_kafka_conf_set_dr_msg_cb(conf, on_delivery);
}

/// Java's Long.MAX_VALUE is no point of any clock.
steady_clock::time_point deadline_after(milliseconds timeout) {
    constexpr milliseconds kForever{std::chrono::hours(24) * 3650};
    return steady_clock::now() + std::min(timeout, kForever);
}

milliseconds left_until(steady_clock::time_point deadline) {
    const auto left = std::chrono::ceil<milliseconds>(deadline - steady_clock::now());
    return std::max(left, milliseconds(0));
}

/// librdkafka takes a null pointer for null; an empty view may have one.
void* pointer_of(const std::optional<std::string_view>& bytes) {
    static char nothing = 0;
    if (!bytes) {
        return nullptr;
    }
    return bytes->data() != nullptr ? const_cast<char*>(bytes->data()) : &nothing;
}

std::size_t size_of(const std::optional<std::string_view>& bytes) {
    return bytes ? bytes->size() : 0;
}

rd_kafka_vu_t memory(rd_kafka_vtype_t type, const std::optional<std::string_view>& bytes) {
    rd_kafka_vu_t entry{};
    entry.vtype = type;
    entry.u.mem.ptr = pointer_of(bytes);
    entry.u.mem.size = size_of(bytes);
    return entry;
}

rd_kafka_vu_t number(rd_kafka_vtype_t type, std::int64_t value) {
    rd_kafka_vu_t entry{};
    entry.vtype = type;
    entry.u.i64 = value;
    return entry;
}

rd_kafka_vu_t small_number(rd_kafka_vtype_t type, std::int32_t value) {
    rd_kafka_vu_t entry{};
    entry.vtype = type;
    entry.u.i32 = value;
    return entry;
}

/// librdkafka's 0 means "now"; a record of the year 1970's first millisecond becomes one later.
std::int64_t timestamp_of(const OutgoingRecord& record) {
    return record.timestamp ? std::max<std::int64_t>(*record.timestamp, 1) : 0;
}

HeadersHandle headers_of(const OutgoingRecord& record) {
    if (record.headers.empty()) {
        return nullptr;
    }
    HeadersHandle headers(rd_kafka_headers_new(record.headers.size()));
    for (const RawHeader& header : record.headers) {
        rd_kafka_header_add(headers.get(),
                            header.key.data(),
                            static_cast<ssize_t>(header.key.size()),
                            pointer_of(header.value),
                            static_cast<ssize_t>(size_of(header.value)));
    }
    return headers;
}

[[noreturn]] void throw_illegal_argument(const std::string& problem) {
    throw KafkaException("java.lang.IllegalArgumentException", problem);
}

/// Mirrors the constructor of ProducerRecord.
void check_record(const OutgoingRecord& record) {
    if (record.timestamp.value_or(0) < 0) {
        throw_illegal_argument(
            fmt::format("Invalid timestamp: {}. Timestamp should always be non-negative or null.",
                        *record.timestamp));
    }
    if (record.partition.value_or(0) < 0) {
        throw_illegal_argument(fmt::format(
            "Invalid partition: {}. Partition number should always be non-negative or null.",
            *record.partition));
    }
}

}  // namespace

RdKafkaProducer::RdKafkaProducer(const TranslatedProperties& properties, DeliveryListener& listener)
    : listener_(listener),
      settings_(properties.producer),
      delivery_timeout_(properties.find("delivery.timeout.ms")->value),
      client_(Client::start(
          ClientKind::kProducer, properties, "kconnect.kafka.Producer", set_callbacks)),
      topics_(*client_, settings_.round_robin),
      queue_(rd_kafka_queue_get_main(client_->get())) {
    client_->events().producer = this;
}

RdKafkaProducer::~RdKafkaProducer() {
    try {
        close(milliseconds(0));
    } catch (...) {
        // A listener that throws cannot be told any more.
    }
    topics_.release();
    queue_.reset();
    client_.reset();
}

void RdKafkaProducer::send(const OutgoingRecord& record, std::uint64_t id) {
    if (closed_) {
        throw KafkaException("java.lang.IllegalStateException",
                             "Cannot perform operation after producer has been closed");
    }
    check_record(record);
    check_size(record);
    ProducerTopic& topic = topics_.find(record.topic);
    const auto deadline = deadline_after(settings_.max_block);
    while (true) {
        if (topic.partitions <= record.partition.value_or(0)) {
            wait_for_topic(topic, record, deadline);
        }
        const rd_kafka_resp_err_t code = produce(topic, record, id);
        switch (code) {
            case RD_KAFKA_RESP_ERR_NO_ERROR:
                ++in_flight_;
                return;
            case RD_KAFKA_RESP_ERR__QUEUE_FULL:
                wait_for_room(record, deadline);
                break;
            case RD_KAFKA_RESP_ERR__UNKNOWN_TOPIC:
            case RD_KAFKA_RESP_ERR__UNKNOWN_PARTITION:
            case RD_KAFKA_RESP_ERR_TOPIC_AUTHORIZATION_FAILED:
                topic.partitions = 0;  // Deleted or denied meanwhile; perhaps no longer.
                break;
            case RD_KAFKA_RESP_ERR__FATAL:
                serve(milliseconds(0));
                std::rethrow_exception(topic_exception(reason_of(code), record.topic));
            default:
                std::rethrow_exception(topic_exception(code, record.topic));
        }
    }
}

void RdKafkaProducer::check_size(const OutgoingRecord& record) const {
    constexpr const char* kClass = "org.apache.kafka.common.errors.RecordTooLargeException";
    const std::size_t size = largest_batch_size(record);
    if (size > settings_.max_request_size) {
        throw KafkaException(
            kClass,
            fmt::format("The message is {} bytes when serialized which is larger than {}, which is "
                        "the value of the max.request.size configuration.",
                        size,
                        settings_.max_request_size));
    }
    if (size > settings_.buffer_memory) {
        throw KafkaException(
            kClass,
            fmt::format("The message is {} bytes when serialized which is larger than the total "
                        "memory buffer you have configured with the buffer.memory configuration.",
                        size));
    }
}

/// Mirrors KafkaProducer.waitOnMetadata. Without it, librdkafka would take records for a topic that
/// does not exist and fail them half a minute later.
void RdKafkaProducer::wait_for_topic(ProducerTopic& topic,
                                     const OutgoingRecord& record,
                                     Clock::time_point deadline) {
    constexpr milliseconds kRetryBackoff{100};  // Java's retry.backoff.ms.
    constexpr milliseconds kLongestSlice{4000};
    milliseconds slice{250};  // A refusal and a wake-up are seen at its end.
    while (!topics_.ask(topic, record.partition, std::min(slice, left_until(deadline)))) {
        const bool woken = !serve(std::min(kRetryBackoff, left_until(deadline)));
        throw_refusal();
        if (woken) {
            throw RetriableException(
                fmt::format("Topic {} was not waited for: sending was interrupted", topic.name));
        }
        if (left_until(deadline) == milliseconds(0)) {
            throw RetriableException(
                topic.partitions == 0
                    ? fmt::format("Topic {} not present in metadata after {} ms.",
                                  topic.name,
                                  settings_.max_block.count())
                    : fmt::format("Partition {} of topic {} with partition count {} is not present "
                                  "in metadata after {} ms.",
                                  record.partition.value_or(0),
                                  topic.name,
                                  topic.partitions,
                                  settings_.max_block.count()));
        }
        slice = std::min(slice * 2, kLongestSlice);
    }
    refusal_ = nullptr;
}

void RdKafkaProducer::wait_for_room(const OutgoingRecord& record, Clock::time_point deadline) {
    const milliseconds left = left_until(deadline);
    if (!serve(left)) {
        throw RetriableException(
            fmt::format("Room for a record of topic {} was not waited for: sending was interrupted",
                        record.topic));
    }
    if (left == milliseconds(0)) {
        throw RetriableException(fmt::format(
            "Failed to allocate {} bytes within the configured max blocking time {} ms. Total "
            "memory: {} bytes.",
            largest_batch_size(record),
            settings_.max_block.count(),
            settings_.buffer_memory));
    }
}

rd_kafka_resp_err_t RdKafkaProducer::produce(const ProducerTopic& topic,
                                             const OutgoingRecord& record,
                                             std::uint64_t id) {
    HeadersHandle headers = headers_of(record);
    rd_kafka_vu_t topic_entry{};
    topic_entry.vtype = RD_KAFKA_VTYPE_RKT;
    topic_entry.u.rkt = topic.handle.get();
    rd_kafka_vu_t opaque{};
    opaque.vtype = RD_KAFKA_VTYPE_OPAQUE;
    static_assert(sizeof(void*) == sizeof id, "ids travel in librdkafka's opaque pointer");
    opaque.u.ptr = reinterpret_cast<void*>(id);  // NOLINT(performance-no-int-to-ptr): see above.
    rd_kafka_vu_t headers_entry{};
    headers_entry.vtype = RD_KAFKA_VTYPE_HEADERS;
    headers_entry.u.headers = headers.get();
    const std::array entries{
        topic_entry,
        small_number(RD_KAFKA_VTYPE_PARTITION, record.partition.value_or(RD_KAFKA_PARTITION_UA)),
        small_number(RD_KAFKA_VTYPE_MSGFLAGS, RD_KAFKA_MSG_F_COPY),
        memory(RD_KAFKA_VTYPE_KEY, record.key),
        memory(RD_KAFKA_VTYPE_VALUE, record.value),
        number(RD_KAFKA_VTYPE_TIMESTAMP, timestamp_of(record)),
        opaque,
        headers_entry,
    };
    const std::size_t count = headers != nullptr ? entries.size() : entries.size() - 1;
    const ErrorHandle error(rd_kafka_produceva(client_->get(), entries.data(), count));
    if (error != nullptr) {
        return rd_kafka_error_code(error.get());
    }
    (void)headers.release();  // The record's now.
    return RD_KAFKA_RESP_ERR_NO_ERROR;
}

/// When the producer has come to its end, records fail because of that.
rd_kafka_resp_err_t RdKafkaProducer::reason_of(rd_kafka_resp_err_t code) const {
    const rd_kafka_resp_err_t fatal = rd_kafka_fatal_error(client_->get(), nullptr, 0);
    return fatal != RD_KAFKA_RESP_ERR_NO_ERROR ? fatal : code;
}

void RdKafkaProducer::handle_delivery(const rd_kafka_message_t& message) noexcept {
    --in_flight_;
    const auto id = reinterpret_cast<std::uint64_t>(message._private);
    try {
        const std::string_view topic = rd_kafka_topic_name(message.rkt);
        if (message.err != RD_KAFKA_RESP_ERR_NO_ERROR) {
            listener_.delivered(
                id,
                nullptr,
                delivery_exception(
                    reason_of(message.err), topic, message.partition, delivery_timeout_));
            return;
        }
        refusal_ = nullptr;
        delivered_.topic.assign(topic);
        delivered_.partition = message.partition;
        delivered_.offset = message.offset;
        listener_.delivered(id, &delivered_, nullptr);
    } catch (...) {
        if (!listener_error_) {
            listener_error_ = std::current_exception();
        }
    }
}

bool RdKafkaProducer::serve(milliseconds timeout) {
    client_->serve(woken_ ? milliseconds(0) : timeout);
    if (std::exception_ptr failure = client_->events().take_failure()) {
        refusal_ = std::move(failure);
    }
    const bool woken = woken_.exchange(false);
    throw_listener_error();
    return !woken;
}

void RdKafkaProducer::throw_refusal() {
    if (refusal_) {
        std::rethrow_exception(refusal_);
    }
}

void RdKafkaProducer::throw_listener_error() {
    if (listener_error_) {
        std::rethrow_exception(std::exchange(listener_error_, nullptr));
    }
}

void RdKafkaProducer::poll(milliseconds timeout) {
    if (!closed_) {
        serve(timeout);
    }
}

bool RdKafkaProducer::flush(milliseconds timeout) {
    return closed_ || flush_until(deadline_after(timeout), true);
}

/// rd_kafka_flush() sends without waiting for linger.ms, but cannot be woken: so it comes in
/// slices.
bool RdKafkaProducer::flush_until(Clock::time_point deadline, bool wakeable) {
    constexpr milliseconds kSlice{50};
    while (in_flight_ > 0) {
        const milliseconds left = left_until(deadline);
        rd_kafka_flush(client_->get(), static_cast<int>(std::min(left, kSlice).count()));
        throw_listener_error();
        if (left == milliseconds(0) || (wakeable && woken_.exchange(false))) {
            break;
        }
    }
    return in_flight_ == 0;
}

void RdKafkaProducer::close(milliseconds timeout) {
    if (std::exchange(closed_, true)) {
        return;
    }
    constexpr milliseconds kPatience{5000};
    if (!flush_until(deadline_after(timeout), false)) {
        rd_kafka_purge(client_->get(), RD_KAFKA_PURGE_F_QUEUE | RD_KAFKA_PURGE_F_INFLIGHT);
        if (!flush_until(deadline_after(kPatience), false)) {
            client_->events().logger().warn(
                fmt::format("{} records were neither sent nor given up in time", in_flight_));
        }
    }
}

void RdKafkaProducer::wake() noexcept {
    woken_ = true;
    rd_kafka_queue_yield(queue_.get());
}

}  // namespace kconnect::kafka
