#pragma once

#include <memory>
#include <string>
#include <string_view>

#include <kconnect/sql/standard_dialect.hpp>

namespace kconnect::sql {

/// MySQL and MariaDB.
class MySqlDialect final : public StandardDialect {
public:
    explicit MySqlDialect(DialectRules rules = {}) : StandardDialect(rules) {}

    std::string_view name() const override { return "MySqlDatabaseDialect"; }
    bool handles(std::string_view subprotocol) const override {
        return subprotocol == "mysql" || subprotocol == "mariadb";
    }
    const Dialect& with(const DialectRules& rules) const override;
    std::unique_ptr<Connection> connect(const ConnectionSettings& settings,
                                        const AbortSignal& abort) const override;
    /// One part is a table, two are database and table; a database is JDBC's catalog. Java's sink
    /// takes the first of two parts for a schema and fails.
    TableId parse_table_name(std::string_view text) const override;
    bool compares_exactly(const Schema& schema, const Column& target) const override;
    std::string fault_of(const SqlError& error,
                         const Value& cell,
                         const Column& target) const override;

protected:
    char quote_character() const override { return '`'; }
    std::string mapped_type(const Schema& schema, bool primary_key) const override;
    std::string instant_type() const override { return "DATETIME(6)"; }
    std::string literal(const Schema& schema,
                        const Value& value,
                        const WallClock& clock) const override;
    std::string string_literal(std::string_view text) const override;

private:
    std::string text_type() const;
};

}  // namespace kconnect::sql
