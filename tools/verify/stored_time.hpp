#pragma once

#include <string>
#include <string_view>

#include <kconnect/sql/wall_clock.hpp>
#include <kconnect/value.hpp>

#include "jdbc/column_set.hpp"
#include "verify/cell_form.hpp"

namespace kconnect::verify {

/// Appends the common text of a date or time that the database shows as `shown`: microseconds
/// since 1970-01-01 (of the day, for times), in the column's precision. Years before 1, infinity
/// and the like stay as they are.
void append_stored_time(std::string& text, const CellForm& form, std::string_view shown);

/// The same of a record's cell whose schema or unit says that it is a date or time. Throws
/// DataException for a date that the sink cannot write either.
void append_sent_time(std::string& text,
                      const CellForm& form,
                      const jdbc::LayoutColumn& column,
                      const sql::WallClock& clock,
                      const Value& cell);

/// The common text of a date or time in a form that the column reads.
std::string shown_time(const CellForm& form, std::string_view common);

}  // namespace kconnect::verify
