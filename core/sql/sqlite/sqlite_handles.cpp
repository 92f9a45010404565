#include "sqlite/sqlite_handles.hpp"

#include <sqlite3.h>

namespace kconnect::sql::sqlite {

void CloseDatabase::operator()(sqlite3* database) const noexcept {
    // Waits for statements that are still open, which an owner may finalize later.
    sqlite3_close_v2(database);
}

void FinalizeStatement::operator()(sqlite3_stmt* statement) const noexcept {
    sqlite3_finalize(statement);
}

}  // namespace kconnect::sql::sqlite
