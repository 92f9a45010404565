#include "worker_sink_task.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace kconnect::runtime {

WorkerSinkTask::WorkerSinkTask(SinkTaskSettings settings,
                               std::unique_ptr<SinkTask> task,
                               std::unique_ptr<kafka::SinkConsumer> consumer,
                               Converters converters,
                               DeadLetterClients dead_letter_clients,
                               const Clock& clock)
    : WorkerTask(settings.id, settings.initial_state, clock),
      settings_(std::move(settings)),
      consumer_(std::move(consumer)),
      errors_(
          settings_.id,
          settings_.errors,
          settings_.dead_letters,
          std::move(dead_letter_clients),
          {.clock = clock, .wait = [this](Milliseconds time) { return wait_for_stop(time); }},
          [this] { consumer_->wake(); },
          [this](const SinkRecord& record, RestoredRecord& result) {
              pipeline_.restore(record, result);
          }),
      context_(
          [this] {
              return settings_.current_config ? settings_.current_config() : settings_.config;
          },
          *consumer_,
          errors_.errant_record_reporter()),
      task_(std::move(task)),
      pipeline_(std::move(converters), errors_.retry(), errors_),
      next_commit_(clock.now() + settings_.offset_flush_interval) {
}

WorkerSinkTask::~WorkerSinkTask() = default;

std::string WorkerSinkTask::name() const {
    return fmt::format("WorkerSinkTask{{id={}}}", to_string(id()));
}

SinkTaskCounts WorkerSinkTask::counts() const {
    return {counts_.records_read,
            counts_.records_put,
            counts_.puts,
            counts_.commits,
            counts_.failed_commits};
}

void WorkerSinkTask::wake_up() noexcept {
    if (stopping()) {
        context_.set_stopping();
        errors_.wake();
    }
    consumer_->wake();
}

void WorkerSinkTask::start() {
    errors_.start();
    consumer_->subscribe(settings_.subscription, *this);
    task_->initialize(context_);
    task_->start(settings_.config);
    if (task_->takes_errant_records()) {
        errors_.leave_to_sink();
    }
    log().info(fmt::format("{} Sink task finished initialization and start", name()));
}

void WorkerSinkTask::execute() {
    log().info(fmt::format("{} Executing sink task", name()));
    try {
        while (!stopping()) {
            iteration();
        }
    } catch (...) {
        // What was put before is still committed, from the offsets before the failure.
        try {
            close_partitions(offsets_.partitions(), false);
        } catch (...) {
            log().error(fmt::format("{} Suppressed while the task fails: {}",
                                    name(),
                                    describe(std::current_exception())));
        }
        throw;
    }
    close_partitions(offsets_.partitions(), false);
}

void WorkerSinkTask::close() {
    try {
        task_->stop();
    } catch (...) {
        log().warn(
            fmt::format("{} Could not stop task: {}", name(), describe(std::current_exception())));
    }
    task_stopped_ = true;
    batch_.reset();
    // Past the deadline nobody waits for this thread; the group still hears of the departure.
    constexpr Milliseconds kFarewell{500};
    consumer_->close(std::max(patience_for_close(), kFarewell));
    errors_.close(std::max(patience_for_close(), kFarewell));
}

void WorkerSinkTask::iteration() {
    apply_target();
    errors_.serve();
    const Clock::TimePoint now = clock().now();
    if (!committing_ && (context_.commit_requested() || now >= next_commit_)) {
        commit_offsets(CommitReason::kPeriodic, consumer_->assignment());
        next_commit_ = now + settings_.offset_flush_interval;
        context_.clear_commit_request();
    }
    give_up_slow_commit(now);
    poll(until_next_commit(now));
}

void WorkerSinkTask::apply_target() {
    if (should_pause() == paused_) {
        return;
    }
    paused_ = !paused_;
    context_.hold(paused_ || redelivering_);
    if (paused_) {
        pause_all();
        context_.request_commit();
    } else if (!redelivering_) {
        resume_all();
    }
    report(paused_ ? TaskState::kPaused : TaskState::kRunning);
}

WorkerSinkTask::Milliseconds WorkerSinkTask::until_next_commit(Clock::TimePoint now) const {
    const auto left = std::chrono::ceil<Milliseconds>(next_commit_ - now);
    // A commit that outlasts the interval must not make the loop spin until it is done; what
    // becomes of dead letters is heard soon.
    constexpr Milliseconds kSoon{100};
    const Milliseconds timeout = std::max(left, committing_ ? kSoon : Milliseconds(0));
    return errors_.is_idle() ? timeout : std::min(timeout, kSoon);
}

void WorkerSinkTask::poll(Milliseconds timeout) {
    rewind_as_asked();
    if (const auto backoff = context_.take_timeout()) {
        timeout = std::min(timeout, *backoff);
    }
    if (batch_ != nullptr) {
        poll_while_holding_a_batch(timeout);
    }
    if (batch_ == nullptr) {
        batch_ = new_batch();
        poll_consumer(*batch_, timeout);
        if (!pipeline_.convert(*batch_)) {
            batch_.reset();  // The task is to stop; its records are read again by the next start.
            return;
        }
        if (settings_.topics != nullptr) {
            note_topics();
        }
    }
    deliver();
}

