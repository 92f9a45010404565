#pragma once

#include <memory>

struct st_mysql;
struct st_mysql_res;
struct st_mysql_stmt;

namespace kconnect::sql::mysql {

/// Closers of the client library's objects; the library's header stays in the sources.
struct CloseSession {
    void operator()(st_mysql* session) const noexcept;
};
struct FreeResult {
    void operator()(st_mysql_res* result) const noexcept;
};
struct CloseStatement {
    void operator()(st_mysql_stmt* statement) const noexcept;
};

/// Owners of a session, a result and a prepared statement. A statement must go before its session.
using SessionHandle = std::unique_ptr<st_mysql, CloseSession>;
using ResultHandle = std::unique_ptr<st_mysql_res, FreeResult>;
using StatementHandle = std::unique_ptr<st_mysql_stmt, CloseStatement>;

}  // namespace kconnect::sql::mysql
