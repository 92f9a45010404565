#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <unordered_map>
#include <vector>

#include "offsets/connector_offsets.hpp"
#include "source_batches.hpp"

namespace kconnect::runtime {

/// The records that the producer has, per source partition in the order of the source: an offset
/// may be stored when all records before it are acknowledged, too. Mirrors Connect's
/// SubmittedRecords. Threads: one. No allocation per record in the steady state.
class SubmittedRecords {
public:
    using Id = std::uint64_t;

    /// `batches` is borrowed.
    explicit SubmittedRecords(SourceBatches& batches);
    ~SubmittedRecords();
    SubmittedRecords(const SubmittedRecords&) = delete;
    SubmittedRecords& operator=(const SubmittedRecords&) = delete;

    /// Notes a record before it is sent; holds its batch until its offset is passed.
    Id submit(SourceBatch& batch, std::size_t index);
    /// Forgets a record that the producer did not take; it must be the last that was submitted.
    void drop(Id id);
    /// The record as the task gave it, before its acknowledgement.
    const SourceRecord& record(Id id) const;
    /// Kafka has the record, or nobody wants it any more.
    void acknowledge(Id id);

    /// Moves on over what is acknowledged without a gap, and gives batches back.
    void collect();
    /// The offsets that may be stored, one for each source partition that moved; valid until the
    /// next call of another function.
    std::span<const SourceOffset> committable();
    /// The committable offsets are stored. Without this call they stay for the next time.
    void committed();

    /// Records whose offset collect() passed since the last committed().
    std::size_t committable_records() const noexcept { return committable_records_; }
    /// Records that are not acknowledged.
    std::size_t unacknowledged() const noexcept { return unacknowledged_; }
    /// Source partitions that are remembered.
    std::size_t partitions() const noexcept { return by_hash_.size(); }

private:
    struct Entry {
        SourceBatch* batch = nullptr;
        std::uint32_t index = 0;
        bool acknowledged = false;
    };
    struct Partition;

    std::uint32_t partition_of(const Value& value);
    std::uint32_t new_partition(std::size_t hash, const Value& value);
    void pop_front(Partition& partition);
    void forget_idle_partitions();

    SourceBatches& batches_;
    std::vector<std::unique_ptr<Partition>> partitions_;
    std::vector<std::uint32_t> unused_;  ///< Places in partitions_ of forgotten ones.
    std::unordered_multimap<std::size_t, std::uint32_t> by_hash_;
    std::uint32_t last_ = 0;            ///< Records of a poll mostly have one partition.
    std::vector<std::uint32_t> moved_;  ///< Whose first record was acknowledged.
    std::vector<SourceOffset> committable_;
    std::size_t committable_records_ = 0;
    std::size_t unacknowledged_ = 0;
};

}  // namespace kconnect::runtime
