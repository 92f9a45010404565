#include <utility>

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

std::string_view SqlError::java_class() const noexcept {
    return "java.sql.SQLException";
}

}  // namespace kconnect::sql
