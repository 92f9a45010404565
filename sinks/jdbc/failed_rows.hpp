#pragma once

#include <cstdint>
#include <span>
#include <string>

#include <kconnect/errors.hpp>
#include <kconnect/sql/dialect.hpp>
#include <kconnect/sql/row_writer.hpp>
#include <kconnect/sql/sql_error.hpp>
#include <kconnect/sql/table.hpp>

#include "column_set.hpp"
#include "write_plan.hpp"

namespace kconnect::jdbc {

/// Rows that a database or its driver refused, and the changes that they were made of. Borrows.
struct FailedRows {
    const sql::Dialect& dialect;
    const sql::Table& table;
    const ColumnSet& columns;
    const TablePlan& plan;
    std::span<const std::uint32_t> versions;  ///< One for each row.
    sql::Rows rows;
    bool hides_values;  ///< trim.sensitive.log: what the database says may show values.
};

/// `<redacted> [class=java.sql.SQLException; SQLState=22001; errorCode=0]`
std::string redacted(const sql::SqlError& error);

/// The error with the table, the range of records and, where the values tell it, the record and the
/// column at fault.
sql::SqlError located(const FailedRows& failed, const sql::SqlError& error);

/// The same for an error that came with no row: a constraint that is checked at commit.
sql::SqlError located(const SinkRecord& record, const sql::SqlError& error);

/// `Table "db"."t", records flights-0@12..40: <text>`
std::string located(const FailedRows& failed, const DataException& error);

}  // namespace kconnect::jdbc
