#include "support/database_server.hpp"

#include <cstdlib>
#include <ostream>
#include <stdexcept>
#include <utility>

#include <fmt/format.h>

#include <kconnect/sql/dialect.hpp>
#include <kconnect/sql/sql_error.hpp>

#include "support/unique_name.hpp"

namespace kconnect::test {
namespace {

std::string server_url(const char* variable) {
    const char* const url = std::getenv(variable);
    if (url == nullptr) {
        throw std::runtime_error(
            fmt::format("{} is not set; run the tests by tests/with-servers.sh", variable));
    }
    return url;
}

std::unique_ptr<sql::Connection> connect(const sql::JdbcUrl& url) {
    sql::ConnectionSettings settings;
    settings.url = url;
    settings.application_name = "kconnect-test";
    return sql::find_dialect(url).connect(settings);
}

std::string new_database_name() {
    return unique_name("test");
}

}  // namespace

std::string name_of(DatabaseKind kind) {
    switch (kind) {
        case DatabaseKind::kPostgreSql:
            return "PostgreSql";
        case DatabaseKind::kMySql:
            return "MySql";
        case DatabaseKind::kSqlite:
            return "Sqlite";
    }
    return {};
}

void PrintTo(DatabaseKind kind, std::ostream* stream) {
    *stream << name_of(kind);
}

ScratchDatabase::ScratchDatabase(DatabaseKind kind, const std::filesystem::path& folder)
    : kind_(kind), name_(new_database_name()) {
    if (kind == DatabaseKind::kSqlite) {
        url_ = fmt::format("jdbc:sqlite:{}/{}.db", folder.string(), name_);
        connection_ = connect(sql::parse_jdbc_url(url_));
        return;
    }
    make_database(sql::parse_jdbc_url(server_url(kind == DatabaseKind::kPostgreSql
                                                     ? "KCONNECT_TEST_POSTGRESQL_URL"
                                                     : "KCONNECT_TEST_MYSQL_URL")));
}

ScratchDatabase::ScratchDatabase(DatabaseKind kind, sql::JdbcUrl server)
    : kind_(kind), name_(new_database_name()) {
    make_database(std::move(server));
}

void ScratchDatabase::make_database(sql::JdbcUrl url) {
    user_ = url.user.value_or("");
    password_ = url.password.value_or("");
    administrator_ = connect(url);
    administrator_->execute("CREATE DATABASE " + name_);
    url_ = fmt::format(
        "jdbc:{}://{}:{}/{}", url.subprotocol, url.hosts.at(0).host, url.hosts.at(0).port, name_);
    url.database = name_;
    connection_ = connect(url);
    if (kind_ == DatabaseKind::kPostgreSql) {
        connection_->execute("CREATE EXTENSION pg_stat_statements");
    }
}

ScratchDatabase::~ScratchDatabase() {
    connection_.reset();
    if (administrator_) {
        try {
            administrator_->execute("DROP DATABASE " + name_ +
                                    (kind_ == DatabaseKind::kPostgreSql ? " WITH (FORCE)" : ""));
        } catch (const sql::SqlError&) {
            // The server goes with the test run; what stays in it harms nobody.
        }
    }
}

std::string ScratchDatabase::properties() const {
    if (kind_ == DatabaseKind::kSqlite) {
        return fmt::format("connection.url={}\n", url_);
    }
    return fmt::format(
        "connection.url={}\nconnection.user={}\nconnection.password={}\n", url_, user_, password_);
}

TextRows ScratchDatabase::rows(std::string_view sql) {
    TextRows result;
    for (const sql::TextRow& row : connection_->query(sql)) {
        std::vector<std::string>& cells = result.emplace_back();
        for (const auto& cell : row) {
            cells.push_back(cell.value_or("NULL"));
        }
    }
    return result;
}

std::int64_t ScratchDatabase::count(std::string_view sql) {
    try {
        return std::stoll(rows(sql).at(0).at(0));
    } catch (const sql::SqlError&) {
        return 0;
    }
}

std::string ScratchDatabase::quoted(std::string_view identifier) const {
    return sql::find_dialect(sql::parse_jdbc_url(url_)).quote(identifier);
}

std::int64_t ScratchDatabase::write_statements() {
    if (kind_ == DatabaseKind::kPostgreSql) {
        return count(
            "SELECT coalesce(sum(calls), 0) FROM pg_stat_statements s"
            " JOIN pg_database d ON d.oid = s.dbid WHERE d.datname = current_database()"
            " AND query ~* '^\\s*(insert|update|delete|merge|copy|with)'");
    }
    return count(
        "SELECT cast(sum(variable_value) AS signed) FROM information_schema.global_status"
        " WHERE variable_name IN ('COM_INSERT', 'COM_INSERT_SELECT', 'COM_UPDATE', 'COM_REPLACE',"
        " 'COM_DELETE', 'COM_LOAD')");
}

}  // namespace kconnect::test
