#include "dead_letter_queue.hpp"

#include <algorithm>
#include <iterator>
#include <utility>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

namespace kconnect::runtime {

namespace {

constexpr std::chrono::milliseconds kAtOnce{0};

/// A client's future fails with this around the cause.
class ExecutionException final : public ConnectException {
public:
    using ConnectException::ConnectException;
    std::string_view java_class() const noexcept override {
        return "java.util.concurrent.ExecutionException";
    }
};

std::exception_ptr execution_exception(const std::exception_ptr& cause) {
    return std::make_exception_ptr(
        ExecutionException(fmt::format("{}: {}", java_class_name(cause), describe(cause)), cause));
}

}  // namespace

void ensure_dead_letter_topic(kafka::TopicAdmin& admin, const DeadLetterSettings& settings) {
    try {
        if (admin.topic_exists(settings.topic)) {
            return;
        }
        Logger("kconnect.runtime.errors.DeadLetterQueue")
            .error(fmt::format("Topic {} doesn't exist. Will attempt to create topic.",
                               settings.topic));
        admin.create_topic({.name = settings.topic,
                            .partitions = 1,
                            .replication_factor = settings.replication_factor});
    } catch (...) {
        throw ConnectException(
            fmt::format("Could not initialize dead letter queue with topic={}", settings.topic),
            execution_exception(std::current_exception()));
    }
}

DeadLetterQueue::DeadLetterQueue(DeadLetterSettings settings,
                                 TaskId task,
                                 ErrorMetrics& metrics,
                                 const DeadLetterClients& clients,
                                 std::function<void()> on_news)
    : settings_(std::move(settings)),
      task_(std::move(task)),
      metrics_(metrics),
      on_news_(std::move(on_news)),
      log_("kconnect.runtime.errors.DeadLetterQueue"),
      producer_(clients.make_producer(*this)) {
}

DeadLetterQueue::~DeadLetterQueue() = default;

void DeadLetterQueue::report(const ErrantRecord& record, std::span<const RawHeader> extra_headers) {
    metrics_.count_dead_letter();
    DeadLetter letter = make_dead_letter(record, extra_headers, task_, settings_.context_headers);
    bool is_first = false;
    {
        const std::lock_guard lock(mutex_);
        is_first = waiting_.empty();
        unacknowledged_[letter.source].insert(letter.offset);
        waiting_.push_back(std::move(letter));
    }
    if (is_first) {
        on_news_();
    }
}

void DeadLetterQueue::serve() {
    send_waiting();
    producer_->poll(kAtOnce);
    throw_failure();
}

void DeadLetterQueue::send_waiting() {
    while (true) {
        std::deque<DeadLetter> letters;
        {
            const std::lock_guard lock(mutex_);
            letters.swap(waiting_);
        }
        if (letters.empty()) {
            return;
        }
        while (!letters.empty() && send(letters.front())) {
            letters.pop_front();
        }
        if (!letters.empty()) {
            const std::lock_guard lock(mutex_);
            waiting_.insert(waiting_.begin(),
                            std::make_move_iterator(letters.begin()),
                            std::make_move_iterator(letters.end()));
            return;
        }
    }
}

/// False when there was no room: the letter has to be sent later.
bool DeadLetterQueue::send(const DeadLetter& letter) {
    const std::uint64_t id = next_id_++;
    in_flight_.emplace(id, Origin{letter.source, letter.offset});
    try {
        producer_->send(outgoing(letter, settings_.topic, headers_), id);
        return true;
    } catch (const RetriableException&) {
        in_flight_.erase(id);
        return false;
    } catch (...) {
        in_flight_.erase(id);
        lose({letter.source, letter.offset}, std::current_exception());
        return true;
    }
}

void DeadLetterQueue::delivered(std::uint64_t id,
                                const RecordMetadata* /*metadata*/,
                                const std::exception_ptr& error) {
    const auto found = in_flight_.find(id);
    if (found == in_flight_.end()) {
        return;
    }
    const Origin origin = std::move(found->second);
    in_flight_.erase(found);
    if (error) {
        lose(origin, error);
        return;
    }
    const std::lock_guard lock(mutex_);
    const auto offsets = unacknowledged_.find(origin.partition);
    offsets->second.erase(offsets->second.find(origin.offset));
    if (offsets->second.empty()) {
        unacknowledged_.erase(offsets);
    }
}

/// The letter stays unacknowledged, so that the next start reads its record again.
void DeadLetterQueue::lose(const Origin& origin, const std::exception_ptr& error) {
    metrics_.count_lost_dead_letter();
    if (failure_) {
        return;
    }
    const std::string text =
        fmt::format("Could not produce message to dead letter queue. topic={}, record={}-{}@{}: {}",
                    settings_.topic,
                    origin.partition.topic,
                    origin.partition.partition,
                    origin.offset,
                    describe(error));
    log_.error(text);
    failure_ = std::make_exception_ptr(ConnectException(text, error));
}

void DeadLetterQueue::throw_failure() const {
    if (failure_) {
        std::rethrow_exception(failure_);
    }
}

bool DeadLetterQueue::flush(std::chrono::milliseconds timeout) {
    const auto deadline = std::chrono::steady_clock::now() + timeout;
    // The first round may be cut short by the wake() that came with the stop.
    for (int round = 0; round < 2; ++round) {
        send_waiting();
        const auto left = std::chrono::ceil<std::chrono::milliseconds>(
            deadline - std::chrono::steady_clock::now());
        const bool all_sent = producer_->flush(std::max(left, kAtOnce));
        throw_failure();
        const std::lock_guard lock(mutex_);
        if (all_sent && waiting_.empty()) {
            return true;
        }
    }
    return false;
}

bool DeadLetterQueue::is_idle() const {
    const std::lock_guard lock(mutex_);
    return unacknowledged_.empty();
}

OffsetMap DeadLetterQueue::unacknowledged() const {
    OffsetMap lowest;
    const std::lock_guard lock(mutex_);
    for (const auto& [partition, offsets] : unacknowledged_) {
        lowest.emplace(partition, *offsets.begin());
    }
    return lowest;
}

void DeadLetterQueue::close(std::chrono::milliseconds timeout) {
    send_waiting();
    producer_->close(timeout);
}

}  // namespace kconnect::runtime
