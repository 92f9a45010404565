#pragma once

#include <span>
#include <string>
#include <string_view>

#include <kconnect/errors.hpp>
#include <kconnect/sql/connection.hpp>
#include <kconnect/sql/dialect.hpp>
#include <kconnect/sql/table.hpp>

#include "jdbc_sink_config.hpp"

namespace kconnect::jdbc {

/// A table is missing or lacks columns and may not be changed.
class TableAlterOrCreateException : public ConnectException {
public:
    using ConnectException::ConnectException;
    ~TableAlterOrCreateException() override;
    std::string_view java_class() const noexcept override;
};

/// `"db"."public"."t"`: messages show all known parts in double quotes, whatever the database.
std::string displayed(const sql::TableId& table);

/// Makes a table fit the columns that records bring, as auto.create and auto.evolve allow, and
/// returns its description. Runs outside of transactions: its statements commit by themselves.
/// Another task may do the same at the same time; whoever loses the race reads the table again.
/// Throws TableAlterOrCreateException with Java's texts, or SqlError.
sql::Table ensure_structure(const JdbcSinkConfig& config,
                            const sql::Dialect& dialect,
                            sql::Connection& connection,
                            const sql::TableId& table,
                            std::span<const sql::ColumnDefinition> columns);

}  // namespace kconnect::jdbc
