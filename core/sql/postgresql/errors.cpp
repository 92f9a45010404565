#include "postgresql/errors.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include <fmt/format.h>

namespace kconnect::sql::postgresql {

namespace {

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

/// What to do about a certificate that OpenSSL refused for this reason.
std::string_view certificate_remedy(std::string_view refusal) {
    if (contains(refusal, "expired") || contains(refusal, "not yet valid")) {
        return "renew the server's certificate or that of its authority, or set this machine's "
               "clock (openssl s_client -starttls postgres -connect HOST:PORT shows the dates)";
    }
    if (contains(refusal, "issuer") || contains(refusal, "self-signed") ||
        contains(refusal, "first certificate")) {
        return "set sslrootcert in connection.url to the certificate of the authority that signed "
               "the server's (openssl s_client -starttls postgres -connect HOST:PORT names it)";
    }
    return "check sslmode and sslrootcert in connection.url (openssl s_client -starttls postgres "
           "-connect HOST:PORT shows the server's certificates)";
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
    if (contains(text, "hot standby mode")) {
        return "check targetServerType in connection.url";
    }
    if (contains(text, "SSL") || contains(text, "certificate")) {
        return "check sslmode, sslrootcert, sslcert and sslkey in connection.url";
    }
    if (sql_state.empty()) {
        return "check that the server runs and that host and port in connection.url are right";
    }
    return {};
}

/// What a SQLSTATE means that begins so; the first that fits counts.
struct Rule {
    std::string_view beginning;
    SqlErrorKind kind;
};

constexpr auto kTransient = SqlErrorKind::kTransient;
constexpr auto kRecord = SqlErrorKind::kRecord;
constexpr auto kTask = SqlErrorKind::kTask;

/// PostgreSQL 17, appendix A: single states first, then all classes of errors.
constexpr auto kRules = std::to_array<Rule>({
    {"22P04", kTask},       // bad COPY format: ours
    {"25006", kTransient},  // read-only: a server that is a standby since a failover
    {"25P03", kTransient},  // idle in a transaction for too long
    {"25P04", kTransient},  // a transaction that took too long
    {"40002", kRecord},     // a deferred constraint
    {"42804", kRecord},     // the type of this record's field does not fit the column
    {"42846", kRecord},     // nor can it be cast
    {"54000", kRecord},     // a value that is too large for an index
    {"55006", kTransient},  // object in use
    {"55P03", kTransient},  // lock not available
    {"57014", kTransient},  // cancelled, by statement_timeout or an administrator
    {"57P04", kTask},       // the database was dropped
    {"57P", kTransient},    // shut down, crashed, starting, idle for too long
    {"58P", kTask},         // files of the server are missing
    {"03", kTask},          // SQL statement not yet complete
    {"08", kTransient},     // connection
    {"09", kRecord},        // a trigger's exception
    {"0A", kTask},          // not supported
    {"0B", kTask},          // invalid initiation of a transaction
    {"0F", kTask},          // locators
    {"0L", kTask},          // grantor
    {"0P", kTask},          // role
    {"0Z", kTask},          // diagnostics
    {"20", kRecord},        // a trigger's CASE has no branch for the row
    {"21", kTask},          // cardinality: two rows of one key in a statement are our error
    {"22", kRecord},        // data
    {"23", kRecord},        // constraints
    {"24", kTask},          // cursor state
    {"25", kTask},          // transaction state
    {"26", kTask},          // statement name: a pooler exchanged the session
    {"27", kTask},          // triggered change of data
    {"28", kTask},          // authorization
    {"2B", kTask},          // dependent privileges
    {"2D", kTask},          // transaction termination
    {"2F", kTask},          // SQL routine
    {"34", kTask},          // cursor name
    {"38", kTask},          // external routine
    {"39", kTask},          // external routine's invocation
    {"3B", kTask},          // savepoint
    {"3D", kTask},          // catalog name
    {"3F", kTask},          // schema name
    {"40", kTransient},     // rollback: serialization, deadlock, unknown completion
    {"42", kTask},          // syntax, access, missing or duplicate names
    {"44", kRecord},        // WITH CHECK OPTION of a view
    {"53", kTransient},     // resources
    {"54", kTask},          // program limits
    {"55", kTask},          // object state
    {"57", kTask},          // operator intervention
    {"58", kTransient},     // system: input and output
    {"72", kTransient},     // snapshot too old
    {"F0", kTask},          // configuration file
    {"HV", kTask},          // foreign data wrapper
    {"P0", kRecord},        // a trigger's RAISE
    {"XX", kTask},          // internal
});

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
    const auto found = std::find_if(kRules.begin(), kRules.end(), [sql_state](const Rule& rule) {
        return sql_state.starts_with(rule.beginning);
    });
    return found == kRules.end() ? SqlErrorKind::kTask : found->kind;
}

/// "operator does not exist" is a key of a type that its column cannot be compared with; in a
/// trigger it would be nobody's record.
SqlErrorKind classify(const ErrorReport& report) noexcept {
    return report.sql_state == "42883" && report.is_in_statement ? kRecord
                                                                 : classify(report.sql_state);
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

SqlError connect_error(const Destination& destination,
                       std::string_view text,
                       std::string_view refusal) {
    const std::string_view found = sql_state_in(text);
    const bool is_refused = !refusal.empty() && contains(text, "certificate verify failed");
    const std::string_view advice = is_refused ? certificate_remedy(refusal) : remedy(found, text);
    std::string message = fmt::format(
        "Cannot connect to PostgreSQL at {}:{}, database \"{}\", "
        "user \"{}\": {}",
        destination.host,
        destination.port,
        destination.database,
        destination.user,
        flatten(essence(text, found)));
    append_part(message, ": ", is_refused ? refusal : std::string_view());
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
