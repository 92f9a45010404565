#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/arena.hpp>
#include <kconnect/errors.hpp>
#include <kconnect/export.hpp>
#include <kconnect/record.hpp>
#include <kconnect/schema.hpp>
#include <kconnect/topic_partition.hpp>

namespace kconnect {

/// The step in which a record failed; the names are those of `__connect.errors.stage`.
enum class Stage : std::uint8_t {
    kTaskPoll,
    kTaskPut,
    kTransformation,
    kKeyConverter,
    kValueConverter,
    kHeaderConverter,
    kKafkaProduce,
    kKafkaConsume,
};

/// Connect's word for the stage: "VALUE_CONVERTER", ...
KCONNECT_API std::string_view name_of(Stage stage) noexcept;

/// A record that failed before the sink saw it and that errors.tolerance lets pass. It travels
/// with its batch so that a transactional sink can store it together with the good rows.
struct ErrantRecord {
    const RawRecord* original = nullptr;
    Stage stage = Stage::kValueConverter;
    std::string executing_class;  ///< Java name of the converter or transformation.
    std::exception_ptr error;
};

/// Memory of a batch that converters and transformations put their results into.
class KCONNECT_API BatchMemory {
public:
    BatchMemory();
    ~BatchMemory();
    BatchMemory(const BatchMemory&) = delete;
    BatchMemory& operator=(const BatchMemory&) = delete;

    Arena& arena() noexcept { return arena_; }
    const Arena& arena() const noexcept { return arena_; }

    /// Keeps `schema` alive as long as the batch's content; returns the bare pointer that records
    /// carry. Cheap when the same few schemas come again and again.
    const Schema* keep(const SchemaPtr& schema) {
        if (!schemas_.empty() && schemas_.back() == schema) {
            return schema.get();
        }
        return keep_another(schema);
    }

    void clear() noexcept;

private:
    const Schema* keep_another(const SchemaPtr& schema);

    Arena arena_;
    std::vector<SchemaPtr> schemas_;
};

/// The records of one poll: raw messages, converted records and the memory of both.
/// A sink task reads it during put(); what it needs longer it keeps with retain().
/// Threads: read-only from the start of put() on, for any thread that retains it. Whoever recycles
/// batches does so when no other owner is left, behind an acquire fence.
/// The non-const half belongs to the worker, and to tests that build batches.
class KCONNECT_API RecordBatch : public std::enable_shared_from_this<RecordBatch> {
public:
    RecordBatch();
    RecordBatch(const RecordBatch&) = delete;
    RecordBatch& operator=(const RecordBatch&) = delete;
    virtual ~RecordBatch();

    std::span<const SinkRecord> records() const noexcept { return records_; }
    auto begin() const noexcept { return records().begin(); }
    auto end() const noexcept { return records().end(); }
    std::size_t size() const noexcept { return records_.size(); }
    bool empty() const noexcept { return records_.empty(); }
    const SinkRecord& operator[](std::size_t index) const { return records_[index]; }

    /// All records of the poll in Kafka's order, also those that were filtered or failed.
    std::span<const RawRecord> raw_records() const noexcept { return raw_records_; }
    /// The records that failed on their way to the sink and were tolerated.
    std::span<const ErrantRecord> errant_records() const noexcept { return errant_records_; }
    /// Where each partition stands once this batch is done, filtered records included.
    const OffsetMap& end_offsets() const noexcept { return end_offsets_; }
    /// Bytes of memory that the batch holds, raw messages included.
    std::size_t memory_bytes() const noexcept { return memory_.arena().capacity() + raw_bytes_; }

    /// Keeps the batch and all it holds beyond put(); release it by dropping the pointer.
    std::shared_ptr<const RecordBatch> retain() const { return shared_from_this(); }

    /// @name For the worker
    /// @{
    BatchMemory& memory() noexcept { return memory_; }
    /// The views in `record` must live as long as the batch (in its arena or its messages).
    void add_raw(const RawRecord& record);
    void add(const SinkRecord& record) { records_.push_back(record); }
    void add_errant(ErrantRecord record) { errant_records_.push_back(std::move(record)); }
    /// Takes the end offsets from the raw records.
    void set_end_offsets();
    /// Drops what came from `partition`, which this task no longer owns.
    void remove_partition(const TopicPartition& partition);
    /// Empties the batch and keeps its memory. Overrides release their raw messages first.
    virtual void clear() noexcept;
    /// @}

private:
    std::vector<RawRecord> raw_records_;
    std::vector<SinkRecord> records_;
    std::vector<ErrantRecord> errant_records_;
    OffsetMap end_offsets_;
    std::size_t raw_bytes_ = 0;
    BatchMemory memory_;
};

}  // namespace kconnect
