#pragma once

#include <string_view>

#include <kconnect/sql/sql_error.hpp>

#include "sqlite/sqlite_handles.hpp"

namespace kconnect::sql::sqlite {

/// What an (extended) result code means; the one place that judges errors.
SqlErrorKind classify(int extended_code) noexcept;

/// The error of the last call on a database, with `place` before SQLite's text. SQLite has no
/// SQLSTATE; the standard's nearest class stands for it.
/// Once the session is given up, every error is the loss of the connection.
SqlError error_of(sqlite3* database, std::string_view place, bool given_up = false);

/// Throws when the session is given up.
void check_given_up(bool given_up);

}  // namespace kconnect::sql::sqlite
