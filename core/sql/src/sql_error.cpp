#include <utility>

#include <fmt/format.h>

#include <kconnect/sql/sql_error.hpp>

namespace kconnect::sql {

SqlError::SqlError(const std::string& message,
                   SqlErrorKind kind,
                   std::string sql_state,
                   int vendor_code,
                   bool connection_lost)
    : ConnectException(message),
      kind_(kind),
      sql_state_(std::move(sql_state)),
      vendor_code_(vendor_code),
      connection_lost_(connection_lost) {
}

SqlError::~SqlError() = default;

bool SqlError::is_out_of_time() const noexcept {
    constexpr int kMariaDb = 1969;  // over max_statement_time
    constexpr int kMySql = 3024;    // over MAX_EXECUTION_TIME
    // PostgreSQL's query_canceled; SQLite's interrupt is given the same state.
    return sql_state_ == "57014" || vendor_code_ == kMariaDb || vendor_code_ == kMySql;
}

std::string_view SqlError::java_class() const noexcept {
    return "java.sql.SQLException";
}

StaleTableError::StaleTableError(std::string_view table)
    : SqlError(fmt::format("{}: somebody changed the table after it was described; what was "
                           "written by that description was rolled back",
                           table),
               SqlErrorKind::kTransient,
               "40001") {
}

StaleTableError::~StaleTableError() = default;

}  // namespace kconnect::sql
