#include <utility>

#include <fmt/format.h>

#include "worker_sink_task.hpp"

// The part of WorkerSinkTask that follows rebalances; called inside the consumer's poll().

namespace kconnect::runtime {

void WorkerSinkTask::on_partitions_assigned(std::span<const TopicPartition> partitions) {
    log().info(fmt::format("{} Partitions assigned {}", name(), kafka::to_string(partitions)));
    for (const TopicPartition& partition : partitions) {
        offsets_.start_at(partition, consumer_->position(partition));
    }
    restore_pauses();
    if (rebalance_error_) {
        return;
    }
    // Kept until poll() has returned: an exception must not cross the consumer.
    try {
        task_->open(partitions);
        rewind_as_asked();
    } catch (...) {
        rebalance_error_ = std::current_exception();
        consumer_->wake();
    }
}

/// Brings pauses back in line with the assignment, which has new partitions, all running.
void WorkerSinkTask::restore_pauses() {
    const std::vector<TopicPartition> assignment = consumer_->assignment();
    const bool was_redelivering = redelivering_;
    set_redelivering(was_redelivering && batch_ != nullptr);
    if (redelivering_) {
        pause_all();
        return;
    }
    context_.keep_paused_only_of(assignment);
    if (was_redelivering && !paused_) {
        resume_all();
    }
    if (paused_) {
        pause_all();
    } else if (!context_.paused().empty()) {
        const std::vector<TopicPartition> paused(context_.paused().begin(),
                                                 context_.paused().end());
        consumer_->pause(paused);
    }
}

void WorkerSinkTask::on_partitions_revoked(std::span<const TopicPartition> partitions) {
    on_partitions_removed(partitions, false);
}

void WorkerSinkTask::on_partitions_lost(std::span<const TopicPartition> partitions) {
    on_partitions_removed(partitions, true);
}

void WorkerSinkTask::on_partitions_removed(std::span<const TopicPartition> partitions, bool lost) {
    if (task_stopped_ || partitions.empty()) {
        return;
    }
    log().info(fmt::format(
        "{} Partitions {} {}", name(), lost ? "lost" : "revoked", kafka::to_string(partitions)));
    try {
        close_partitions(partitions, lost);
    } catch (...) {
        rebalance_error_ = std::current_exception();
        consumer_->wake();
    }
    // Only a batch that waits for redelivery has records now; a new one is filled after this.
    if (redelivering_ && batch_ != nullptr && !batch_->end_offsets().empty()) {
        for (const TopicPartition& partition : partitions) {
            batch_->remove_partition(partition);
        }
        if (batch_->end_offsets().empty()) {
            batch_.reset();
        }
    }
}

void WorkerSinkTask::throw_rebalance_error() {
    if (std::exception_ptr error = std::exchange(rebalance_error_, nullptr)) {
        std::rethrow_exception(std::move(error));
    }
}

}  // namespace kconnect::runtime
