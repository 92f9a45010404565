#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <kconnect/errors.hpp>

namespace kconnect::sql {

/// What a database error means for what comes next.
enum class SqlErrorKind : std::uint8_t {
    kTransient,  ///< The same statement may succeed later; no record is at fault.
    kRecord,     ///< This very row is refused and always will be.
    kTask,       ///< No row can be written as things are, or nobody knows: the task stops.
};

/// An error that a database reported. Java's name is java.sql.SQLException.
class SqlError : public ConnectException {
public:
    /// `message` is the server's text in one line, with place and remedy where we know them.
    /// `vendor_code` is MySQL's errno or SQLite's extended result code; 0 for PostgreSQL.
    SqlError(const std::string& message,
             SqlErrorKind kind,
             std::string sql_state,
             int vendor_code = 0,
             bool connection_lost = false);
    ~SqlError() override;
    std::string_view java_class() const noexcept override;

    SqlErrorKind kind() const noexcept { return kind_; }
    const std::string& sql_state() const noexcept { return sql_state_; }
    int vendor_code() const noexcept { return vendor_code_; }
    /// True when the connection is unusable and must be opened anew.
    bool connection_lost() const noexcept { return connection_lost_; }
    /// True when the server ended the statement for the time it took, or because it was told to.
    bool is_out_of_time() const noexcept;

private:
    SqlErrorKind kind_;
    std::string sql_state_;
    int vendor_code_;
    bool connection_lost_;
};

/// Somebody changed a table after it was described, and what was written by that description was
/// rolled back: describe it again. Transient.
class StaleTableError final : public SqlError {
public:
    /// `table` is the qualified name.
    explicit StaleTableError(std::string_view table);
    ~StaleTableError() override;
};

}  // namespace kconnect::sql
