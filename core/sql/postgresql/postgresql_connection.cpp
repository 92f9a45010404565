#include "postgresql/postgresql_connection.hpp"

#include <utility>

#include <fmt/format.h>

#include <kconnect/sql/sql_error.hpp>

#include "postgresql/catalog.hpp"
#include "postgresql/postgresql_rows.hpp"
#include "postgresql/query_parameters.hpp"
#include "postgresql/row_writers.hpp"

namespace kconnect::sql::postgresql {

PostgresqlConnection::PostgresqlConnection(const Dialect& dialect,
                                           std::unique_ptr<Session> session,
                                           bool untyped_strings)
    : dialect_(dialect), session_(std::move(session)), untyped_strings_(untyped_strings) {
}

std::string PostgresqlConnection::server() const {
    return "PostgreSQL " + session_->server_version();
}

std::vector<TextRow> PostgresqlConnection::query(std::string_view sql) {
    const Result result = session_->run(std::string(sql).c_str());
    std::vector<TextRow> rows(result.rows(), TextRow(result.columns()));
    for (std::size_t row = 0; row < rows.size(); ++row) {
        for (std::size_t column = 0; column < rows[row].size(); ++column) {
            if (!result.is_null(row, column)) {
                rows[row][column].emplace(result.text(row, column));
            }
        }
    }
    return rows;
}

std::unique_ptr<ResultRows> PostgresqlConnection::select(std::string_view sql,
                                                         std::span<const Value> parameters) {
    const QueryParameters converted(parameters);
    return std::make_unique<PostgresqlRows>(*session_, std::string(sql).c_str(), converted.get());
}

std::unique_ptr<ResultRows> PostgresqlConnection::select_within(std::chrono::milliseconds limit,
                                                                std::string_view sql,
                                                                std::span<const Value> parameters) {
    const QueryParameters converted(parameters);
    return std::make_unique<PostgresqlRows>(
        *session_, std::string(sql).c_str(), converted.get(), limit);
}

void PostgresqlConnection::define(std::string_view sql) {
    // Local to the transaction, so that it also holds behind PgBouncer and nowhere else.
    begin();
    try {
        execute(
            fmt::format("SELECT pg_catalog.set_config('lock_timeout', '{}s', true) "
                        "WHERE pg_catalog.current_setting('lock_timeout') = '0'",
                        kDefinitionPatience.count()));
        execute(sql);
        commit();
    } catch (...) {
        rollback();
        throw;
    }
}

void PostgresqlConnection::commit() {
    session_->commit();
}

void PostgresqlConnection::commit_if_current(std::span<const Table* const> written) {
    if (written.empty()) {
        commit();
        return;
    }
    try {
        session_->commit(check_of_versions(*session_, written));
    } catch (const SqlError& error) {
        const std::string_view text = error.what();
        const std::size_t mark = text.find(kStaleMark);
        if (mark == std::string_view::npos) {
            throw;
        }
        const std::string_view name = text.substr(mark + kStaleMark.size());
        throw StaleTableError(name.substr(0, name.rfind('"')));
    }
}

void PostgresqlConnection::rollback() noexcept {
    try {
        session_->run("ROLLBACK");
    } catch (const std::exception&) {
        session_->close();
    }
}

bool PostgresqlConnection::is_open(bool probe) noexcept {
    if (!session_->is_usable() || !probe) {
        return session_->is_usable();
    }
    try {
        session_->run("");
        return session_->is_usable();
    } catch (const std::exception&) {
        return false;
    }
}

TableId PostgresqlConnection::resolve(const TableId& name) {
    return postgresql::resolve(*session_, name);
}

std::optional<Table> PostgresqlConnection::describe(const TableId& resolved) {
    return postgresql::describe(*session_, resolved);
}

bool PostgresqlConnection::is_current(const Table& table) {
    return postgresql::is_current(*session_, table);
}

std::unique_ptr<RowWriter> PostgresqlConnection::row_writer(const WriteShape& shape) {
    return make_row_writer(*session_, dialect_, shape, untyped_strings_);
}

void PostgresqlConnection::abort() noexcept {
    session_->abort();
}

}  // namespace kconnect::sql::postgresql
