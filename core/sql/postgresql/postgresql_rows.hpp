#pragma once

#include <chrono>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/sql/result_rows.hpp>

#include "postgresql/result.hpp"
#include "postgresql/session.hpp"

namespace kconnect::sql::postgresql {

/// The rows of a query, by libpq's single row mode.
class PostgresqlRows final : public ResultRows {
public:
    /// Runs the query and waits for its first row. The session must outlive this object.
    PostgresqlRows(Session& session,
                   const char* sql,
                   const Parameters& parameters,
                   std::optional<std::chrono::milliseconds> limit = {});
    ~PostgresqlRows() override;
    PostgresqlRows(const PostgresqlRows&) = delete;
    PostgresqlRows& operator=(const PostgresqlRows&) = delete;

    std::span<const ResultColumn> columns() const override { return columns_; }
    bool next() override;
    std::span<const Value> cells() const override { return cells_; }

private:
    void read_columns();
    Value cell(std::size_t column);
    Value bytes(std::size_t column, std::string_view text);

    Session& session_;
    std::optional<Result> current_;  ///< Of the row that is next, before next(); then of the row.
    bool is_first_ = true;
    std::vector<ResultColumn> columns_;
    std::vector<Value> cells_;
    std::vector<std::string> bytes_;  ///< Decoded, one per column.
};

}  // namespace kconnect::sql::postgresql