/// Names the topics of the records that were converted.
void WorkerSinkTask::note_topics() {
    std::string_view last;
    for (const SinkRecord& record : batch_->records()) {
        if (record.original->topic != last) {
            last = record.original->topic;
            settings_.topics->add(last);
        }
    }
}

void WorkerSinkTask::poll_consumer(RecordBatch& batch, Milliseconds timeout) {
    consumer_->poll(batch, timeout);
    throw_rebalance_error();
    // Asked for while a rebalance closed other partitions: what was read beyond it comes again.
    if (const OffsetMap rewind = context_.take_offsets(); !rewind.empty()) {
        leave_in_kafka(batch);
        batch.clear();
        seek(rewind);
    }
    const std::size_t count = batch.raw_records().size();
    counts_.records_read.fetch_add(count, std::memory_order_relaxed);
}

/// Keeps the membership alive while a refused batch waits. All partitions are paused, so nothing
/// should come; what does come all the same is left in Kafka for later.
void WorkerSinkTask::poll_while_holding_a_batch(Milliseconds timeout) {
    const std::shared_ptr<RecordBatch> surplus = new_batch();
    consumer_->poll(*surplus, timeout);
    throw_rebalance_error();
    if (leave_in_kafka(*surplus) && redelivering_) {
        pause_all();
    }
    if (batch_ == nullptr) {
        // All of it was revoked: this round has only a tick for the task.
        batch_ = new_batch();
    }
}

/// Goes back to where the batch begins; false when it is empty.
bool WorkerSinkTask::leave_in_kafka(const RecordBatch& batch) {
    OffsetMap first_offsets;
    for (const RawRecord& record : batch.raw_records()) {
        first_offsets.try_emplace({std::string(record.topic), record.partition}, record.offset);
    }
    for (const auto& [partition, offset] : first_offsets) {
        consumer_->seek(partition, offset);
    }
    return !first_offsets.empty();
}

std::shared_ptr<RecordBatch> WorkerSinkTask::new_batch() {
    std::shared_ptr<RecordBatch> batch = pool_.take();
    return batch != nullptr ? batch : pool_.add(consumer_->make_batch());
}

void WorkerSinkTask::deliver() {
    try {
        task_->put(*batch_);
        errors_.throw_put_error();
    } catch (const RetriableException& reason) {
        hold_for_redelivery(reason);
        return;
    } catch (...) {
        log().error(fmt::format(
            "{} Task threw an uncaught and unrecoverable exception. Task is being killed and will "
            "not recover until manually restarted. Error: {}",
            name(),
            describe(std::current_exception())));
        throw ConnectException("Exiting WorkerSinkTask due to unrecoverable exception.",
                               std::current_exception());
    }
    delivered();
}

void WorkerSinkTask::hold_for_redelivery(const RetriableException& reason) {
    log().error(fmt::format("{} RetriableException from SinkTask: {}", name(), reason.what()));
    if (!redelivering_) {
        set_redelivering(true);
        pause_all();
    }
}

void WorkerSinkTask::delivered() {
    counts_.puts.fetch_add(1, std::memory_order_relaxed);
    counts_.records_put.fetch_add(batch_->size(), std::memory_order_relaxed);
    offsets_.advance(batch_->end_offsets());
    batch_.reset();
    if (redelivering_) {
        set_redelivering(false);
        if (!paused_) {
            resume_all();
        }
    }
}

void WorkerSinkTask::set_redelivering(bool redelivering) {
    redelivering_ = redelivering;
    context_.hold(paused_ || redelivering_);
}

void WorkerSinkTask::rewind_as_asked() {
    seek(context_.take_offsets());
}

void WorkerSinkTask::seek(const OffsetMap& offsets) {
    const std::vector<TopicPartition> assignment = consumer_->assignment();
    for (const auto& [partition, offset] : offsets) {
        if (std::ranges::find(assignment, partition) == assignment.end()) {
            log().warn(fmt::format("{} Offset {} for {} is ignored: the partition is not assigned",
                                   name(),
                                   offset,
                                   kafka::to_string(partition)));
            continue;
        }
        consumer_->seek(partition, offset);
        offsets_.start_at(partition, offset);
    }
}

void WorkerSinkTask::pause_all() {
    consumer_->pause(consumer_->assignment());
}

/// Resumes what the task has not paused itself.
void WorkerSinkTask::resume_all() {
    std::vector<TopicPartition> partitions = consumer_->assignment();
    std::erase_if(partitions, [this](const TopicPartition& partition) {
        return context_.paused().contains(partition);
    });
    consumer_->resume(partitions);
}

}  // namespace kconnect::runtime
