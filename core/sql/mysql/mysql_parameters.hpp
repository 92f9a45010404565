#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>
#include <vector>

#include <kconnect/arena.hpp>
#include <kconnect/sql/row_writer.hpp>

struct st_mysql_bind;

namespace kconnect::sql::mysql {

/// Cells of some rows, column by column, in the form in which the client library takes them.
/// Text and bytes are not copied: they stay where the rows' values point to. The buffers are kept
/// from fill to fill, so that a steady stream allocates nothing.
class Parameters {
public:
    /// `order`: the shape's column behind each parameter. The shape must outlive this object.
    Parameters(const WriteShape& shape, std::vector<std::size_t> order);
    ~Parameters();
    Parameters(const Parameters&) = delete;
    Parameters& operator=(const Parameters&) = delete;

    /// Takes rows from the front of `rows` until there are `max_rows` of them or the next would
    /// take the packet over `max_bytes`; at least one row. Returns how many. Throws DataException
    /// for a value that MySQL has no form for.
    std::size_t fill(const Rows& rows, std::size_t max_rows, std::size_t max_bytes);

    /// Bytes that the rows of the last fill() take in a packet, rounded up.
    std::size_t packet_bytes() const noexcept { return packet_bytes_; }

    /// One bind per parameter that covers all rows: array binding.
    std::span<st_mysql_bind> bind_columns();
    /// One bind per parameter and row, row by row.
    std::span<st_mysql_bind> bind_rows(std::size_t first, std::size_t count);

private:
    struct Column;

    void reserve(std::size_t rows);
    std::size_t store(Column& column, std::size_t row, const Value& value);
    void fill_bind(st_mysql_bind& bind, Column& column, std::size_t row) const;

    const WriteShape& shape_;
    std::vector<std::size_t> order_;
    std::vector<Column> columns_;  ///< One per parameter.
    std::size_t capacity_ = 0;
    std::size_t packet_bytes_ = 0;
    std::vector<st_mysql_bind> binds_;
    std::string text_;  ///< Where a decimal's text is built.
    Arena texts_;       ///< Holds the decimals' texts of the last fill().
};

}  // namespace kconnect::sql::mysql
