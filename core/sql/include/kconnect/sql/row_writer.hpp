#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <vector>

#include <kconnect/schema.hpp>
#include <kconnect/sql/table.hpp>
#include <kconnect/sql/timestamp_field.hpp>
#include <kconnect/sql/wall_clock.hpp>
#include <kconnect/value.hpp>

namespace kconnect::sql {

enum class WriteMode : std::uint8_t { kInsert, kUpsert, kUpdate, kDelete };

/// A column that rows have a cell for.
struct WriteColumn {
    std::string name;      ///< As it stands in the table.
    SchemaPtr schema;      ///< Type of the cells.
    Column target;         ///< The column as the catalogue describes it.
    WallClock clock = {};  ///< How dates and times are written.
    /// Unless kNone, cells of INT64 or STRING are instants.
    TimestampUnit unit = TimestampUnit::kNone;
};

/// What a RowWriter is made for: the same columns of the same table, in the same way.
struct WriteShape {
    Table table;
    WriteMode mode = WriteMode::kInsert;
    std::vector<WriteColumn> columns;  ///< Key columns first, in key order; kDelete has only these.
    std::size_t key_count = 0;
    /// The rows of one write() have pairwise different keys as the database compares them. When
    /// false the rows must take effect one after the other, in order.
    bool distinct_keys = true;
    /// An insert that makes fewer rows than it was given (a trigger or rule took them) is refused,
    /// where the server tells.
    bool counts_inserts = false;
};

/// Rows of cells, row by row, in the order of WriteShape::columns. Borrowed.
struct Rows {
    const Value* cells = nullptr;
    std::size_t row_count = 0;
    std::size_t column_count = 0;

    std::span<const Value> operator[](std::size_t row) const {
        return {cells + row * column_count, column_count};
    }
    Rows slice(std::size_t first, std::size_t count) const {
        return {cells + first * column_count, count, column_count};
    }
};

/// Writes rows of one shape over one connection, inside the connection's transaction, by the
/// fastest statement that the table allows; statements are per write, never per row.
/// Owner: whoever asked the connection for it; must not outlive the connection.
class RowWriter {
public:
    virtual ~RowWriter() = default;

    /// Throws SqlError (kRecord: one of these rows is refused; which one is not always known) or
    /// DataException (a value that the driver cannot send).
    virtual void write(const Rows& rows) = 0;
};

}  // namespace kconnect::sql
