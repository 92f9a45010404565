#include "postgresql/errors.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace kconnect::sql::postgresql {

namespace {

template <std::size_t Count>
bool is_one_of(std::string_view state, const std::array<std::string_view, Count>& states) noexcept {
    return std::find(states.begin(), states.end(), state) != states.end();
}

bool is_digit(char letter) {
    return letter >= '0' && letter <= '9';
}

bool is_state_letter(char letter) {
    return is_digit(letter) || (letter >= 'A' && letter <= 'Z');
}

/// Every state has a digit, "FATAL" has none.
bool is_sql_state(std::string_view text) {
    return text.size() == 5 && std::all_of(text.begin(), text.end(), is_state_letter) &&
           std::any_of(text.begin(), text.end(), is_digit);
}

/// The five letters in ": 28P01: "; empty when there are none.
std::string_view sql_state_in(std::string_view text) {
    for (std::size_t colon = text.find(": "); colon != std::string_view::npos;
         colon = text.find(": ", colon + 1)) {
        const std::size_t start = text.find_first_not_of(' ', colon + 1);
        if (start == std::string_view::npos) {
            break;
        }
        const std::string_view state = text.substr(start, 5);
        if (is_sql_state(state) && text.substr(start + 5, 2) == ": ") {
            return state;
        }
    }
    return {};
}

/// What the server or libpq said, without the prefix that names host and port and without the
/// place in the server's source.
std::string_view essence(std::string_view text, std::string_view sql_state) {
    if (!sql_state.empty()) {
        text.remove_prefix(text.find(sql_state) + sql_state.size() + 2);
    } else if (const std::size_t failed = text.rfind(" failed: ");
               failed != std::string_view::npos) {
        text.remove_prefix(failed + 9);
    }
    return text.substr(0, text.find("\nLOCATION:"));
}

bool contains(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

std::string_view remedy(std::string_view sql_state, std::string_view text) {
    if (contains(text, "no password supplied")) {
        return "set connection.password";
    }
    if (sql_state == "28P01") {
        return "check connection.user and connection.password";
    }
    if (sql_state == "28000") {
        return "check connection.user, sslmode and the server's pg_hba.conf";
    }
    if (sql_state == "3D000") {
        return "create the database or correct its name in connection.url";
    }
    if (sql_state == "53300") {
        return "raise the server's max_connections or lower tasks.max";
    }
    if (contains(text, "SSL") || contains(text, "certificate")) {
        return "check sslmode, sslrootcert, sslcert and sslkey in connection.url";
    }
    if (sql_state.empty()) {
        return "check that the server runs and that host and port in connection.url are right";
    }
    return {};
}

/// The detail of these is "Failing row contains (...)": all values of a row have no place in a log.
bool shows_whole_row(std::string_view sql_state) {
    return sql_state == "23502" || sql_state == "23514" || sql_state == "44000";
}

void append_part(std::string& text, std::string_view label, std::string_view part) {
    if (!part.empty()) {
        text += fmt::format("{}{}", label, part);
    }
}

}  // namespace

SqlErrorKind classify(std::string_view sql_state) noexcept {
    constexpr std::array<std::string_view, 3> kTransientClasses{"08", "53", "58"};
    constexpr std::array<std::string_view, 2> kRecordClasses{"22", "23"};
    constexpr std::array<std::string_view, 9> kTransientStates{
        "25006",  // read-only: a server that is a standby since a failover
        "25P03",  // idle in a transaction for too long
        "40001",  // serialization failure
        "40003",  // completion unknown
        "40P01",  // deadlock
        "55006",  // object in use
        "55P03",  // lock not available
        "57014",  // cancelled, by statement_timeout or an administrator
        "57P05"   // idle for too long
    };
    constexpr std::array<std::string_view, 4> kShutdownStates{"57P01", "57P02", "57P03", "57P04"};
    constexpr std::array<std::string_view, 1> kRecordStates{
        "44000"  // WITH CHECK OPTION of a view
    };
    const std::string_view group = sql_state.substr(0, 2);
    if (is_one_of(group, kTransientClasses) || is_one_of(sql_state, kTransientStates) ||
        is_one_of(sql_state, kShutdownStates)) {
        return SqlErrorKind::kTransient;
    }
    if (is_one_of(group, kRecordClasses) || is_one_of(sql_state, kRecordStates)) {
        return SqlErrorKind::kRecord;
    }
    return SqlErrorKind::kTask;
}

std::string one_line(const ErrorReport& report) {
    std::string text = report.severity.empty() ? "ERROR" : report.severity;
    text += ": " + report.message;
    if (!shows_whole_row(report.sql_state)) {
        append_part(text, " Detail: ", report.detail);
    }
    append_part(text, " Hint: ", report.hint);
    text += fmt::format(" (SQLSTATE {}", report.sql_state);
    if (!report.table.empty()) {
        text += fmt::format(", table \"{}\".\"{}\"", report.schema, report.table);
    }
    if (!report.column.empty()) {
        text += fmt::format(", column \"{}\"", report.column);
    }
    if (!report.constraint.empty()) {
        text += fmt::format(", constraint \"{}\"", report.constraint);
    }
    return flatten(text + ')');
}

SqlError connect_error(const Destination& destination, std::string_view text) {
    const std::string_view found = sql_state_in(text);
    const std::string_view advice = remedy(found, text);
    std::string message = fmt::format(
        "Cannot connect to PostgreSQL at {}:{}, database \"{}\", "
        "user \"{}\": {}",
        destination.host,
        destination.port,
        destination.database,
        destination.user,
        flatten(essence(text, found)));
    append_part(message, "; ", advice);
    std::string state(found.empty() ? "08001" : found);
    if (contains(text, "no password supplied")) {
        state = "28P01";
    }
    const SqlErrorKind kind = classify(state);
    return {message, kind, std::move(state), 0, true};
}

std::string flatten(std::string_view text) {
    std::string flat;
    for (const char letter : text) {
        const bool is_blank = letter == '\n' || letter == '\r' || letter == '\t' || letter == ' ';
        if (!is_blank) {
            flat += letter;
        } else if (!flat.empty() && flat.back() != ' ') {
            flat += ' ';
        }
    }
    if (flat.ends_with(' ')) {
        flat.pop_back();
    }
    return flat;
}

}  // namespace kconnect::sql::postgresql
