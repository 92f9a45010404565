#pragma once

#include <functional>
#include <string>
#include <unordered_map>
#include <vector>

#include <kconnect/sql/connection.hpp>
#include <kconnect/sql/dialect.hpp>

#include "verify/table_view.hpp"

namespace kconnect::verify {

/// Reads, and at a user's wish deletes, the rows of one table. All parts are borrowed.
/// Threads: one. Calls throw SqlError.
class TableRows {
public:
    TableRows(const sql::Dialect& dialect, sql::Connection& connection, const TableView& view)
        : dialect_(dialect), connection_(connection), view_(view) {}

    /// Visits all rows by one query, which sees the table at one moment.
    void scan(const std::function<void(const RowDigest&)>& visit);

    /// The cells of the rows of these keys; what is not in the result does not exist.
    std::unordered_map<std::string, std::vector<std::uint64_t>> look_up(
        const std::vector<std::string>& keys);

    /// Deletes the rows of these keys, all or none.
    void erase(const std::vector<std::string>& keys);

private:
    void for_chunks(const std::vector<std::string>& keys,
                    const std::string& statement,
                    const std::function<void(sql::ResultRows&)>& visit);

    const sql::Dialect& dialect_;
    sql::Connection& connection_;
    const TableView& view_;
};

}  // namespace kconnect::verify
