#pragma once

#include <string>
#include <string_view>

#include <kconnect/sql/sql_error.hpp>

namespace kconnect::sql::postgresql {

/// The parts of an error report that name what it is about; empty ones are left out of the text.
struct ErrorReport {
    std::string severity;
    std::string sql_state;
    std::string message;
    std::string detail;
    std::string hint;
    std::string schema;
    std::string table;
    std::string column;
    std::string constraint;
    bool is_in_statement = false;  ///< In the text of our statement, not in a trigger's.
};

/// What a SQLSTATE of PostgreSQL means for the next step; with the next one the only place that
/// decides it.
SqlErrorKind classify(std::string_view sql_state) noexcept;

/// The same for a statement that was refused.
SqlErrorKind classify(const ErrorReport& report) noexcept;

/// One line: message, detail, hint, place, SQLSTATE.
std::string one_line(const ErrorReport& report);

/// Where a session was to go; for messages.
struct Destination {
    std::string host;
    std::string port;
    std::string database;
    std::string user;
};

/// The error for a connection that did not come about. `text` is libpq's, in its verbose form:
/// the SQLSTATE stands in it when the server gave one. `refusal` is why the server's certificate
/// was not taken, if it was not.
SqlError connect_error(const Destination& destination,
                       std::string_view text,
                       std::string_view refusal = {});

/// Line ends and runs of blanks become one blank.
std::string flatten(std::string_view text);

}  // namespace kconnect::sql::postgresql
