#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <kconnect/sql/connection.hpp>
#include <kconnect/sql/table.hpp>

#include "sqlite/sqlite_handles.hpp"

namespace kconnect::sql::sqlite {

/// The table's or view's description, or nothing. Names are compared as SQLite does, without
/// ASCII case: `T` and `t` are one table. Throws SqlError.
std::optional<Table> describe_table(
    sqlite3* database,
    const std::function<std::vector<TextRow>(const std::string& sql)>& query,
    const TableId& id);

/// The number that SQLite raises with each change of a table in the table's file.
std::string version_of(const std::function<std::vector<TextRow>(const std::string& sql)>& query,
                       const TableId& id);

}  // namespace kconnect::sql::sqlite
