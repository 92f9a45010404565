#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <optional>
#include <set>

#include <kconnect/sink_task.hpp>

#include "kafka/sink_consumer.hpp"

namespace kconnect::runtime {

/// What a sink task asks of its worker, kept until the task's loop serves it.
/// Threads: the task's own, except where a function says otherwise.
class WorkerSinkTaskContext final : public SinkTaskContext {
public:
    /// `configs` gives the task's configuration, with secrets as they are now, on any thread;
    /// `consumer` and `reporter`, which may be null, are borrowed.
    WorkerSinkTaskContext(std::function<ConfigMap()> configs,
                          kafka::SinkConsumer& consumer,
                          ErrantRecordReporter* reporter);

    ConfigMap configs() const override { return configs_(); }
    bool stopping() const override { return stopping_.load(std::memory_order_acquire); }
    std::vector<TopicPartition> assignment() const override;
    void offset(const OffsetMap& offsets) override;
    void timeout(std::chrono::milliseconds backoff) override;
    void pause(std::span<const TopicPartition> partitions) override;
    void resume(std::span<const TopicPartition> partitions) override;
    void request_commit() override { commit_requested_ = true; }
    ErrantRecordReporter* errant_record_reporter() override { return reporter_; }
    void wake() override;

    /// @name For the task's loop
    /// @{
    /// Offsets to continue from, once.
    OffsetMap take_offsets();
    /// The back-off asked for, once.
    std::optional<std::chrono::milliseconds> take_timeout();
    bool commit_requested() const noexcept { return commit_requested_; }
    void clear_commit_request() noexcept { commit_requested_ = false; }
    /// Partitions that the task itself has paused.
    const std::set<TopicPartition>& paused() const noexcept { return paused_; }
    /// Forgets pauses of partitions that are not assigned any more.
    void keep_paused_only_of(std::span<const TopicPartition> assignment);
    /// While true, pauses and resumes are only remembered: all partitions stand still anyway.
    void hold(bool held) noexcept { held_ = held; }
    /// The task is to stop. Threads: any.
    void set_stopping() noexcept { stopping_.store(true, std::memory_order_release); }
    /// @}

private:
    void check_assigned(std::span<const TopicPartition> partitions, const char* verb) const;

    const std::function<ConfigMap()> configs_;
    kafka::SinkConsumer& consumer_;
    ErrantRecordReporter* const reporter_;
    OffsetMap offsets_;
    std::optional<std::chrono::milliseconds> timeout_;
    std::set<TopicPartition> paused_;
    bool commit_requested_ = false;
    bool held_ = false;
    std::atomic<bool> stopping_{false};
};

}  // namespace kconnect::runtime
