#pragma once

#include <memory>
#include <string_view>

#include <kconnect/sql/standard_dialect.hpp>

namespace kconnect::sql {

/// SQLite. Dates, times and timestamps are stored as whole milliseconds since 1970-01-01T00:00Z
/// (a date as its midnight), which is what sqlite-jdbc does unless told otherwise. As in Java's
/// sink, a DEFAULT in CREATE TABLE is the date's text all the same.
class SqliteDialect final : public StandardDialect {
public:
    std::string_view name() const override { return "SqliteDatabaseDialect"; }
    bool handles(std::string_view subprotocol) const override { return subprotocol == "sqlite"; }
    std::unique_ptr<Connection> connect(const ConnectionSettings& settings,
                                        const AbortSignal& abort) const override;
    /// One part is a table, two are an attached database's name and a table.
    TableId parse_table_name(std::string_view text) const override;
    /// SQLite adds one column per statement.
    std::vector<std::string> add_columns(const TableId& table,
                                         std::span<const ColumnDefinition> columns) const override;
    bool compares_exactly(const Schema& schema, const Column& target) const override;
    std::string fault_of(const SqlError& error,
                         const Value& cell,
                         const Column& target) const override;

protected:
    char quote_character() const override { return '`'; }
    std::string mapped_type(const Schema& schema, bool primary_key) const override;
    std::string instant_type() const override { return "NUMERIC"; }
    bool shows_instants() const override { return false; }
};

}  // namespace kconnect::sql
