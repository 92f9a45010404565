#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <vector>

#include <kconnect/sink_task.hpp>
#include <kconnect/testing/contexts.hpp>
#include <kconnect/testing/sink_records.hpp>

namespace kconnect::test {

/// Drives a sink task without Kafka, in the order in which Connect calls it: initialize, start,
/// open, put and pre_commit many times, close, stop. Its topics are in memory.
/// A batch that nobody retained is overwritten when put() has returned, so that text which a task
/// kept all the same is seen to be gone. Nothing waits: a back-off is remembered, not slept.
/// What the task throws comes out of the runner's function; then the task was closed and stopped as
/// Connect does, and the runner has ended. Threads: one.
class SinkTaskRunner {
public:
    explicit SinkTaskRunner(std::unique_ptr<SinkTask> task, ConfigMap config = {});
    /// Stops the task when it runs; what it throws then is dropped.
    ~SinkTaskRunner();
    SinkTaskRunner(const SinkTaskRunner&) = delete;
    SinkTaskRunner& operator=(const SinkTaskRunner&) = delete;

    FakeSinkTaskContext& context() noexcept { return context_; }

    /// Appends a record to its partition; its offset is the next there. Returns the offset.
    std::int64_t append(SinkRecordSpec record);

    void start();
    /// Assigns partitions; reading begins at what was committed, else at 0.
    void open(const std::vector<TopicPartition>& partitions);
    /// One round of Connect's loop: a commit if one was asked for, then put(): with the batch that
    /// was refused, or with the next records, at most `max_records`, or with none. False when the
    /// task threw RetriableException: the same batch comes with the next call.
    bool poll(std::size_t max_records = 500);
    /// Polls until every record of the assigned partitions that are not paused was put. Throws
    /// std::runtime_error after `max_rounds` rounds.
    void put_all(int max_rounds = 1000);
    /// A commit tick: pre_commit() and, of what it returns, what Connect would commit. When it
    /// throws, reading begins again at the last commit, and false is returned.
    bool commit(std::chrono::milliseconds wait = std::chrono::milliseconds(0));
    /// Takes partitions away, as a rebalance does: pre_commit(), close(), commit.
    void close(const std::vector<TopicPartition>& partitions);
    /// Takes all partitions away and stops the task.
    void stop();

    /// What the group has committed.
    const OffsetMap& committed() const noexcept { return committed_; }
    /// Why the last poll() or commit() returned false; null when it did not.
    std::exception_ptr last_refusal() const noexcept { return last_refusal_; }
    std::size_t puts() const noexcept { return puts_; }

private:
    enum class State : std::uint8_t { kNew, kStarted, kStopped };

    template <typename Call>
    void fail_on_throw(Call call);
    void end();
    void seek(const OffsetMap& offsets);
    void rewind();
    std::shared_ptr<RecordBatch> next_batch(std::size_t max_records);
    bool is_idle() const;
    void take_commit(const OffsetMap& reported, const OffsetMap& current);
    OffsetMap current_of(const std::vector<TopicPartition>& partitions) const;
    void close_with_commit(const std::vector<TopicPartition>& partitions);

    std::unique_ptr<SinkTask> task_;
    FakeSinkTaskContext context_;
    State state_ = State::kNew;
    std::map<TopicPartition, std::vector<SinkRecordSpec>> topics_;
    OffsetMap position_;  ///< Next to read, per assigned partition.
    OffsetMap current_;   ///< Behind the last put.
    OffsetMap committed_;
    std::shared_ptr<RecordBatch> refused_;
    std::shared_ptr<RecordBatch> spent_;  ///< Overwritten; kept, so that to look at it is no crash.
    std::exception_ptr last_refusal_;
    std::size_t puts_ = 0;
};

}  // namespace kconnect::test
