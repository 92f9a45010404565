#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/schema.hpp>
#include <kconnect/sql/timestamp_field.hpp>
#include <kconnect/sql/wall_clock.hpp>

namespace kconnect::sql {

/// A table's full name; parts that do not apply to the database are empty.
struct TableId {
    std::string catalog;
    std::string schema;
    std::string name;

    // NOLINTNEXTLINE(modernize-use-nullptr): a mistake of clang-tidy 14
    friend auto operator<=>(const TableId&, const TableId&) = default;
};

/// A column as the catalogue describes it.
struct Column {
    std::string name;
    std::string type = {};        ///< The server's own text, e.g. "character varying(255)".
    std::uint32_t type_code = 0;  ///< The dialect's own number for the type (PostgreSQL: OID).
    std::string collation = {};   ///< Empty when it does not apply.
    bool nullable = true;
    bool has_default = false;  ///< Also for identity, serial and generated columns.
    bool primary_key = false;

    friend bool operator==(const Column&, const Column&) = default;

    /// The n of varchar(n), char(n), varbinary(n) and their longer names: characters, or bytes;
    /// absent for every other type.
    std::optional<std::size_t> max_length() const;
};

/// A unique index or primary key: column names in index order.
struct UniqueIndex {
    std::string name;
    /// Empty text for an expression, and for a condition that says which rows the index holds.
    std::vector<std::string> columns;
    bool primary = false;
    /// False for an index over parts of texts, or that compares otherwise than its columns: it
    /// names no key, but rows whose columns differ may clash in it.
    bool whole_columns = true;

    /// True when it can be said to be the key's: no index over expressions or for some rows.
    bool names_key() const noexcept;

    friend bool operator==(const UniqueIndex&, const UniqueIndex&) = default;
};

enum class TableKind : std::uint8_t { kTable, kPartitionedTable, kView };

/// A table as the catalogue describes it.
struct Table {
    TableId id;
    TableKind kind = TableKind::kTable;
    /// PostgreSQL: COPY does here what INSERT does (no view, rule, row security, ALWAYS identity).
    bool accepts_copy = false;
    /// The server cuts longer names of columns to so many bytes; 0 where it does not.
    std::size_t max_name_bytes = 0;
    std::vector<Column> columns;  ///< In table order.
    std::vector<UniqueIndex> unique_indexes;
    /// What the dialect tells by that the description still holds; empty: by reading it again.
    std::string version = {};

    friend bool operator==(const Table&, const Table&) = default;

    /// By exact name, else by a name that differs only in ASCII case; null when there is none. A
    /// name that is too long is cut before.
    const Column* column(std::string_view name) const noexcept;
    const Column* column_exactly(std::string_view name) const noexcept;

    /// The index over exactly these columns, in any order; null when there is none.
    const UniqueIndex* unique_index(std::span<const std::string> keys) const noexcept;
    /// The indexes in which a row with these columns may clash with a row of another key: all but
    /// those that hold the whole key, or a column that stays NULL.
    std::vector<const UniqueIndex*> other_unique_indexes(
        std::span<const std::string> keys, std::span<const std::string> written) const;
};

/// The longest beginning of an UTF-8 name that has at most `max_bytes` and no cut letter.
std::string_view cut_name(std::string_view name, std::size_t max_bytes) noexcept;

/// A column that is to be created.
struct ColumnDefinition {
    std::string name;
    SchemaPtr schema;  ///< Type, logical type, optional and default come from here.
    bool primary_key = false;
    WallClock clock = {};  ///< How a date or time as default is written.
    /// Unless kNone, the INT64 or STRING is an instant and gets a timestamp's column.
    TimestampUnit unit = TimestampUnit::kNone;
};

}  // namespace kconnect::sql
