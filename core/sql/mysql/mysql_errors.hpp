#pragma once

#include <string>
#include <string_view>

#include <kconnect/sql/sql_error.hpp>

#include "mysql/mysql_handles.hpp"

namespace kconnect::sql::mysql {

/// What an error number of MySQL, MariaDB or their client library means.
struct ErrorClass {
    SqlErrorKind kind = SqlErrorKind::kTask;
    bool connection_lost = false;
};

/// The one place that judges errors. The SQLSTATE decides only where the number is unknown.
/// Know: 1213 has rolled back the whole transaction with its savepoints, 1205 only the statement.
ErrorClass classify(unsigned number, std::string_view sql_state) noexcept;

/// The error of the last call on a session, with `place` before the server's text.
SqlError error_of(st_mysql* session, std::string_view place);
/// The error of the last call on a prepared statement.
SqlError error_of(st_mysql_stmt* statement, std::string_view place);

/// Builds an error from its parts; newlines in the text become blanks.
SqlError make_error(std::string_view place,
                    std::string_view text,
                    unsigned number,
                    std::string_view sql_state);

}  // namespace kconnect::sql::mysql
