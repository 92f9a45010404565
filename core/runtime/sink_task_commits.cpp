#include <algorithm>
#include <utility>

#include <fmt/format.h>

#include "worker_sink_task.hpp"

// The part of WorkerSinkTask that commits offsets.

namespace kconnect::runtime {

void WorkerSinkTask::commit_offsets(CommitReason reason,
                                    std::span<const TopicPartition> partitions) {
    const OffsetMap current = offsets_.current(partitions);
    if (current.empty()) {
        return;
    }
    committing_ = true;
    ++commit_sequence_number_;
    commit_started_ = clock().now();
    const std::uint64_t sequence_number = commit_sequence_number_;
    const std::optional<OffsetMap> reported = ask_task(reason, current, partitions);
    if (!reported) {
        return;
    }
    if (reported->empty()) {
        log().debug(
            fmt::format("{} Skipping offset commit, task opted-out by returning no offsets "
                        "from preCommit",
                        name()));
        commit_completed(nullptr, sequence_number, {});
        return;
    }
    if (reason == CommitReason::kClosing) {
        await_dead_letters();
    }
    // Asked only now: what the sink's own threads reported until pre_commit() counts, too.
    const CommitPlan plan = offsets_.plan_commit(
        *reported, partitions, consumer_->assignment(), errors_.unacknowledged());
    for (const std::string& warning : plan.warnings) {
        log().warn(fmt::format("{} {}", name(), warning));
    }
    if (!plan.changed) {
        commit_completed(nullptr, sequence_number, {});
        return;
    }
    commit(reason, plan.offsets);
}

/// What the task says is durable; absent when pre_commit failed, which has been dealt with then.
std::optional<OffsetMap> WorkerSinkTask::ask_task(CommitReason reason,
                                                  const OffsetMap& current,
                                                  std::span<const TopicPartition> partitions) {
    const bool closing = reason == CommitReason::kClosing;
    std::optional<OffsetMap> reported;
    std::exception_ptr error;
    try {
        reported = task_->pre_commit(current, closing ? patience_for_close() : Milliseconds(0));
    } catch (...) {
        error = std::current_exception();
    }
    if (closing) {
        task_->close(partitions);
    }
    if (!error) {
        return reported;
    }
    if (closing) {
        log().warn(
            fmt::format("{} Offset commit failed during close: {}", name(), describe(error)));
    } else {
        log().error(fmt::format("{} Offset commit failed, rewinding to last committed offsets: {}",
                                name(),
                                describe(error)));
        rewind_to_committed(partitions);
    }
    commit_completed(error, commit_sequence_number_, {});
    return std::nullopt;
}

/// What does not arrive in time stays uncommitted, and is read again.
void WorkerSinkTask::await_dead_letters() {
    try {
        if (!errors_.flush(patience_for_close())) {
            log().warn(fmt::format(
                "{} Dead letters did not arrive in time; their records will be read again",
                name()));
        }
    } catch (const ConnectException& error) {
        log().error(fmt::format("{} {}", name(), error.what()));
    }
}

void WorkerSinkTask::rewind_to_committed(std::span<const TopicPartition> partitions) {
    // A batch that waits for redelivery comes again from Kafka. Put before what lies in front of
    // it, it would move the position past records that are not written.
    batch_.reset();
    for (const auto& [partition, offset] : offsets_.rewind(partitions)) {
        log().debug(fmt::format("{} Rewinding topic partition {} to offset {}",
                                name(),
                                kafka::to_string(partition),
                                offset));
        consumer_->seek(partition, offset);
    }
}

/// A task gets what is left of the time-out, less a fifth for the commit and the farewell.
WorkerSinkTask::Milliseconds WorkerSinkTask::patience_for_close() const {
    if (!stopping()) {
        return settings_.graceful_timeout * 4 / 5;
    }
    const auto left = std::chrono::floor<Milliseconds>(stop_deadline() - clock().now());
    return std::max(Milliseconds(0), left * 4 / 5);
}

void WorkerSinkTask::commit(CommitReason reason, const OffsetMap& offsets) {
    const std::uint64_t sequence_number = commit_sequence_number_;
    if (cancelled()) {
        log().debug(
            fmt::format("{} Skipping final offset commit as task has been cancelled", name()));
        return;
    }
    if (reason == CommitReason::kPeriodic) {
        consumer_->commit_async(offsets,
                                [this, sequence_number, offsets](const std::exception_ptr& error) {
                                    commit_completed(error, sequence_number, offsets);
                                });
        return;
    }
    std::exception_ptr error;
    try {
        consumer_->commit_sync(offsets, settings_.offset_flush_timeout);
    } catch (...) {
        error = std::current_exception();
    }
    commit_completed(error, sequence_number, offsets);
}

void WorkerSinkTask::commit_completed(const std::exception_ptr& error,
                                      std::uint64_t sequence_number,
                                      const OffsetMap& offsets) {
    if (sequence_number != commit_sequence_number_) {
        log().debug(fmt::format(
            "{} Received out-of-order commit callback for sequence number {}, but most recent "
            "sequence number is {}",
            name(),
            sequence_number,
            commit_sequence_number_));
        return;
    }
    committing_ = false;
    if (error) {
        log().error(fmt::format(
            "{} Commit of offsets threw an unexpected exception for sequence number {}: {}: {}",
            name(),
            sequence_number,
            kafka::to_string(offsets),
            describe(error)));
        counts_.failed_commits.fetch_add(1, std::memory_order_relaxed);
        return;
    }
    offsets_.set_committed(offsets);
    counts_.commits.fetch_add(1, std::memory_order_relaxed);
}

void WorkerSinkTask::give_up_slow_commit(Clock::TimePoint now) {
    if (committing_ && now >= commit_started_ + settings_.offset_flush_timeout) {
        log().warn(fmt::format("{} Commit of offsets timed out", name()));
        counts_.failed_commits.fetch_add(1, std::memory_order_relaxed);
        committing_ = false;
    }
}

void WorkerSinkTask::close_partitions(std::span<const TopicPartition> partitions, bool lost) {
    // Whatever the task's close() throws, these partitions are closed only once.
    struct Forget {
        SinkOffsets& offsets;
        std::span<const TopicPartition> partitions;
        ~Forget() { offsets.remove(partitions); }
    };
    const Forget forget{offsets_, partitions};
    if (lost) {
        task_->close(partitions);
    } else {
        commit_offsets(CommitReason::kClosing, partitions);
    }
}

}  // namespace kconnect::runtime
