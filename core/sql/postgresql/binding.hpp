#pragma once

#include <cstdint>
#include <string>

#include <kconnect/sql/row_writer.hpp>

namespace kconnect::sql::postgresql {

/// How a cell's bytes are made.
enum class CellEncoding : std::uint8_t {
    kInt16,
    kInt32,
    kInt64,
    kFloat32,
    kFloat64,
    kBoolean,
    kString,
    kBytes,
    kNumeric,
    kDate,             ///< Days, into date.
    kDateAsTimestamp,  ///< Days, into timestamp and timestamptz.
    kTime,             ///< Milliseconds of the day, into time.
    kTimestamp,        ///< Milliseconds, into timestamp and timestamptz.
    kDateText,         ///< Days, into any other type, as pgjdbc writes them.
    kTimeText,
    kTimestampText,
    kArrayText,  ///< An array's text form, cast by the statement.
};

/// How the cells of one column are sent: the type that the server is told, as pgjdbc chooses it,
/// and the casts of the statement.
struct Binding {
    CellEncoding encoding = CellEncoding::kString;
    unsigned type = 0;         ///< OID of one cell; array_of(type) of a column of cells.
    std::string value_cast{};  ///< "::jsonb" or empty; in VALUES and SET.
    std::string key_cast{};    ///< In WHERE.
    std::int32_t scale = 0;    ///< Of decimals that come as bytes.
    SchemaType element = SchemaType::kString;   ///< Of arrays.
    WallClock clock{};                          ///< Of dates and times.
    TimestampUnit unit = TimestampUnit::kNone;  ///< Of timestamps.
};

/// `untyped_strings` is pgjdbc's stringtype=unspecified. Throws ConnectException
/// "Unsupported source data type: STRUCT".
Binding bind(const WriteColumn& column, bool untyped_strings);

/// True when the cells' binary form is that of the column's own type, as COPY needs it.
bool has_form_of_column(const Binding& binding, const Column& target);

/// The column's type as a cast that never cuts: without length or precision.
std::string cast_type(const Column& column);

}  // namespace kconnect::sql::postgresql
