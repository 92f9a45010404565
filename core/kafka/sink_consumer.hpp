#pragma once

#include <chrono>
#include <cstdint>
#include <exception>
#include <functional>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <kconnect/record_batch.hpp>
#include <kconnect/topic_partition.hpp>

namespace kconnect::kafka {

/// What a sink reads: either a list of topics or a Java regular expression over topic names.
struct Subscription {
    std::vector<std::string> topics;
    std::string regex;  ///< Must match the whole name; empty when `topics` counts.
};

/// Hears of changes of a consumer's assignment.
/// Threads: called inside SinkConsumer::poll() and close(), on the thread that called those.
class RebalanceListener {
public:
    virtual ~RebalanceListener();

    /// These were added; their positions are known and may be changed by seek().
    virtual void on_partitions_assigned(std::span<const TopicPartition> partitions) = 0;
    /// These go; offsets can still be committed.
    virtual void on_partitions_revoked(std::span<const TopicPartition> partitions) = 0;
    /// These are gone already; another member may read them.
    virtual void on_partitions_lost(std::span<const TopicPartition> partitions) = 0;
};

/// Told once how an asynchronous commit ended; null means success.
using CommitCallback = std::function<void(std::exception_ptr error)>;

/// A member of a consumer group, as a sink task needs it.
/// Threads: one, except wake(). Everything throws KafkaException when Kafka refuses for good.
class SinkConsumer {
public:
    virtual ~SinkConsumer();

    /// Joins the group; `listener` is borrowed until close() has returned.
    virtual void subscribe(const Subscription& subscription, RebalanceListener& listener) = 0;

    /// An empty batch of the kind that poll() fills. It may outlive the consumer.
    virtual std::unique_ptr<RecordBatch> make_batch() = 0;

    /// Fills `batch` (empty, from make_batch()) with the next records of all partitions that are
    /// not paused, at most max.poll.records; waits up to `timeout` for the first. Serves rebalances
    /// and commit callbacks meanwhile. Records of partitions revoked during the call are not in it.
    virtual void poll(RecordBatch& batch, std::chrono::milliseconds timeout) = 0;

    virtual void pause(std::span<const TopicPartition> partitions) = 0;
    virtual void resume(std::span<const TopicPartition> partitions) = 0;
    /// Continues a partition of the assignment at `offset`.
    virtual void seek(const TopicPartition& partition, std::int64_t offset) = 0;

    /// Partitions assigned now, in order.
    virtual std::vector<TopicPartition> assignment() const = 0;
    /// Offset of the next record that poll() will give.
    virtual std::int64_t position(const TopicPartition& partition) = 0;
    /// What the group has committed; partitions without are absent. Waits up to `timeout`.
    virtual OffsetMap committed(std::span<const TopicPartition> partitions,
                                std::chrono::milliseconds timeout) = 0;

    /// Commits exactly these offsets; `done` comes in a later poll(), or never when the consumer is
    /// closed first.
    virtual void commit_async(const OffsetMap& offsets, CommitCallback done) = 0;
    /// Commits exactly these offsets; waits up to `timeout` and throws unless it succeeded.
    virtual void commit_sync(const OffsetMap& offsets, std::chrono::milliseconds timeout) = 0;

    /// Leaves the group; waits up to `timeout`. A second call does nothing.
    virtual void close(std::chrono::milliseconds timeout) = 0;

    /// Makes the running or the next poll() return without waiting. Threads: any, while the
    /// consumer exists.
    virtual void wake() noexcept = 0;
};

/// "topic-3", as Kafka prints it.
std::string to_string(const TopicPartition& partition);
/// "[a-0, a-1]"
std::string to_string(std::span<const TopicPartition> partitions);
/// "{a-0=12, a-1=5}"
std::string to_string(const OffsetMap& offsets);

}  // namespace kconnect::kafka
