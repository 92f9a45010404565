#pragma once

#include <cstdint>
#include <filesystem>
#include <iosfwd>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/sql/connection.hpp>
#include <kconnect/sql/jdbc_url.hpp>

namespace kconnect::test {

/// The databases that the integration tests run against.
enum class DatabaseKind { kPostgreSql, kMySql, kSqlite };

/// "PostgreSql", "MySql" or "Sqlite": part of test names.
std::string name_of(DatabaseKind kind);

/// How GoogleTest shows a parameter.
void PrintTo(DatabaseKind kind, std::ostream* stream);

/// A row as text; NULL is the text "NULL".
using TextRows = std::vector<std::vector<std::string>>;

/// A new, empty database on the real server whose address is in KCONNECT_TEST_POSTGRESQL_URL or
/// KCONNECT_TEST_MYSQL_URL or given as a JDBC URL, or a new SQLite file; dropped at the end of the
/// scope. Used by one thread. Calls throw SqlError.
class ScratchDatabase {
public:
    ScratchDatabase(DatabaseKind kind, const std::filesystem::path& folder);
    ScratchDatabase(DatabaseKind kind, sql::JdbcUrl server);  ///< Not for SQLite.
    ~ScratchDatabase();
    ScratchDatabase(const ScratchDatabase&) = delete;
    ScratchDatabase& operator=(const ScratchDatabase&) = delete;

    const std::string& url() const noexcept { return url_; }  ///< JDBC, without credentials.
    const std::string& user() const noexcept { return user_; }
    const std::string& password() const noexcept { return password_; }
    /// The lines connection.url, connection.user and connection.password of a sink's file.
    std::string properties() const;

    void execute(std::string_view sql) { connection_->execute(sql); }
    TextRows rows(std::string_view sql);
    /// The only cell of the result; 0 when the statement fails, as it does before a table exists.
    std::int64_t count(std::string_view sql);
    /// The identifier, quoted as this database does it.
    std::string quoted(std::string_view identifier) const;

    /// How many statements that write rows the server has executed so far: in this database for
    /// PostgreSQL, altogether for MySQL. Not for SQLite.
    std::int64_t write_statements();

private:
    void make_database(sql::JdbcUrl url);

    DatabaseKind kind_;
    std::string name_;
    std::string url_;
    std::string user_;
    std::string password_;
    std::unique_ptr<sql::Connection> administrator_;
    std::unique_ptr<sql::Connection> connection_;
};

}  // namespace kconnect::test
