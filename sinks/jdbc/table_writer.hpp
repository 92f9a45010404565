#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <tuple>
#include <utility>
#include <vector>

#include <kconnect/sql/connection.hpp>
#include <kconnect/sql/dialect.hpp>

#include "folding_rule.hpp"
#include "jdbc_sink_config.hpp"
#include "row_assembler.hpp"
#include "write_plan.hpp"

namespace kconnect::jdbc {

/// How dates and times of a column are written. Java takes timestamps in texts for those of the
/// legacy calendar, whatever the setting.
sql::WallClock clock_of(const JdbcSinkConfig& config, const LayoutColumn& column);

/// Writes one table's part of units over one connection: makes the table fit, then sends each set
/// of columns as rows. Knows the table's description until it is thrown away.
/// Threads: the writer's. Lifetime: not beyond the connection.
class TableWriter {
public:
    TableWriter(const JdbcSinkConfig& config,
                const sql::Dialect& dialect,
                sql::Connection& connection,
                const TableTarget& target);

    /// Creates or amends the table for layouts that it has not seen. Outside of transactions.
    void prepare(const TablePlan& plan);
    void prepare(const RecordLayout& layout);

    /// Sends all rows of the plan, inside the transaction that the caller began.
    void write(const TablePlan& plan);

private:
    /// Rows that go into the same statement.
    struct Group {
        const ColumnSet* columns = nullptr;
        bool deletes = false;
        std::vector<std::uint32_t> versions;
    };
    /// How the rows of a group came about.
    enum class Assembly : std::uint8_t {
        kFolded,    ///< All changes of a key in one row; keys differ.
        kOneByOne,  ///< A row for each change, in order.
    };

    void write_folded(const TablePlan& plan);
    void write_inserts(const TablePlan& plan);
    void write_rounds(const TablePlan& plan);
    void write_in_order(const TablePlan& plan);
    bool does_nothing(const ColumnSet& columns) const noexcept;
    void sort_by_key(const TablePlan& plan, Group& group);
    std::vector<std::uint32_t>& group_of(const ColumnSet* columns, bool deletes);
    void write_groups(const TablePlan& plan, Assembly kind);
    void write_group(const TablePlan& plan, const Group& group, Assembly kind);
    sql::RowWriter& row_writer(const Group& group, Assembly kind);

    const JdbcSinkConfig* config_;
    const sql::Dialect* dialect_;
    sql::Connection* connection_;
    FoldingRule folding_;
    sql::TableId id_;
    std::optional<sql::Table> table_;
    std::set<const RecordLayout*> prepared_;
    std::map<std::tuple<const ColumnSet*, bool, Assembly>, std::unique_ptr<sql::RowWriter>>
        row_writers_;
    RowAssembler assembler_;
    std::vector<Group> groups_;
    std::size_t group_count_ = 0;  ///< Of groups_, those in use; the others keep their memory.
    Group run_;                    ///< Changes of one kind that follow each other.
    std::vector<std::uint64_t> rounds_;  ///< Of each change, see write_rounds().
    std::vector<std::pair<std::int64_t, std::uint32_t>> sort_buffer_;
};

}  // namespace kconnect::jdbc
