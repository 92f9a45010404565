#pragma once

#include <cstddef>
#include <map>
#include <utility>
#include <vector>

#include <kconnect/sql/dialect.hpp>
#include <kconnect/sql/table.hpp>

#include "column_set.hpp"
#include "write_plan.hpp"

namespace kconnect::jdbc {

/// Decides whether the changes of one table may be folded per key, or written apart from those of
/// other keys: only when the rows are then the same, and the same records are refused, as if each
/// change were written by itself.
/// Threads: the writer's. Lifetime: that of one description of the table.
class FoldingRule {
public:
    FoldingRule(const JdbcSinkConfig& config, const sql::Dialect& dialect)
        : completes_(config.insert_mode == InsertMode::kUpsert),
          times_repeat_(config.clock.repeats_itself()),
          dialect_(&dialect) {}

    bool allows(const TablePlan& plan, const sql::Table& table);

private:
    /// How the database compares the keys of a set of columns.
    struct Keys {
        bool exact = true;
        /// For each key column of text its length; blanks beyond it are cut. Absent: none.
        std::vector<std::pair<std::size_t, std::size_t>> limits;
    };

    static bool may_meet_another_key(const ColumnSet& columns, const sql::Table& table);
    const Keys& keys_of(const ColumnSet& columns, const sql::Table& table);
    bool deleted_changes_allow(const TablePlan& plan,
                               const PlannedRow& row,
                               const sql::Table& table);
    static bool is_cut(const TablePlan& plan, const PlannedRow& row, const Keys& keys);
    bool completes_a_change(const TablePlan& plan, const PlannedRow& row, const sql::Table& table);
    bool lacks_required(const ColumnSet& columns, const ColumnSet& all, const sql::Table& table);

    bool completes_;     ///< Upserts: a folded row may have columns that one of its changes lacks.
    bool times_repeat_;  ///< Different instants may become the same time in a column.
    const sql::Dialect* dialect_;
    std::map<const ColumnSet*, Keys> keys_;
    std::map<std::pair<const ColumnSet*, const ColumnSet*>, bool> lacks_required_;
};

}  // namespace kconnect::jdbc
