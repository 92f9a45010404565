#include "mysql/mysql_errors.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <mysql.h>

namespace kconnect::sql::mysql {
namespace {

/// The session is gone, or the server ends it after this error.
constexpr std::array kLost{
    1053U, 1927U,                       // server shutdown in progress; connection was killed
    1077U, 1079U, 1080U,                // normal shutdown, shutdown complete, forced close
    1152U, 1158U, 1159U, 1160U, 1161U,  // aborted connection; network read and write errors
    1184U, 3169U,                       // aborted connection; session was killed
    2002U, 2003U, 2005U,                // cannot reach the server; its name is unknown (now)
    2001U, 2004U, 2011U,                // no socket
    2006U, 2012U, 2013U, 2027U, 2055U,  // server has gone away, lost, sent rubbish
    4031U,                              // MySQL 8 closed an idle session
};

/// The same statement may succeed later.
constexpr std::array kTransient{
    1020U,                // row changed since it was read (snapshot isolation)
    1021U, 1026U, 1114U,  // disk full, error writing a file, table full
    1037U, 1038U, 1041U,  // out of memory, of sort memory, of resources
    2008U, 5U,            // out of memory
    1040U, 1203U, 1226U,  // too many connections; the user's limits
    1047U,                // Galera node is not ready
    1135U, 1180U,         // cannot create a thread; error during COMMIT (Galera, full disk)
    1205U, 1206U, 1213U,  // lock wait timeout, lock table full, deadlock
    1290U, 1792U, 1836U,  // server or transaction is read-only, as after a failover
    1874U, 1223U,         // InnoDB is read-only; a global read lock
    1297U, 1689U, 3168U,  // temporary error of an engine; lock aborted; server is not available
    1317U, 1969U, 3024U,  // interrupted; over max_statement_time
    1412U, 1615U,         // table definition changed; statement needs preparing again
    1637U,                // too many concurrent transactions
    3100U, 3101U,         // group replication refused the commit
    3572U,                // lock not available at once
};

/// This row is refused and always will be.
constexpr std::array kRecord{
    1022U, 1062U, 1169U, 1586U, 1859U,                       // duplicate key
    1048U, 1263U, 1364U, 1138U,                              // no NULL here; no default value
    1118U, 1153U, 1162U, 1301U, 2020U,                       // row, text or packet too large
    1216U, 1217U, 1451U, 1452U, 1761U, 1762U,                // foreign key
    1365U,                                                   // division by zero
    1369U,                                                   // CHECK OPTION of a view
    1264U, 1265U, 1292U, 1366U, 1367U, 1406U, 1411U, 1441U,  // range, truncation, text, length
    1300U, 3854U,         // bytes are not text of the character set
    1416U, 1690U, 1916U,  // geometry, arithmetic overflow, bad cast
    1526U, 1569U, 1748U,  // no partition for the value
    1644U, 1645U,         // a trigger's SIGNAL
    3140U, 3141U, 3144U, 3146U, 3147U, 3150U, 3156U, 3157U, 3158U,  // no valid JSON
    3667U, 3668U, 3903U, 3904U, 3907U, 4038U,                       // nor for its index or schema
    3819U, 4025U,  // CHECK constraint of MySQL, MariaDB
    3751U,         // data truncated for a generated column or default
};

template <std::size_t Size>
constexpr bool contains(const std::array<unsigned, Size>& numbers, unsigned number) noexcept {
    return std::find(numbers.begin(), numbers.end(), number) != numbers.end();
}

std::string_view remedy(unsigned number) noexcept {
    switch (number) {
        case 1045:
        case 1698:
            return "; check connection.user and connection.password";
        case 1044:
        case 1142:
        case 1227:
            return "; grant the user the privilege";
        case 1049:
            return "; create the database or correct connection.url";
        case 1153:
            return "; raise the server's max_allowed_packet";
        case 2002:
        case 2003:
            return "; check that the server runs and that host and port in connection.url are "
                   "right";
        case 2005:
            return "; check the host name in connection.url";
        case 1524:
        case 2058:
        case 2059:
            return "; the client library lacks the plugin that the user's authentication needs";
        default:
            return "";
    }
}

}  // namespace

ErrorClass classify(unsigned number, std::string_view sql_state) noexcept {
    if (contains(kLost, number)) {
        return {SqlErrorKind::kTransient, true};
    }
    if (contains(kTransient, number)) {
        return {SqlErrorKind::kTransient, false};
    }
    if (contains(kRecord, number)) {
        return {SqlErrorKind::kRecord, number == 1153};
    }
    // Classes of the SQL standard: 08 connection, 40 rollback, 22 data, 23 constraint.
    if (sql_state.starts_with("08")) {
        return {SqlErrorKind::kTransient, true};
    }
    if (sql_state.starts_with("40")) {
        return {SqlErrorKind::kTransient, false};
    }
    if (sql_state.starts_with("22") || sql_state.starts_with("23")) {
        return {SqlErrorKind::kRecord, false};
    }
    return {};
}

SqlError make_error(std::string_view place,
                    std::string_view text,
                    unsigned number,
                    std::string_view sql_state) {
    const ErrorClass found = classify(number, sql_state);
    std::string message = fmt::format("{}{}{} (errno {}, SQLSTATE {}){}",
                                      place,
                                      place.empty() ? "" : ": ",
                                      text,
                                      number,
                                      sql_state,
                                      remedy(number));
    std::replace(message.begin(), message.end(), '\n', ' ');
    return {message,
            found.kind,
            std::string(sql_state),
            static_cast<int>(number),
            found.connection_lost};
}

SqlError error_of(st_mysql* session, std::string_view place) {
    return make_error(place, mysql_error(session), mysql_errno(session), mysql_sqlstate(session));
}

SqlError error_of(st_mysql_stmt* statement, std::string_view place) {
    return make_error(place,
                      mysql_stmt_error(statement),
                      mysql_stmt_errno(statement),
                      mysql_stmt_sqlstate(statement));
}

}  // namespace kconnect::sql::mysql
