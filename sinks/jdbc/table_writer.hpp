#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include <kconnect/sql/connection.hpp>
#include <kconnect/sql/dialect.hpp>

#include "jdbc_sink_config.hpp"
#include "row_assembler.hpp"
#include "table_knowledge.hpp"
#include "write_plan.hpp"

namespace kconnect::jdbc {

/// Writes one table's part of units over one connection: makes the table fit, then sends each set
/// of columns as rows, by what it knows of the table.
/// Threads: the writer's. Lifetime: not beyond the connection.
class TableWriter {
public:
    TableWriter(const JdbcSinkConfig& config,
                const sql::Dialect& dialect,
                sql::Connection& connection,
                const TableTarget& target);

    /// Creates or amends the table for layouts that it is not known to fit. Outside of
    /// transactions.
    void prepare(const TablePlan& plan);
    /// True when the table was described anew.
    bool prepare(const RecordLayout& layout);

    /// Sends all rows of the plan, inside the transaction that the caller began.
    void write(const TablePlan& plan);

    /// The description that rows are written by; a table was prepared before.
    const sql::Table& table() const noexcept { return knowledge_->table(); }

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

    const JdbcSinkConfig* config_;
    const sql::Dialect* dialect_;
    sql::Connection* connection_;
    sql::TableId id_;
    std::unique_ptr<TableKnowledge> knowledge_;  ///< Null until the table was prepared.
    RowAssembler assembler_;
    std::vector<Group> groups_;
    std::size_t group_count_ = 0;  ///< Of groups_, those in use; the others keep their memory.
    Group run_;                    ///< Changes of one kind that follow each other.
    std::vector<std::uint64_t> rounds_;  ///< Of each change, see write_rounds().
    std::vector<std::pair<std::int64_t, std::uint32_t>> sort_buffer_;
};

}  // namespace kconnect::jdbc
