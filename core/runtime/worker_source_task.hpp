#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>

#include <kconnect/config_map.hpp>
#include <kconnect/source_task.hpp>

#include "active_topics.hpp"
#include "error_metrics.hpp"
#include "error_settings.hpp"
#include "kafka/record_producer.hpp"
#include "offsets/connector_offsets.hpp"
#include "retry_with_tolerance.hpp"
#include "source_batches.hpp"
#include "source_error_log.hpp"
#include "source_record_pipeline.hpp"
#include "stand_in.hpp"
#include "submitted_records.hpp"
#include "topic_creation.hpp"
#include "worker_task.hpp"

namespace kconnect::runtime {

/// What a source task's loop needs to know.
struct SourceTaskSettings {
    TaskId id;
    ConfigMap config;  ///< The task's own properties.
    /// Gives them again with secrets as they are by then; absent: `config` as it is. Threads: any.
    std::function<ConfigMap()> current_config;
    TargetState initial_state = TargetState::kStarted;
    std::chrono::milliseconds offset_flush_interval{60000};
    std::chrono::milliseconds offset_flush_timeout{5000};
    ErrorSettings errors;
    std::shared_ptr<ActiveTopics> topics{};  ///< Null: they are not tracked.
    /// While a poll lasts longer than this, deliveries and commits are served by a second thread.
    std::chrono::milliseconds poll_patience{100};
};

/// Makes the producer of a task, which reports to the given listener.
using ProducerMaker =
    std::function<std::unique_ptr<kafka::RecordProducer>(kafka::DeliveryListener&)>;

/// Counts of one source task; a value.
struct SourceTaskCounts {
    std::uint64_t records_polled = 0;
    std::uint64_t records_written = 0;  ///< Acknowledged by Kafka.
    std::uint64_t records_skipped = 0;  ///< Filtered, or failed and tolerated.
    std::uint64_t commits = 0;
    std::uint64_t failed_commits = 0;
};

/// Moves records from a source task to a producer and stores how far it came. Mirrors Connect's
/// WorkerSourceTask. Sources: worker_source_task.cpp (life, loop), source_task_sending.cpp,
/// source_task_commits.cpp.
class WorkerSourceTask final : public WorkerTask, private kafka::DeliveryListener {
public:
    /// `topics` is null when the connector creates no topics; `clock` is borrowed and outlives the
    /// task.
    WorkerSourceTask(SourceTaskSettings settings,
                     std::unique_ptr<SourceTask> task,
                     const ProducerMaker& make_producer,
                     std::unique_ptr<offsets::ConnectorOffsets> offsets,
                     std::unique_ptr<TopicCreation> topics,
                     Converters converters,
                     const Clock& clock = steady_clock());
    ~WorkerSourceTask() override;

    void cancel() override;

    /// Threads: any.
    SourceTaskCounts counts() const;
    ErrorCounts error_counts() const { return metrics_.snapshot(); }

protected:
    void start() override;
    void execute() override;
    void close() override;
    void wake_up() noexcept override;
    std::string name() const override;

private:
    using Milliseconds = std::chrono::milliseconds;
    class Context;

    // Loop
    void iteration();
    void rest_while_paused();
    bool poll_task();
    bool wait_to_retry(Milliseconds time);
    Milliseconds until_next_commit() const;
    Milliseconds patience(Milliseconds limit) const;

    // Sending
    bool send_batch();
    bool send(std::size_t index);
    bool try_to_send(const kafka::OutgoingRecord& record, SubmittedRecords::Id id);
    void send_failed_at_once(SubmittedRecords::Id id, const std::exception_ptr& error);
    void finish_batch();
    void delivered(std::uint64_t id,
                   const RecordMetadata* metadata,
                   const std::exception_ptr& error) override;
    void delivery_failed(const SourceRecord& record, const std::exception_ptr& error);
    void throw_producer_error() const;
    void commit_record(const SourceRecord& record, const RecordMetadata* metadata) noexcept;

    // Commits
    Milliseconds serve_during_poll();
    void commit_if_due();
    bool commit_offsets();
    void final_commit();
    void commit_task() noexcept;

    struct AtomicCounts {
        std::atomic<std::uint64_t> records_polled{0};
        std::atomic<std::uint64_t> records_written{0};
        std::atomic<std::uint64_t> records_skipped{0};
        std::atomic<std::uint64_t> commits{0};
        std::atomic<std::uint64_t> failed_commits{0};
    };

    const SourceTaskSettings settings_;
    const std::unique_ptr<offsets::ConnectorOffsets> offsets_;
    const std::unique_ptr<TopicCreation> topics_;
    const std::unique_ptr<Context> context_;
    const std::unique_ptr<SourceTask> task_;
    const std::unique_ptr<kafka::RecordProducer> producer_;
    ErrorMetrics metrics_;
    SourceErrorLog error_log_;
    RetryWithTolerance errors_;
    SourceRecordPipeline pipeline_;
    SourceBatches batches_;
    SubmittedRecords submitted_{batches_};
    AtomicCounts counts_;
    StandIn stand_in_;

    SourceBatch* batch_ = nullptr;  ///< Polled and not all sent.
    std::size_t sent_ = 0;          ///< So many of its records.
    Clock::TimePoint next_commit_;
    std::exception_ptr producer_error_;
    bool started_ = false;
    bool paused_ = false;  ///< The target state that the loop has carried out.
    bool producer_closed_ = false;
};

}  // namespace kconnect::runtime
