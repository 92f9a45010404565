#include "sqlite/sqlite_errors.hpp"

#include <gtest/gtest.h>
#include <sqlite3.h>

namespace kconnect::sql::sqlite {
namespace {

TEST(SqliteErrors, TakeLocksAndDisksForTransient) {
    for (const int code : {SQLITE_BUSY,
                           SQLITE_BUSY_RECOVERY,
                           SQLITE_BUSY_SNAPSHOT,
                           SQLITE_BUSY_TIMEOUT,
                           SQLITE_LOCKED,
                           SQLITE_LOCKED_SHAREDCACHE,
                           SQLITE_PROTOCOL,
                           SQLITE_INTERRUPT,
                           SQLITE_ABORT,
                           SQLITE_ABORT_ROLLBACK,
                           SQLITE_NOMEM,
                           SQLITE_FULL,
                           SQLITE_IOERR,
                           SQLITE_IOERR_WRITE,
                           SQLITE_IOERR_FSYNC,
                           SQLITE_IOERR_NOMEM,
                           SQLITE_SCHEMA}) {
        EXPECT_EQ(classify(code), SqlErrorKind::kTransient) << sqlite3_errstr(code);
    }
}

TEST(SqliteErrors, BlameTheRecordForItsValues) {
    for (const int code : {SQLITE_CONSTRAINT,
                           SQLITE_CONSTRAINT_CHECK,
                           SQLITE_CONSTRAINT_COMMITHOOK,
                           SQLITE_CONSTRAINT_DATATYPE,
                           SQLITE_CONSTRAINT_FOREIGNKEY,
                           SQLITE_CONSTRAINT_FUNCTION,
                           SQLITE_CONSTRAINT_NOTNULL,
                           SQLITE_CONSTRAINT_PINNED,
                           SQLITE_CONSTRAINT_PRIMARYKEY,
                           SQLITE_CONSTRAINT_ROWID,
                           SQLITE_CONSTRAINT_TRIGGER,
                           SQLITE_CONSTRAINT_UNIQUE,
                           SQLITE_CONSTRAINT_VTAB,
                           SQLITE_MISMATCH,
                           SQLITE_TOOBIG}) {
        EXPECT_EQ(classify(code), SqlErrorKind::kRecord) << code;
    }
}

TEST(SqliteErrors, StopTheTaskForAllElse) {
    for (const int code : {SQLITE_ERROR,
                           SQLITE_ERROR_RETRY,
                           SQLITE_INTERNAL,
                           SQLITE_PERM,
                           SQLITE_READONLY,
                           SQLITE_READONLY_DBMOVED,
                           SQLITE_CORRUPT,
                           SQLITE_CORRUPT_INDEX,
                           SQLITE_NOTFOUND,
                           SQLITE_CANTOPEN,
                           SQLITE_MISUSE,
                           SQLITE_NOLFS,
                           SQLITE_AUTH,
                           SQLITE_FORMAT,
                           SQLITE_RANGE,
                           SQLITE_NOTADB,
                           250}) {
        EXPECT_EQ(classify(code), SqlErrorKind::kTask) << code;
    }
}

}  // namespace
}  // namespace kconnect::sql::sqlite
