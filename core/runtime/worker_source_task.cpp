#include "worker_source_task.hpp"

#include <algorithm>
#include <utility>

#include <fmt/format.h>

namespace kconnect::runtime {

/// What the task sees of its worker.
class WorkerSourceTask::Context final : public SourceTaskContext {
public:
    explicit Context(WorkerSourceTask& worker) : worker_(worker) {}

    ConfigMap configs() const override {
        const auto& settings = worker_.settings_;
        return settings.current_config ? settings.current_config() : settings.config;
    }
    OffsetStorageReader& offset_storage_reader() override { return *worker_.offsets_; }
    bool stopping() const override { return worker_.stopping(); }

private:
    WorkerSourceTask& worker_;
};

WorkerSourceTask::WorkerSourceTask(SourceTaskSettings settings,
                                   std::unique_ptr<SourceTask> task,
                                   const ProducerMaker& make_producer,
                                   std::unique_ptr<offsets::ConnectorOffsets> offsets,
                                   std::unique_ptr<TopicCreation> topics,
                                   Converters converters,
                                   const Clock& clock)
    : WorkerTask(settings.id, settings.initial_state, clock),
      settings_(std::move(settings)),
      offsets_(std::move(offsets)),
      topics_(std::move(topics)),
      context_(std::make_unique<Context>(*this)),
      task_(std::move(task)),
      producer_(make_producer(*this)),
      error_log_(settings_.id, settings_.errors, metrics_),
      errors_(settings_.errors,
              metrics_,
              {.clock = clock, .wait = [this](Milliseconds time) { return wait_to_retry(time); }}),
      pipeline_(std::move(converters), errors_, error_log_),
      stand_in_([this] { return serve_during_poll(); },
                settings_.poll_patience,
                fmt::format("[{}|task-{}|offsets] ", settings_.id.connector, settings_.id.task)),
      next_commit_(clock.now() + settings_.offset_flush_interval) {
}

WorkerSourceTask::~WorkerSourceTask() = default;

std::string WorkerSourceTask::name() const {
    return fmt::format("WorkerSourceTask{{id={}}}", to_string(id()));
}

SourceTaskCounts WorkerSourceTask::counts() const {
    return {counts_.records_polled,
            counts_.records_written,
            counts_.records_skipped,
            counts_.commits,
            counts_.failed_commits};
}

void WorkerSourceTask::wake_up() noexcept {
    producer_->wake();
}

void WorkerSourceTask::cancel() {
    WorkerTask::cancel();
    offsets_->close();
    producer_->wake();
}

void WorkerSourceTask::start() {
    // Counts as started from here on: stop() cleans up what a start that fails leaves behind.
    started_ = true;
    task_->initialize(*context_);
    task_->start(settings_.config);
    log().info(fmt::format("{} Source task finished initialization and start", name()));
}

void WorkerSourceTask::execute() {
    log().info(fmt::format("{} Executing source task", name()));
    try {
        const StandIn::Shift shift(stand_in_);
        while (!stopping()) {
            iteration();
        }
    } catch (...) {
        if (!cancelled()) {
            try {
                final_commit();
            } catch (...) {
                log().error(fmt::format("{} Failed to commit offsets for already-failing task: {}",
                                        name(),
                                        describe(std::current_exception())));
            }
        }
        throw;
    }
    if (!cancelled()) {
        final_commit();
    }
}

void WorkerSourceTask::close() {
    if (started_) {
        try {
            task_->stop();
        } catch (...) {
            log().warn(fmt::format(
                "{} Could not stop task: {}", name(), describe(std::current_exception())));
        }
    }
    producer_closed_ = true;
    constexpr Milliseconds kCloseLimit{30000};
    producer_->close(cancelled() ? Milliseconds(0) : patience(kCloseLimit));
}

void WorkerSourceTask::iteration() {
    producer_->poll(Milliseconds(0));
    if (stopping()) {
        return;  // The poll may have taken the wake-up that came with the stop.
    }
    submitted_.collect();
    commit_if_due();
    if (should_pause()) {
        rest_while_paused();
        return;
    }
    if (std::exchange(paused_, false)) {
        report(TaskState::kRunning);
    }
    if (batch_ == nullptr && !poll_task()) {
        return;
    }
    if (!send_batch()) {
        constexpr Milliseconds kSendFailedBackoff{100};
        producer_->poll(kSendFailedBackoff);
    }
}

void WorkerSourceTask::rest_while_paused() {
    if (!std::exchange(paused_, true)) {
        report(TaskState::kPaused);
    }
    producer_->poll(until_next_commit());
}

/// False when there is nothing to send.
bool WorkerSourceTask::poll_task() {
    throw_producer_error();
    SourceBatch& batch = batches_.take();
    try {
        stand_in_.during([&] { task_->poll(batch.content); }, producer_->in_flight() > 0);
    } catch (const RetriableException& error) {
        batches_.release(batch);
        log().warn(
            fmt::format("{} failed to poll records from SourceTask. Will retry operation.: {}",
                        name(),
                        error.what()));
        return false;
    } catch (...) {
        batches_.release(batch);
        throw;
    }
    const auto count = batch.content.records().size();
    if (count == 0) {
        batches_.release(batch);
        return false;
    }
    counts_.records_polled.fetch_add(count, std::memory_order_relaxed);
    batch_ = &batch;
    sent_ = 0;
    return true;
}

/// As wait_for_stop(), between two attempts at a record.
bool WorkerSourceTask::wait_to_retry(Milliseconds time) {
    bool stops = false;
    stand_in_.during([&] { stops = wait_for_stop(time); }, producer_->in_flight() > 0);
    return stops;
}

WorkerSourceTask::Milliseconds WorkerSourceTask::until_next_commit() const {
    const auto left = std::chrono::ceil<Milliseconds>(next_commit_ - clock().now());
    return std::max(left, Milliseconds(0));
}

/// `limit`, or what is left of a stop's time, less some for what comes after.
WorkerSourceTask::Milliseconds WorkerSourceTask::patience(Milliseconds limit) const {
    if (!stopping()) {
        return limit;
    }
    const auto left = std::chrono::floor<Milliseconds>(stop_deadline() - clock().now());
    return std::clamp(left * 4 / 5, Milliseconds(0), limit);
}

}  // namespace kconnect::runtime
