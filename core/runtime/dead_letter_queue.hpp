#pragma once

#include <chrono>
#include <cstdint>
#include <deque>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <set>
#include <unordered_map>
#include <vector>

#include <kconnect/logging.hpp>
#include <kconnect/topic_partition.hpp>

#include "dead_letter.hpp"
#include "error_metrics.hpp"
#include "error_reporter.hpp"
#include "error_settings.hpp"
#include "kafka/record_producer.hpp"
#include "kafka/topic_admin.hpp"
#include "task_status.hpp"

namespace kconnect::runtime {

/// Makes the clients of one task's dead letters when the task starts, on its thread.
struct DeadLetterClients {
    std::function<std::unique_ptr<kafka::TopicAdmin>()> make_admin;
    std::function<std::unique_ptr<kafka::RecordProducer>(kafka::DeliveryListener&)> make_producer;
};

/// Makes sure that the dead-letter topic exists; creates it with one partition, as Connect does.
/// Throws ConnectException "Could not initialize dead letter queue with topic=...".
void ensure_dead_letter_topic(kafka::TopicAdmin& admin, const DeadLetterSettings& settings);

/// Sends failed records to the dead-letter topic and knows which have not arrived yet, so that no
/// offset is committed before them. Mirrors Connect's DeadLetterQueueReporter, which sends and
/// forgets. Threads: the task's own, except where a function says otherwise.
class DeadLetterQueue final : public ErrorReporter, private kafka::DeliveryListener {
public:
    /// `metrics` is borrowed; `on_news` is called when serve() has something to send, on any
    /// thread. Throws what `make_producer` throws.
    DeadLetterQueue(DeadLetterSettings settings,
                    TaskId task,
                    ErrorMetrics& metrics,
                    const DeadLetterClients& clients,
                    std::function<void()> on_news);
    ~DeadLetterQueue() override;

    /// Copies the record for the next serve(); never blocks. Threads: any.
    void report(const ErrantRecord& record, std::span<const RawHeader> extra_headers) override;

    /// Sends what was reported and hears what arrived. Throws ConnectException once a letter
    /// cannot be delivered: the task has to stop, or the record would be lost.
    void serve();
    /// The same until all have arrived; false when `timeout` came first. Throws as serve() does.
    bool flush(std::chrono::milliseconds timeout);
    /// True when nothing is under way. Threads: any.
    bool is_idle() const;
    /// The lowest offset of each partition whose letter has not arrived. Threads: any.
    OffsetMap unacknowledged() const;
    /// Sends what it can within `timeout`.
    void close(std::chrono::milliseconds timeout);
    /// Ends a wait for room or for an answer, now or the next. Threads: any.
    void wake() noexcept { producer_->wake(); }

private:
    struct Origin {
        TopicPartition partition;
        std::int64_t offset = 0;
    };

    void send_waiting();
    bool send(const DeadLetter& letter);
    void delivered(std::uint64_t id,
                   const RecordMetadata* metadata,
                   const std::exception_ptr& error) override;
    void lose(const Origin& origin, const std::exception_ptr& error);
    void throw_failure() const;

    const DeadLetterSettings settings_;
    const TaskId task_;
    ErrorMetrics& metrics_;
    const std::function<void()> on_news_;
    const Logger log_;

    mutable std::mutex mutex_;        ///< Guards the next two.
    std::deque<DeadLetter> waiting_;  ///< Reported and not yet sent.
    std::map<TopicPartition, std::multiset<std::int64_t>> unacknowledged_;

    std::unordered_map<std::uint64_t, Origin> in_flight_;
    std::uint64_t next_id_ = 0;
    std::vector<RawHeader> headers_;  ///< Used again for each letter.
    std::exception_ptr failure_;
    const std::unique_ptr<kafka::RecordProducer> producer_;  ///< Last: it calls this object.
};

}  // namespace kconnect::runtime
