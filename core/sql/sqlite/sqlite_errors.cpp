#include "sqlite/sqlite_errors.hpp"

#include <algorithm>
#include <string>

#include <fmt/format.h>
#include <sqlite3.h>

namespace kconnect::sql::sqlite {
namespace {

int primary(int extended_code) noexcept {
    constexpr int kPrimaryMask = 0xFF;
    return extended_code & kPrimaryMask;
}

std::string_view remedy(int code) noexcept {
    switch (primary(code)) {
        case SQLITE_CANTOPEN:
            return "; check that the folder of the file in connection.url exists and is writable";
        case SQLITE_READONLY:
            return "; make the file and its folder writable for this process";
        case SQLITE_NOTADB:
            return "; the file in connection.url is no SQLite database";
        case SQLITE_BUSY:
            return "; another process holds the file: raise busy_timeout in connection.url";
        default:
            return "";
    }
}

std::string_view sql_state(int code) noexcept {
    switch (primary(code)) {
        case SQLITE_CONSTRAINT:
            return "23000";
        case SQLITE_MISMATCH:
        case SQLITE_TOOBIG:
        case SQLITE_RANGE:
            return "22000";
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
            return "40001";
        case SQLITE_INTERRUPT:
            return "57014";
        case SQLITE_CANTOPEN:
            return "08001";
        default:
            return "HY000";
    }
}

}  // namespace

SqlErrorKind classify(int extended_code) noexcept {
    switch (primary(extended_code)) {
        case SQLITE_BUSY:
        case SQLITE_LOCKED:
        case SQLITE_PROTOCOL:  // a race while a WAL file is opened
        case SQLITE_INTERRUPT:
        case SQLITE_ABORT:  // a rollback while the statement ran
        case SQLITE_NOMEM:
        case SQLITE_FULL:
        case SQLITE_IOERR:  // disks and network file systems recover
        case SQLITE_SCHEMA:
            return SqlErrorKind::kTransient;
        case SQLITE_CONSTRAINT:
        case SQLITE_MISMATCH:  // text for an INTEGER PRIMARY KEY
        case SQLITE_TOOBIG:
            return SqlErrorKind::kRecord;
        default:
            return SqlErrorKind::kTask;
    }
}

SqlError error_of(sqlite3* database, std::string_view place, bool given_up) {
    const int code = database == nullptr ? SQLITE_NOMEM : sqlite3_extended_errcode(database);
    std::string message =
        fmt::format("{}{}{} ({}, code {}){}",
                    place,
                    place.empty() ? "" : ": ",
                    database == nullptr ? "out of memory" : sqlite3_errmsg(database),
                    sqlite3_errstr(code),
                    code,
                    remedy(code));
    std::replace(message.begin(), message.end(), '\n', ' ');
    if (given_up) {
        return {message, SqlErrorKind::kTransient, "08003", code, true};
    }
    return {message, classify(code), std::string(sql_state(code)), code};
}

void check_given_up(bool given_up) {
    if (given_up) {
        throw SqlError("The SQLite session was given up",
                       SqlErrorKind::kTransient,
                       "08003",
                       SQLITE_INTERRUPT,
                       true);
    }
}

}  // namespace kconnect::sql::sqlite
