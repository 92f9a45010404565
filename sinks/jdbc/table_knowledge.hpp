#pragma once

#include <map>
#include <memory>
#include <set>
#include <tuple>

#include <kconnect/sql/connection.hpp>
#include <kconnect/sql/dialect.hpp>
#include <kconnect/sql/row_writer.hpp>
#include <kconnect/sql/table.hpp>

#include "column_set.hpp"
#include "folding_rule.hpp"
#include "jdbc_sink_config.hpp"
#include "record_layout.hpp"
#include "write_plan.hpp"

namespace kconnect::jdbc {

/// How dates and times of a column are written. Java takes timestamps in texts for those of the
/// legacy calendar, whatever the setting.
sql::WallClock clock_of(const JdbcSinkConfig& config, const LayoutColumn& column);

/// One description of a table and all that was derived from it, which is thrown away together: a
/// new description is a new object. Whether it still holds, sql::Connection::is_current() tells.
/// Threads: the writer's. Lifetime: not beyond the connection.
class TableKnowledge {
public:
    TableKnowledge(const JdbcSinkConfig& config,
                   const sql::Dialect& dialect,
                   sql::Connection& connection,
                   sql::Table table)
        : config_(&config),
          connection_(&connection),
          table_(std::move(table)),
          folding_(config, dialect) {}
    TableKnowledge(const TableKnowledge&) = delete;
    TableKnowledge& operator=(const TableKnowledge&) = delete;

    const sql::Table& table() const noexcept { return table_; }

    /// True when the table has all columns of the layout.
    bool fits(const RecordLayout& layout);
    /// Whether the plan's changes may be folded.
    bool allows_folding(const TablePlan& plan) { return folding_.allows(plan, table_); }
    /// The writer of rows with these columns. Throws ConnectException for a column that is missing,
    /// SqlError.
    sql::RowWriter& row_writer(const ColumnSet& columns, sql::WriteMode mode, bool distinct_keys);

private:
    sql::WriteShape shape_of(const ColumnSet& columns,
                             sql::WriteMode mode,
                             bool distinct_keys) const;

    const JdbcSinkConfig* config_;
    sql::Connection* connection_;
    const sql::Table table_;
    FoldingRule folding_;
    std::set<const RecordLayout*> fitting_;
    std::map<std::tuple<const ColumnSet*, sql::WriteMode, bool>, std::unique_ptr<sql::RowWriter>>
        row_writers_;
};

}  // namespace kconnect::jdbc
