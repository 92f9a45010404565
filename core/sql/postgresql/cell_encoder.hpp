#pragma once

#include <cstddef>
#include <string>

#include <kconnect/sql/row_writer.hpp>

#include "postgresql/binding.hpp"
#include "postgresql/byte_buffer.hpp"

namespace kconnect::sql::postgresql {

/// Turns cells into PostgreSQL's binary form. Keeps its scratch memory: one for each writer.
/// Each call throws DataException for a value that the type cannot take.
class CellEncoder {
public:
    /// Length and bytes of one cell; length -1 for null.
    void append_cell(ByteBuffer& out, const Binding& binding, const Value& value);
    /// One column of rows as an array: the value of one array parameter.
    void append_array(ByteBuffer& out,
                      const Binding& binding,
                      const Rows& rows,
                      std::size_t column);

private:
    void append_column(ByteBuffer& out,
                       const Binding& binding,
                       const Rows& rows,
                       std::size_t column);
    template <CellEncoding encoding>
    void append_cells(ByteBuffer& out,
                      const Binding& binding,
                      const Rows& rows,
                      std::size_t column);
    template <CellEncoding encoding>
    void append_not_null(ByteBuffer& out, const Binding& binding, const Value& value);
    void append_numeric(ByteBuffer& out, const Binding& binding, const Value& value);
    void append_text(ByteBuffer& out, const Binding& binding, const Value& value);

    std::string scratch_;
};

/// About how many bytes a cell takes; exact for text and bytes.
std::size_t encoded_size(const Value& value) noexcept;

/// The text forms below are those of pgjdbc, which sends dates and times without a type.
void append_array_text(std::string& text, SchemaType element, const Value& array);
void append_temporal_text(std::string& text, const Binding& binding, const Value& value);

}  // namespace kconnect::sql::postgresql
