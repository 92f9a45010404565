#pragma once

#include <chrono>
#include <memory>
#include <span>

#include <kconnect/config_map.hpp>
#include <kconnect/errors.hpp>
#include <kconnect/export.hpp>
#include <kconnect/record_batch.hpp>
#include <kconnect/topic_partition.hpp>

namespace kconnect {

/// Where a sink task reports records that its system refuses (Kafka Connect's
/// ErrantRecordReporter). Every reported record is acknowledged by the dead-letter topic before
/// any offset at or above it is committed.
class KCONNECT_API ErrantRecordReporter {
public:
    virtual ~ErrantRecordReporter();

    /// Reports a record of a batch that is put or retained, or one that the sink made (converters
    /// turn it into bytes); `extra_headers` are added to the dead letter (copied). A sink that
    /// writes in units reports between a unit's commit and the publishing of its offsets, once.
    /// Threads: the task's thread, or the sink's writer thread while the task is started.
    /// Throws ConnectException when errors.tolerance=none: let it pass through.
    virtual void report(const SinkRecord& record,
                        std::exception_ptr error,
                        std::span<const RawHeader> extra_headers) = 0;
    /// False when errors.tolerance=none: report() will throw after it has sent the dead letter.
    virtual bool tolerates_errors() const = 0;
};

/// What the worker offers to a sink task.
/// Threads: the task's own thread, except where a function says otherwise.
class KCONNECT_API SinkTaskContext {
public:
    virtual ~SinkTaskContext();

    /// The task's configuration with freshly resolved secrets. Threads: any.
    virtual ConfigMap configs() const = 0;
    /// True once the task is to stop; a put() that waits looks at it. Threads: any.
    virtual bool stopping() const = 0;
    /// Partitions that are assigned to this task now.
    virtual std::vector<TopicPartition> assignment() const = 0;

    /// Continue from these offsets instead of the group's; applied before the next poll and, when
    /// called in open(), before the first. A sink that stores its offsets itself uses it.
    virtual void offset(const OffsetMap& offsets) = 0;
    /// How long to wait before the same records come again after a RetriableException; once.
    virtual void timeout(std::chrono::milliseconds backoff) = 0;
    virtual void pause(std::span<const TopicPartition> partitions) = 0;
    virtual void resume(std::span<const TopicPartition> partitions) = 0;
    /// Commit at the start of the next round instead of at the next tick.
    virtual void request_commit() = 0;
    /// Null unless a dead-letter topic or errors.log.enable is configured.
    virtual ErrantRecordReporter* errant_record_reporter() = 0;

    /// Ends the task's wait for records and the back-off after a RetriableException: put() comes
    /// soon, with the batch that was refused, with new records or empty. For a sink's writer
    /// thread that has news (progress, room, an error). Threads: any. Does not block.
    virtual void wake() = 0;
};

/// Writes records to one external system. One instance serves one task.
///
/// Life: initialize, start, open, put and pre_commit many times, close, stop. open and close come
/// again with every rebalance.
/// Threads: every call comes from the task's own thread, never two at once.
/// Nothing may block without a bound: a call that does not return within
/// task.shutdown.graceful.timeout.ms makes the worker abandon the task when it is to stop, and one
/// that takes max.poll.interval.ms costs the task its partitions.
class KCONNECT_API SinkTask {
public:
    virtual ~SinkTask();

    virtual std::string version() const;

    /// `context` lives as long as the task.
    virtual void initialize(SinkTaskContext& context) { context_ = &context; }
    /// Takes the configuration, opens what is needed. No partition is assigned yet.
    virtual void start(const ConfigMap& config) = 0;
    /// These partitions are assigned now, before their first record.
    virtual void open(std::span<const TopicPartition> partitions);
    /// Hands over the records of one poll, in order of offset per partition; empty when there were
    /// none, so it is also a tick. What `batch` holds is valid until put() returns; retain() keeps
    /// it longer.
    /// Throws RetriableException: the same batch comes again, after timeout() or at the next
    /// tick of offset.flush.interval.ms; the task must not have kept any of it.
    /// Throws anything else: the task becomes FAILED; offsets stay where pre_commit left them.
    virtual void put(const RecordBatch& batch) = 0;
    /// Makes everything put so far durable. For sinks that write in put() and have nothing to
    /// report in pre_commit().
    virtual void flush(const OffsetMap& current);
    /// Says up to which offsets the records are durable. `current` is the position behind the last
    /// put; what is returned is committed for the group, and must not be beyond it. An empty
    /// map means "nothing to commit now".
    /// `wait` is how long the task may wait for work that is under way: zero at a periodic commit,
    /// the rest of the graceful time-out before partitions are given up or the task stops.
    /// The default calls flush() and returns `current`.
    /// Throws: positions are rewound to the last commit and everything since comes again.
    virtual OffsetMap pre_commit(const OffsetMap& current, std::chrono::milliseconds wait);
    /// These partitions are no longer this task's; drop what belongs to them. After it has
    /// returned nothing of theirs may become durable any more: another task may already write
    /// newer changes of the same keys.
    virtual void close(std::span<const TopicPartition> partitions);
    /// Last call; also comes after a failed start().
    virtual void stop() = 0;

    /// True when this sink stores `batch.errant_records()` itself, in its own transaction; the
    /// worker then does not send them to the dead-letter topic. Asked once, after start().
    virtual bool takes_errant_records() const { return false; }

protected:
    SinkTaskContext& context() const { return *context_; }

private:
    SinkTaskContext* context_ = nullptr;
};

}  // namespace kconnect
