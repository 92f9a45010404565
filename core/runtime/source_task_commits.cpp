#include <fmt/format.h>

#include "worker_source_task.hpp"

namespace kconnect::runtime {

/// What the loop does between two polls, done by the stand-in while a poll lasts.
WorkerSourceTask::Milliseconds WorkerSourceTask::serve_during_poll() {
    constexpr Milliseconds kNever = std::chrono::hours(24);
    if (stopping()) {
        return kNever;
    }
    producer_->poll(Milliseconds(0));
    if (stopping() || should_pause()) {
        producer_->wake();  // That poll may have taken the wake-up; it was for the task's thread.
    }
    submitted_.collect();
    commit_if_due();
    return producer_->in_flight() > 0 ? Milliseconds(0) : until_next_commit();
}

void WorkerSourceTask::commit_if_due() {
    if (clock().now() < next_commit_) {
        return;
    }
    if (!commit_offsets()) {
        log().error(fmt::format("{} Failed to commit offsets", name()));
    }
    // Counted from the end, as Java does.
    next_commit_ = clock().now() + settings_.offset_flush_interval;
}

/// Stores what Kafka has acknowledged without a gap; false when that failed: it is tried again
/// with the next commit.
bool WorkerSourceTask::commit_offsets() {
    const auto offsets = submitted_.committable();
    if (!offsets.empty()) {
        log().info(fmt::format("{} Committing offsets for {} acknowledged messages",
                               name(),
                               submitted_.committable_records()));
        try {
            offsets_->store(offsets);
        } catch (...) {
            counts_.failed_commits.fetch_add(1, std::memory_order_relaxed);
            log().error(fmt::format("{} Failed to flush offsets to storage: {}",
                                    name(),
                                    describe(std::current_exception())));
            return false;
        }
        submitted_.committed();
    }
    counts_.commits.fetch_add(1, std::memory_order_relaxed);
    commit_task();
    return true;
}

/// Waits for what is under way, then commits for the last time.
void WorkerSourceTask::final_commit() {
    // The wake-up that came with the stop may end the first wait.
    if (!producer_->flush(patience(settings_.offset_flush_timeout)) && stopping()) {
        producer_->flush(patience(settings_.offset_flush_timeout));
    }
    if (cancelled()) {
        return;
    }
    submitted_.collect();
    commit_offsets();
}

void WorkerSourceTask::commit_task() noexcept {
    try {
        task_->commit();
    } catch (...) {
        log().error(fmt::format("{} Exception thrown while calling task.commit(): {}",
                                name(),
                                describe(std::current_exception())));
    }
}

}  // namespace kconnect::runtime
