#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <limits>
#include <memory>
#include <span>
#include <unordered_map>
#include <utility>
#include <vector>

#include <kconnect/record_batch.hpp>

#include "column_set.hpp"
#include "layout_cache.hpp"
#include "record_layout.hpp"
#include "table_target.hpp"

namespace kconnect::jdbc {

/// One record's change of one row, and the change of the same key that it came after.
struct Version {
    static constexpr std::uint32_t kNone = std::numeric_limits<std::uint32_t>::max();

    const SinkRecord* record;
    const RecordLayout* layout;
    std::uint32_t previous;  ///< Index of the older change of this key; kNone for the first.
};

/// All changes of one key within a unit, newest first along Version::previous.
struct PlannedRow {
    std::uint64_t hash;        ///< Of the key's cells.
    std::uint32_t newest;      ///< Index into TablePlan::versions().
    const ColumnSet* columns;  ///< Columns that changes since the last delete have, else the key's.
    bool has_delete;           ///< Some change deletes the row; the last of them ends what was.
};

/// What a unit does to one table: every change in order of arrival and, folded, every row.
/// Changes fold where their keys are bytewise the same; whether the database agrees is for the
/// writer to know, which therefore can also take the changes one by one.
class TablePlan {
public:
    /// `fold`: find changes of one key; without it rows() stays empty. Rows without key columns
    /// are all one.
    TablePlan(std::shared_ptr<const TableTarget> target, bool fold)
        : target_(std::move(target)), fold_(fold) {}

    const TableTarget& target() const noexcept { return *target_; }
    std::span<const Version> versions() const noexcept { return versions_; }
    std::span<const PlannedRow> rows() const noexcept { return rows_; }

    void add(const SinkRecord& record, const RecordLayout& layout);
    void clear() noexcept;

private:
    void fold_newest(const SinkRecord& record, const RecordLayout& layout);
    bool same_key(const PlannedRow& row,
                  const RecordLayout& layout,
                  const RecordLayout::Cells& cells) const;
    void grow_index();

    std::shared_ptr<const TableTarget> target_;  ///< Keeps the layouts and sets of columns, too.
    bool fold_;
    std::vector<Version> versions_;
    std::vector<PlannedRow> rows_;
    std::vector<std::uint32_t> index_;  ///< Open addressing: row number + 1, 0 for free.
};

/// A record that cannot be written, and why.
struct RefusedRecord {
    const SinkRecord* record;
    std::exception_ptr error;
};

/// A write unit: one or more whole puts that become durable together.
/// Filled by the task's thread, then read by the writer's; never by both at once.
class WritePlan {
public:
    /// `fold`: find the changes of one key.
    explicit WritePlan(bool fold) : fold_(fold) {}

    /// True when the changes of one key matter to each other: all but inserts without deletes.
    static bool folds(const JdbcSinkConfig& config) noexcept {
        return config.insert_mode != InsertMode::kInsert || config.delete_enabled;
    }

    /// Adds all records of a put, or none of them when it throws (ConnectException). Where bad
    /// records are tolerated it does not throw and keeps them apart.
    void add(std::shared_ptr<const RecordBatch> batch, LayoutCache& layouts, bool tolerates);

    /// Adds one record of a put that somebody else keeps.
    void add(const SinkRecord& record, const RecordLayout& layout);

    /// Adds one put of another plan, which keeps it too.
    void add_part(const WritePlan& whole, std::shared_ptr<const RecordBatch> batch);

    /// The tables with changes, in the order in which the unit first touches them. Two in a row may
    /// be of the same table, when its target was retired in between.
    std::span<TablePlan* const> tables() const noexcept { return tables_; }
    /// True when there is something to write.
    bool has_changes() const noexcept { return !tables_.empty(); }
    /// The records that were kept apart, in order of arrival.
    std::span<const RefusedRecord> refused() const noexcept { return refused_; }
    /// The puts, whose memory the plan points into.
    std::span<const std::shared_ptr<const RecordBatch>> batches() const noexcept {
        return batches_;
    }
    std::size_t record_count() const noexcept { return record_count_; }
    /// What the puts hold, messages included.
    std::size_t memory_bytes() const noexcept { return memory_bytes_; }
    bool empty() const noexcept { return batches_.empty(); }

    /// Releases the puts and what was retired; keeps its memory for the next unit.
    void clear() noexcept;

private:
    TablePlan& table_of(const TableTarget& target);
    void keep(std::shared_ptr<const RecordBatch> batch);

    bool fold_;
    std::unordered_map<const TableTarget*, std::unique_ptr<TablePlan>> plans_;  ///< Also unused.
    std::vector<TablePlan*> tables_;  ///< Of plans_, those in use.
    TablePlan* last_ = nullptr;       ///< The table of the last record.
    std::vector<std::shared_ptr<const RecordBatch>> batches_;
    std::vector<const RecordLayout*> layouts_;  ///< Of the put that is being added; null: refused.
    std::vector<RefusedRecord> refused_;
    std::size_t record_count_ = 0;
    std::size_t memory_bytes_ = 0;
};

}  // namespace kconnect::jdbc
