#pragma once

#include <atomic>
#include <memory>
#include <span>
#include <string_view>

#include <kconnect/sql/result_rows.hpp>
#include <kconnect/value.hpp>

#include "sqlite/sqlite_handles.hpp"

namespace kconnect::sql::sqlite {

/// Runs a query and streams its rows. Database and flag must outlive them.
std::unique_ptr<ResultRows> select_rows(sqlite3* database,
                                        const std::atomic<bool>& given_up,
                                        std::string_view sql,
                                        std::span<const Value> parameters);

}  // namespace kconnect::sql::sqlite
