#pragma once

#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include <kconnect/config_map.hpp>
#include <kconnect/sink_task.hpp>

#include "active_topics.hpp"
#include "batch_pool.hpp"
#include "kafka/sink_consumer.hpp"
#include "record_pipeline.hpp"
#include "sink_error_handling.hpp"
#include "sink_offsets.hpp"
#include "sink_task_context.hpp"
#include "worker_task.hpp"

namespace kconnect::runtime {

/// What a sink task's loop needs to know.
struct SinkTaskSettings {
    TaskId id;
    ConfigMap config;  ///< The task's own properties.
    /// Gives them again with secrets as they are by then; absent: `config` as it is. Threads: any.
    std::function<ConfigMap()> current_config;
    kafka::Subscription subscription;
    TargetState initial_state = TargetState::kStarted;
    std::chrono::milliseconds offset_flush_interval{60000};
    std::chrono::milliseconds offset_flush_timeout{5000};
    std::chrono::milliseconds graceful_timeout{5000};  ///< task.shutdown.graceful.timeout.ms
    ErrorSettings errors;
    DeadLetterSettings dead_letters;
    std::shared_ptr<ActiveTopics> topics{};  ///< Null: they are not tracked.
};

/// Counts of one sink task; a value.
struct SinkTaskCounts {
    std::uint64_t records_read = 0;
    std::uint64_t records_put = 0;
    std::uint64_t puts = 0;
    std::uint64_t commits = 0;
    std::uint64_t failed_commits = 0;
};

/// Moves records from a consumer to a sink task. Mirrors Connect's WorkerSinkTask. Sources:
/// worker_sink_task.cpp (loop), sink_task_commits.cpp (offsets), sink_task_rebalance.cpp.
class WorkerSinkTask final : public WorkerTask, private kafka::RebalanceListener {
public:
    /// `dead_letter_clients` may be empty without a dead-letter topic. `clock` is borrowed and
    /// outlives the task.
    WorkerSinkTask(SinkTaskSettings settings,
                   std::unique_ptr<SinkTask> task,
                   std::unique_ptr<kafka::SinkConsumer> consumer,
                   Converters converters,
                   DeadLetterClients dead_letter_clients,
                   const Clock& clock = steady_clock());
    ~WorkerSinkTask() override;

    /// Threads: any.
    SinkTaskCounts counts() const;
    /// Threads: any.
    ErrorCounts error_counts() const { return errors_.metrics(); }

protected:
    void start() override;
    void execute() override;
    void close() override;
    void wake_up() noexcept override;
    std::string name() const override;

private:
    using Milliseconds = std::chrono::milliseconds;
    enum class CommitReason : std::uint8_t { kPeriodic, kClosing };

    // Loop
    void iteration();
    void apply_target();
    Milliseconds until_next_commit(Clock::TimePoint now) const;
    void poll(Milliseconds timeout);
    void note_topics();
    void poll_consumer(RecordBatch& batch, Milliseconds timeout);
    void poll_while_holding_a_batch(Milliseconds timeout);
    bool leave_in_kafka(const RecordBatch& batch);
    void seek(const OffsetMap& offsets);
    std::shared_ptr<RecordBatch> new_batch();
    void deliver();
    void hold_for_redelivery(const RetriableException& reason);
    void delivered();
    void rewind_as_asked();
    void pause_all();
    void resume_all();
    void set_redelivering(bool redelivering);

    // Commits
    void commit_offsets(CommitReason reason, std::span<const TopicPartition> partitions);
    std::optional<OffsetMap> ask_task(CommitReason reason,
                                      const OffsetMap& current,
                                      std::span<const TopicPartition> partitions);
    void await_dead_letters();
    void rewind_to_committed(std::span<const TopicPartition> partitions);
    void commit(CommitReason reason, const OffsetMap& offsets);
    void commit_completed(const std::exception_ptr& error,
                          std::uint64_t sequence_number,
                          const OffsetMap& offsets);
    void give_up_slow_commit(Clock::TimePoint now);
    Milliseconds patience_for_close() const;
    void close_partitions(std::span<const TopicPartition> partitions, bool lost);

    // Rebalance
    void on_partitions_assigned(std::span<const TopicPartition> partitions) override;
    void on_partitions_revoked(std::span<const TopicPartition> partitions) override;
    void on_partitions_lost(std::span<const TopicPartition> partitions) override;
    void on_partitions_removed(std::span<const TopicPartition> partitions, bool lost);
    void restore_pauses();
    void throw_rebalance_error();

    struct AtomicCounts {
        std::atomic<std::uint64_t> records_read{0};
        std::atomic<std::uint64_t> records_put{0};
        std::atomic<std::uint64_t> puts{0};
        std::atomic<std::uint64_t> commits{0};
        std::atomic<std::uint64_t> failed_commits{0};
    };

    const SinkTaskSettings settings_;
    BatchPool pool_;
    const std::unique_ptr<kafka::SinkConsumer> consumer_;
    SinkErrorHandling errors_;
    WorkerSinkTaskContext context_;
    const std::unique_ptr<SinkTask> task_;
    RecordPipeline pipeline_;
    AtomicCounts counts_;

    std::shared_ptr<RecordBatch> batch_;  ///< Converted and not yet taken by the task.
    SinkOffsets offsets_;
    Clock::TimePoint next_commit_;
    Clock::TimePoint commit_started_;
    std::uint64_t commit_sequence_number_ = 0;
    bool committing_ = false;
    bool redelivering_ = false;
    bool paused_ = false;  ///< The target state that the loop has carried out.
    bool task_stopped_ = false;
    std::exception_ptr rebalance_error_;
};

}  // namespace kconnect::runtime
