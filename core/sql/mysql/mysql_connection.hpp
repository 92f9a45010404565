#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/sql/connection.hpp>

#include "mysql/mysql_catalogue.hpp"
#include "mysql/mysql_lifeline.hpp"
#include "mysql/mysql_session.hpp"

namespace kconnect::sql::mysql {

/// A session with MySQL or MariaDB over the MariaDB client library.
class MySqlConnection final : public Connection {
public:
    MySqlConnection(Session session, WriteStrategy write_strategy);
    ~MySqlConnection() override;

    std::string server() const override;
    std::vector<TextRow> query(std::string_view sql) override;
    std::unique_ptr<ResultRows> select(std::string_view sql,
                                       std::span<const Value> parameters) override;
    std::unique_ptr<ResultRows> select_within(std::chrono::milliseconds limit,
                                              std::string_view sql,
                                              std::span<const Value> parameters) override;
    void begin() override { execute("START TRANSACTION"); }
    void rollback() noexcept override;
    bool is_open(bool probe) noexcept override;
    TableId resolve(const TableId& name) override;
    std::optional<Table> describe(const TableId& resolved) override;
    bool is_current(const Table& table) override;
    std::unique_ptr<RowWriter> row_writer(const WriteShape& shape) override;
    void abort() noexcept override;

private:
    Catalogue catalogue();
    std::string literal(std::string_view text) const;
    [[noreturn]] void fail(std::string_view sql) const;

    Session session_;
    WriteStrategy write_strategy_;
    Lifeline lifeline_;
};

}  // namespace kconnect::sql::mysql
