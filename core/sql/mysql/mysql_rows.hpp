#pragma once

#include <memory>
#include <span>
#include <string_view>

#include <kconnect/sql/result_rows.hpp>
#include <kconnect/value.hpp>

#include "mysql/mysql_handles.hpp"
#include "mysql/mysql_lifeline.hpp"

namespace kconnect::sql::mysql {

/// Runs a query by the binary protocol, which keeps every digit of a FLOAT, and streams its rows.
/// Session and lifeline must outlive them.
std::unique_ptr<ResultRows> select_rows(st_mysql* session,
                                        const Lifeline& lifeline,
                                        std::string_view sql,
                                        std::span<const Value> parameters);

}  // namespace kconnect::sql::mysql
