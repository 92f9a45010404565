#pragma once

#include <memory>

#include <kconnect/sql/connection.hpp>
#include <kconnect/sql/dialect.hpp>

#include "postgresql/session.hpp"

namespace kconnect::sql::postgresql {

/// A session with PostgreSQL. Threads: see Connection.
class PostgresqlConnection final : public Connection {
public:
    PostgresqlConnection(const Dialect& dialect,
                         std::unique_ptr<Session> session,
                         bool untyped_strings);

    std::string server() const override;
    void define(std::string_view sql) override;
    std::vector<TextRow> query(std::string_view sql) override;
    std::unique_ptr<ResultRows> select(std::string_view sql,
                                       std::span<const Value> parameters) override;
    std::unique_ptr<ResultRows> select_within(std::chrono::milliseconds limit,
                                              std::string_view sql,
                                              std::span<const Value> parameters) override;
    void commit() override;
    /// One message to the server, as for commit().
    void commit_if_current(std::span<const Table* const> written) override;
    void check_constraints() override { execute("SET CONSTRAINTS ALL IMMEDIATE"); }
    void rollback() noexcept override;
    bool is_open(bool probe) noexcept override;
    TableId resolve(const TableId& name) override;
    std::optional<Table> describe(const TableId& resolved) override;
    bool is_current(const Table& table) override;
    std::unique_ptr<RowWriter> row_writer(const WriteShape& shape) override;
    void abort() noexcept override;

private:
    const Dialect& dialect_;
    std::unique_ptr<Session> session_;
    bool untyped_strings_;
};

}  // namespace kconnect::sql::postgresql
