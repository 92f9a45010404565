#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <span>
#include <utility>
#include <vector>

#include <kconnect/sql/connection.hpp>
#include <kconnect/sql/dialect.hpp>

#include "folding_rule.hpp"
#include "jdbc_sink_config.hpp"
#include "row_assembler.hpp"
#include "write_plan.hpp"

namespace kconnect::jdbc {

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

    /// Sends all rows of the plan, inside the transaction that the caller began.
    void write(const TablePlan& plan);

private:
    /// Rows that go into the same statement.
    struct Group {
        const ColumnSet* columns = nullptr;
        std::vector<std::uint32_t> versions;
    };

    void collect_rows(const TablePlan& plan);
    void collect_versions(const TablePlan& plan);
    void sort_by_key(const TablePlan& plan, Group& group);
    std::vector<std::uint32_t>& group_of(const ColumnSet* columns);
    void write_groups(const TablePlan& plan, bool folded, bool distinct_keys);
    void write_in_order(const TablePlan& plan);
    void write_rows(const TablePlan& plan,
                    const ColumnSet& columns,
                    std::span<const std::uint32_t> versions,
                    bool folded,
                    bool distinct_keys);
    sql::RowWriter& row_writer(const ColumnSet& columns, bool distinct_keys);

    const JdbcSinkConfig* config_;
    const sql::Dialect* dialect_;
    sql::Connection* connection_;
    FoldingRule folding_;
    sql::TableId id_;
    std::optional<sql::Table> table_;
    std::set<const RecordLayout*> prepared_;
    std::map<std::pair<const ColumnSet*, bool>, std::unique_ptr<sql::RowWriter>> row_writers_;
    RowAssembler assembler_;
    std::vector<Group> groups_;
    std::size_t group_count_ = 0;  ///< Of groups_, those in use; the others keep their memory.
    std::vector<std::pair<std::int64_t, std::uint32_t>> sort_buffer_;
};

}  // namespace kconnect::jdbc
