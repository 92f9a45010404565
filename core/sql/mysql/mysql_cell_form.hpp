#pragma once

#include <cstddef>
#include <cstdint>

#include <kconnect/sql/row_writer.hpp>

namespace kconnect::sql::mysql {

/// How the cells of a column travel.
enum class Form : std::uint8_t {
    kInt8,
    kInt16,
    kInt32,
    kInt64,
    kFloat,
    kDouble,
    kFloatAsDouble,  ///< A FLOAT32 whose column is no FLOAT: 0.1f must arrive as 0.1.
    kRealLiteral,    ///< A real number whose column is not of real numbers.
    kBoolean,
    kText,
    kBytes,
    kDecimal,
    kDate,
    kTime,
    kTimestamp,
};

/// Throws ConnectException "Unsupported source data type: ..." for a type that has no form.
Form form_of(const WriteColumn& column);

/// The protocol's type of such cells: an enum_field_types.
int wire_type(Form form);

/// Bytes of one cell in the column's array; 0 where the array holds pointers.
std::size_t width_of(Form form);

bool is_date_or_time(Form form);

}  // namespace kconnect::sql::mysql
