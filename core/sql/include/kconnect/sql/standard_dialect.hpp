#pragma once

#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/sql/dialect.hpp>

namespace kconnect::sql {

/// What most databases have in common: quoted names and the shapes of CREATE and ALTER TABLE.
/// A dialect states its types, its quote and how its literals differ. Stateless.
class StandardDialect : public Dialect {
public:
    std::string quote(std::string_view identifier) const override;
    std::string qualified(const TableId& table) const override;
    /// One, two or three parts: table, schema.table, catalog.schema.table.
    TableId parse_table_name(std::string_view text) const override;

    std::string column_type(const Schema& schema, bool primary_key) const override;
    std::string create_table(const TableId& table,
                             std::span<const ColumnDefinition> columns) const override;
    /// One statement for all columns; a database that takes one at a time overrides this with
    /// add_column_each().
    std::vector<std::string> add_columns(const TableId& table,
                                         std::span<const ColumnDefinition> columns) const override;

protected:
    explicit StandardDialect(DialectRules rules = {}) : rules_(rules) {}
    const DialectRules& rules() const { return rules_; }
    /// What a new name becomes where it is not quoted; as it stands in most databases.
    virtual std::string folded(std::string_view name) const { return std::string(name); }
    /// A name that is created or looked up, by the rules.
    std::string new_name(std::string_view name) const;

    virtual char quote_character() const { return '"'; }
    /// The type's SQL, or empty when the database has none.
    virtual std::string mapped_type(const Schema& schema, bool primary_key) const = 0;

    /// The type for instants that come as numbers or digits: to the microsecond.
    virtual std::string instant_type() const { return "TIMESTAMP"; }
    /// False when such a column holds numbers, whose default stays as the schema has it.
    virtual bool shows_instants() const { return true; }

    /// The literal of a column's default; `value` is not null and fits `schema`.
    virtual std::string literal(const Schema& schema,
                                const Value& value,
                                const WallClock& clock) const;
    virtual std::string boolean_literal(bool value) const;
    /// In apostrophes, which are doubled inside.
    virtual std::string string_literal(std::string_view text) const;
    virtual std::string bytes_literal(std::span<const std::byte> bytes) const;

    /// True when a date before year 1 is written with " BC" at its end.
    virtual bool writes_era() const { return false; }

    /// `"name" TYPE DEFAULT x`, `... NULL` or `... NOT NULL`.
    std::string column_clause(const ColumnDefinition& column) const;
    /// ALTER TABLE for each column.
    std::vector<std::string> add_column_each(const TableId& table,
                                             std::span<const ColumnDefinition> columns) const;

private:
    DialectRules rules_;

    std::string default_literal(const ColumnDefinition& column) const;
    std::string number_literal(const Schema& schema, const Value& value) const;
    std::string temporal_literal(LogicalType type,
                                 const Instant& value,
                                 const WallClock& clock) const;
};

/// Splits at the dots outside of quotes; a quote is doubled inside its part. Throws
/// ConfigException for an empty part or a quote without its end.
std::vector<std::string> split_table_name(std::string_view text, char quote_character);

}  // namespace kconnect::sql
