#pragma once

#include <cstddef>
#include <string>

#include <kconnect/sql/standard_dialect.hpp>

namespace kconnect::sql::postgresql {

/// PostgreSQL's names, types and literals.
class PostgresqlDialect final : public StandardDialect {
public:
    explicit PostgresqlDialect(DialectRules rules = {}) : StandardDialect(rules) {}

    std::string_view name() const override { return "PostgreSqlDatabaseDialect"; }
    bool handles(std::string_view subprotocol) const override {
        return subprotocol == "postgresql";
    }
    const Dialect& with(const DialectRules& rules) const override;
    std::unique_ptr<Connection> connect(const ConnectionSettings& settings,
                                        const AbortSignal& abort) const override;
    std::string placeholder(std::size_t number) const override {
        return '$' + std::to_string(number);
    }
    bool compares_exactly(const Schema& schema, const Column& target) const override;
    std::string fault_of(const SqlError& error,
                         const Value& cell,
                         const Column& target) const override;

protected:
    std::string folded(std::string_view name) const override;
    std::string mapped_type(const Schema& schema, bool primary_key) const override;
    std::string literal(const Schema& schema,
                        const Value& value,
                        const WallClock& clock) const override;
    std::string boolean_literal(bool value) const override;
    std::string bytes_literal(std::span<const std::byte> bytes) const override;
    bool writes_era() const override { return true; }
};

const Dialect& postgresql_dialect();

}  // namespace kconnect::sql::postgresql
