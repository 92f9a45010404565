#pragma once

#include <atomic>
#include <deque>
#include <functional>
#include <map>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include "kafka/kafka_exception.hpp"
#include "kafka/sink_consumer.hpp"
#include "support/records.hpp"

namespace kconnect::test {

/// What happened, in order; shared by the fakes of one test.
using EventLog = std::vector<std::string>;

/// A consumer that follows a script: each poll() runs the next step. Time passes only as steps say.
/// After the script, polls run `when_idle`. Calls are written to the log.
class FakeConsumer final : public kafka::SinkConsumer {
public:
    using Step = std::function<void(FakeConsumer& consumer, RecordBatch& batch)>;

    explicit FakeConsumer(EventLog& log) : log_(log) {}

    /// @name Script
    /// @{
    FakeConsumer& then(Step step) {
        script_.push_back(std::move(step));
        return *this;
    }
    FakeConsumer& then_assign(std::vector<TopicPartition> partitions) {
        return then(
            [partitions](FakeConsumer& consumer, RecordBatch&) { consumer.assign(partitions); });
    }
    FakeConsumer& then_revoke(std::vector<TopicPartition> partitions) {
        return then(
            [partitions](FakeConsumer& consumer, RecordBatch&) { consumer.revoke(partitions); });
    }
    FakeConsumer& then_lose(std::vector<TopicPartition> partitions) {
        return then(
            [partitions](FakeConsumer& consumer, RecordBatch&) { consumer.lose(partitions); });
    }
    FakeConsumer& then_records(std::vector<RecordSpec> records) {
        return then([records](FakeConsumer&, RecordBatch& batch) {
            for (const RecordSpec& record : records) {
                add_raw(batch, record);
            }
        });
    }
    FakeConsumer& then_nothing() {
        return then([](FakeConsumer&, RecordBatch&) {});
    }
    Step when_idle = [](FakeConsumer&, RecordBatch&) {};
    /// @}

    /// @name What a step may do
    /// @{
    void assign(const std::vector<TopicPartition>& partitions) {
        for (const TopicPartition& partition : partitions) {
            assignment_.insert(partition);
            positions.try_emplace(partition, 0);
        }
        listener_->on_partitions_assigned(partitions);
    }
    void revoke(const std::vector<TopicPartition>& partitions) {
        listener_->on_partitions_revoked(partitions);
        remove(partitions);
    }
    void lose(const std::vector<TopicPartition>& partitions) {
        listener_->on_partitions_lost(partitions);
        remove(partitions);
    }
    /// Ends the oldest asynchronous commit that is under way.
    void complete_commit(std::exception_ptr error = nullptr) {
        const kafka::CommitCallback done = std::move(commits.front());
        commits.pop_front();
        done(std::move(error));
    }
    /// @}

    void subscribe(const kafka::Subscription& subscription,
                   kafka::RebalanceListener& listener) override {
        listener_ = &listener;
        std::string topics = subscription.regex;
        for (const std::string& topic : subscription.topics) {
            topics.append(topics.empty() ? "" : ",").append(topic);
        }
        log_.push_back("subscribe " + topics);
    }
    std::unique_ptr<RecordBatch> make_batch() override {
        ++batches_made;
        return std::make_unique<RecordBatch>();
    }
    void poll(RecordBatch& batch, std::chrono::milliseconds timeout) override {
        if (log_polls) {
            log_.push_back("poll " + std::to_string(timeout.count()));
        }
        last_timeout = timeout;
        if (script_.empty()) {
            when_idle(*this, batch);
        } else {
            const Step step = std::move(script_.front());
            script_.pop_front();
            step(*this, batch);
        }
        batch.set_end_offsets();
    }
    void pause(std::span<const TopicPartition> partitions) override {
        log_.push_back("pause " + kafka::to_string(partitions));
        paused.insert(partitions.begin(), partitions.end());
    }
    void resume(std::span<const TopicPartition> partitions) override {
        log_.push_back("resume " + kafka::to_string(partitions));
        for (const TopicPartition& partition : partitions) {
            paused.erase(partition);
        }
    }
    void seek(const TopicPartition& partition, std::int64_t offset) override {
        if (!assignment_.contains(partition)) {
            throw kafka::KafkaException(
                "java.lang.IllegalStateException",
                "No current assignment for partition " + kafka::to_string(partition));
        }
        log_.push_back("seek " + kafka::to_string(partition) + " " + std::to_string(offset));
        positions.insert_or_assign(partition, offset);
    }
    std::vector<TopicPartition> assignment() const override {
        return {assignment_.begin(), assignment_.end()};
    }
    std::int64_t position(const TopicPartition& partition) override {
        return positions.at(partition);
    }
    OffsetMap committed(std::span<const TopicPartition> /*partitions*/,
                        std::chrono::milliseconds /*timeout*/) override {
        return last_commit;
    }
    void commit_async(const OffsetMap& offsets, kafka::CommitCallback done) override {
        log_.push_back("commit_async " + kafka::to_string(offsets));
        last_commit = offsets;
        commits.push_back(std::move(done));
        if (complete_commits_at_once) {
            complete_commit();
        }
    }
    void commit_sync(const OffsetMap& offsets, std::chrono::milliseconds /*timeout*/) override {
        log_.push_back("commit_sync " + kafka::to_string(offsets));
        if (on_sync_commit) {
            on_sync_commit();
        }
        if (sync_commit_error) {
            std::rethrow_exception(sync_commit_error);
        }
        last_commit = offsets;
    }
    void close(std::chrono::milliseconds timeout) override {
        log_.push_back("consumer.close");
        close_timeout = timeout;
    }
    void wake() noexcept override { ++wakes; }

    std::chrono::milliseconds close_timeout{-1};
    bool log_polls = false;
    bool complete_commits_at_once = true;
    std::exception_ptr sync_commit_error;
    std::function<void()> on_sync_commit;              ///< While one is under way.
    std::map<TopicPartition, std::int64_t> positions;  ///< Where assigned partitions start.
    std::set<TopicPartition> paused;
    std::deque<kafka::CommitCallback> commits;
    OffsetMap last_commit;
    std::chrono::milliseconds last_timeout{0};
    int batches_made = 0;
    std::atomic<int> wakes{0};

private:
    void remove(const std::vector<TopicPartition>& partitions) {
        for (const TopicPartition& partition : partitions) {
            assignment_.erase(partition);
        }
    }

    EventLog& log_;
    kafka::RebalanceListener* listener_ = nullptr;
    std::set<TopicPartition> assignment_;
    std::deque<Step> script_;
};

}  // namespace kconnect::test
