#pragma once

#include <cstddef>
#include <string>
#include <vector>

#include <kconnect/schema.hpp>
#include <kconnect/sql/timestamp_field.hpp>

namespace kconnect::jdbc {

/// A column that a record has a cell for, with the type of its cells.
struct LayoutColumn {
    std::string name;
    SchemaPtr schema;
    /// Of an INT64 or STRING field in timestamp.fields.list; kNone for all others.
    sql::TimestampUnit unit = sql::TimestampUnit::kNone;
};

/// The columns that one statement writes: key columns first, in the order of the key. Immutable
/// and interned by its table: two sets are the same columns exactly when they are the same object.
struct ColumnSet {
    std::vector<LayoutColumn> columns;
    std::size_t key_count = 0;

    std::size_t size() const noexcept { return columns.size(); }
};

}  // namespace kconnect::jdbc
