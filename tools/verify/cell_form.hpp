#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>

#include <kconnect/sql/table.hpp>
#include <kconnect/sql/wall_clock.hpp>
#include <kconnect/value.hpp>

#include "jdbc/column_set.hpp"

namespace kconnect::verify {

/// What kind of values a column stores, as far as it changes what is written into it.
enum class CellKind : std::uint8_t {
    kInteger,  ///< Booleans, too.
    kDecimal,
    kReal32,
    kReal64,
    kText,
    kPaddedText,  ///< CHAR(n): blanks at the end mean nothing.
    kBytes,
    kPaddedBytes,  ///< BINARY(n): zeros at the end mean nothing.
    kDate,
    kTime,
    kTimestamp,  ///< What a clock on the wall shows.
    kInstant,    ///< With time zone.
    kJson,       ///< Order of members and blanks mean nothing.
    kUuid,
    kLooseNumber,  ///< SQLite: numbers, also those that came as texts, and other texts.
    kLooseReal,    ///< The same, with integers made real.
    kUnknown,      ///< Not compared.
};

/// How the values of one column are made comparable: the text that a record's value and what the
/// database gives back of it have in common.
struct CellForm {
    CellKind kind = CellKind::kUnknown;
    /// Of decimals digits behind the point, of times digits of the second's fraction; negative:
    /// all.
    int scale = -1;
    bool cuts_fractions = false;   ///< MariaDB: digits of a second that do not fit are cut.
    bool folds_case = false;       ///< A key whose collation ignores case.
    bool ignores_padding = false;  ///< A key whose collation ignores blanks at the end.
    bool is_sqlite = false;        ///< Dates and times are milliseconds.
};

/// The form of a column by the server's name of its type. `is_mariadb`: see cuts_fractions.
CellForm form_of(const sql::Column& column, bool is_mariadb);

/// True when values of the record's column can be compared in this form.
bool is_comparable(const CellForm& form, const jdbc::LayoutColumn& column);

/// Appends the common text of what the database gave; not for null.
void append_stored(std::string& text, const CellForm& form, const Value& cell);

/// Appends the common text of a record's cell; not for null. Throws DataException for a date that
/// the sink cannot write either.
void append_sent(std::string& text,
                 const CellForm& form,
                 const jdbc::LayoutColumn& column,
                 const sql::WallClock& clock,
                 const Value& cell);

}  // namespace kconnect::verify
