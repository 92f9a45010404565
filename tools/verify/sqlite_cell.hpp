#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <kconnect/sql/table.hpp>
#include <kconnect/sql/wall_clock.hpp>
#include <kconnect/value.hpp>

#include "jdbc/column_set.hpp"
#include "verify/cell_form.hpp"

namespace kconnect::verify {

/// The form of a column of SQLite, where the declared type only says what becomes of numbers and
/// texts (its affinity: https://www.sqlite.org/datatype3.html) and dates and times are numbers.
CellForm sqlite_form_of(const sql::Column& column);

/// See is_comparable().
bool is_comparable_in_sqlite(const CellForm& form, const jdbc::LayoutColumn& column);

/// Appends the common text of a number in a column that makes numbers of texts where it can.
void append_sqlite_number(std::string& text, const CellForm& form, std::string_view number);

/// The milliseconds that are stored of a date, time or timestamp.
std::int64_t sqlite_millis(const jdbc::LayoutColumn& column,
                           const sql::WallClock& clock,
                           const Value& cell);

}  // namespace kconnect::verify
