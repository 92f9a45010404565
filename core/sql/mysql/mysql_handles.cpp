#include "mysql/mysql_handles.hpp"

#include <mysql.h>

namespace kconnect::sql::mysql {

void CloseSession::operator()(st_mysql* session) const noexcept {
    mysql_close(session);
}

void FreeResult::operator()(st_mysql_res* result) const noexcept {
    mysql_free_result(result);
}

void CloseStatement::operator()(st_mysql_stmt* statement) const noexcept {
    mysql_stmt_close(statement);
}

}  // namespace kconnect::sql::mysql
