#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>

#include "kafka/sink_consumer.hpp"

namespace kconnect::test {

/// A consumer of a topic in which nothing happens: a poll waits until its time-out or wake().
class QuietConsumer : public kafka::SinkConsumer {
public:
    void subscribe(const kafka::Subscription& /*subscription*/,
                   kafka::RebalanceListener& /*listener*/) override {}
    std::unique_ptr<RecordBatch> make_batch() override { return std::make_unique<RecordBatch>(); }
    void poll(RecordBatch& /*batch*/, std::chrono::milliseconds timeout) override {
        std::unique_lock lock(mutex_);
        changed_.wait_for(lock, timeout, [this] { return woken_; });
        woken_ = false;
    }
    void pause(std::span<const TopicPartition> /*partitions*/) override {}
    void resume(std::span<const TopicPartition> /*partitions*/) override {}
    void seek(const TopicPartition& /*partition*/, std::int64_t /*offset*/) override {}
    std::vector<TopicPartition> assignment() const override { return {}; }
    std::int64_t position(const TopicPartition& /*partition*/) override { return 0; }
    OffsetMap committed(std::span<const TopicPartition> /*partitions*/,
                        std::chrono::milliseconds /*timeout*/) override {
        return {};
    }
    void commit_async(const OffsetMap& /*offsets*/, kafka::CommitCallback done) override {
        done(nullptr);
    }
    void commit_sync(const OffsetMap& /*offsets*/, std::chrono::milliseconds /*timeout*/) override {
    }
    void close(std::chrono::milliseconds /*timeout*/) override {}
    void wake() noexcept override {
        const std::lock_guard lock(mutex_);
        woken_ = true;
        changed_.notify_all();
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool woken_ = false;
};

}  // namespace kconnect::test
