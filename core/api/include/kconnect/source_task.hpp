#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include <kconnect/config_map.hpp>
#include <kconnect/export.hpp>
#include <kconnect/record.hpp>
#include <kconnect/record_batch.hpp>

namespace kconnect {

/// The records of one poll of a source, with the memory for them. The task builds values in
/// `memory().arena()` and adds records that point into it.
class KCONNECT_API SourceRecordBatch {
public:
    SourceRecordBatch();
    ~SourceRecordBatch();
    SourceRecordBatch(const SourceRecordBatch&) = delete;
    SourceRecordBatch& operator=(const SourceRecordBatch&) = delete;

    BatchMemory& memory() noexcept { return memory_; }
    Arena& arena() noexcept { return memory_.arena(); }
    void add(const SourceRecord& record) { records_.push_back(record); }
    std::span<const SourceRecord> records() const noexcept { return records_; }
    void clear() noexcept;

private:
    std::vector<SourceRecord> records_;
    BatchMemory memory_;
};

/// Where Kafka put a record.
struct RecordMetadata {
    std::string topic;
    std::int32_t partition = 0;
    std::int64_t offset = 0;
};

/// A source partition and how far it was read: schemaless maps, borrowed. A null offset says that
/// there is none.
struct SourceOffset {
    Value partition;
    Value offset;
};

/// Reads the offsets that earlier runs stored.
class KCONNECT_API OffsetStorageReader {
public:
    virtual ~OffsetStorageReader();

    /// The stored offset (a schemaless map, copied into `into`) of one source partition; null when
    /// there is none. Integers come back as INT64, as JSON has no others.
    virtual Value offset(const Value& source_partition, Arena& into) = 0;
};

/// What the worker offers to a source task. Threads: the task's own.
class KCONNECT_API SourceTaskContext {
public:
    virtual ~SourceTaskContext();

    virtual ConfigMap configs() const = 0;
    virtual OffsetStorageReader& offset_storage_reader() = 0;
    /// True once the task is to stop; a poll() that waits looks at it. Threads: any.
    virtual bool stopping() const = 0;
};

/// Reads records from one external system. One instance serves one task.
/// Life: initialize, start, poll many times, stop.
/// Threads: start, poll and stop come from the task's thread; commit and commit_record may come
/// from another while poll() is under way, but never two of them at once.
class KCONNECT_API SourceTask {
public:
    virtual ~SourceTask();

    virtual std::string version() const;

    virtual void initialize(SourceTaskContext& context) { context_ = &context; }
    virtual void start(const ConfigMap& config) = 0;
    /// Adds the next records to `batch`, or none. Blocks up to about a second when there is
    /// nothing; the worker does not wait between calls. Throws RetriableException to be called
    /// again at once, anything else to become FAILED.
    virtual void poll(SourceRecordBatch& batch) = 0;
    /// Offsets of records that Kafka acknowledged were stored.
    virtual void commit();
    /// Kafka acknowledged this record (as it was before transformations); `metadata` is null when
    /// it was filtered or skipped. The record's parts are valid during the call.
    virtual void commit_record(const SourceRecord& record, const RecordMetadata* metadata);
    virtual void stop() = 0;

protected:
    SourceTaskContext& context() const { return *context_; }

private:
    SourceTaskContext* context_ = nullptr;
};

}  // namespace kconnect
