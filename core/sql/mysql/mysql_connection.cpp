#include "mysql/mysql_connection.hpp"

#include <array>
#include <charconv>

#include <fmt/format.h>
#include <mysql.h>

#include <kconnect/errors.hpp>

#include "mysql/mysql_errors.hpp"
#include "mysql/mysql_row_writer.hpp"
#include "mysql/mysql_rows.hpp"
#include "mysql/mysql_statements.hpp"

namespace kconnect::sql::mysql {
namespace {

bool wants_bulk(WriteStrategy strategy, const Session& session) {
    if (strategy == WriteStrategy::kBulk && !session.bulk_binding) {
        throw ConfigException(
            "Connection parameter 'kconnect.write.strategy': the server has no bulk binding, which "
            "is MariaDB's alone; use automatic");
    }
    return strategy != WriteStrategy::kMultiRow && session.bulk_binding;
}

/// MySQL has `AS new` from 8.0.19 on; VALUES() is deprecated from 8.0.20 on.
NewRow new_row_form(const Session& session) {
    std::array<unsigned, 3> version{};
    const char* position = session.version.data();
    const char* const end = position + session.version.size();
    for (unsigned& part : version) {
        position = std::from_chars(position, end, part).ptr;
        position += position != end && *position == '.' ? 1 : 0;
    }
    constexpr std::array<unsigned, 3> kFirst{8, 0, 20};
    return !session.mariadb && version >= kFirst ? NewRow::kAlias : NewRow::kValuesFunction;
}

}  // namespace

MySqlConnection::MySqlConnection(Session session, WriteStrategy write_strategy)
    : session_(std::move(session)),
      write_strategy_(write_strategy),
      lifeline_(session_.handle.get()) {
}

MySqlConnection::~MySqlConnection() = default;

void MySqlConnection::fail(std::string_view sql) const {
    constexpr std::size_t kShownLength = 200;
    throw lifeline_.judge(error_of(session_.handle.get(), sql.substr(0, kShownLength)));
}

std::string MySqlConnection::server() const {
    return fmt::format("{} {}", session_.mariadb ? "MariaDB" : "MySQL", session_.version);
}

std::vector<TextRow> MySqlConnection::query(std::string_view sql) {
    lifeline_.check();
    st_mysql* raw = session_.handle.get();
    if (mysql_real_query(raw, sql.data(), sql.size()) != 0) {
        fail(sql);
    }
    const ResultHandle result(mysql_store_result(raw));
    if (!result) {
        if (mysql_field_count(raw) != 0) {
            fail(sql);
        }
        return {};
    }
    std::vector<TextRow> rows;
    const unsigned columns = mysql_num_fields(result.get());
    while (MYSQL_ROW cells = mysql_fetch_row(result.get())) {
        const unsigned long* lengths = mysql_fetch_lengths(result.get());
        TextRow& row = rows.emplace_back(columns);
        for (unsigned column = 0; column < columns; ++column) {
            if (cells[column] != nullptr) {
                row[column].emplace(cells[column], lengths[column]);
            }
        }
    }
    return rows;
}

std::unique_ptr<ResultRows> MySqlConnection::select(std::string_view sql,
                                                    std::span<const Value> parameters) {
    return select_rows(session_.handle.get(), lifeline_, sql, parameters);
}

std::unique_ptr<ResultRows> MySqlConnection::select_within(std::chrono::milliseconds limit,
                                                           std::string_view sql,
                                                           std::span<const Value> parameters) {
    return select(limited_query(session_.mariadb, limit, sql), parameters);
}

void MySqlConnection::rollback() noexcept {
    if (mysql_rollback(session_.handle.get()) != 0) {
        lifeline_.cut();
    }
}

bool MySqlConnection::is_open(bool probe) noexcept {
    st_mysql* raw = session_.handle.get();
    // The library closes its socket when it finds the connection lost.
    if (lifeline_.is_cut() || mysql_get_socket(raw) == MARIADB_INVALID_SOCKET) {
        return false;
    }
    return !probe || mysql_ping(raw) == 0;
}

TableId MySqlConnection::resolve(const TableId& name) {
    TableId resolved = name;
    if (resolved.catalog.empty()) {
        const std::vector<TextRow> rows = query("SELECT DATABASE()");
        if (rows.empty() || !rows[0][0]) {
            throw ConfigException(
                fmt::format("Table '{}' belongs to no database: name one in connection.url or as "
                            "database.table",
                            name.name));
        }
        resolved.catalog = *rows[0][0];
    }
    return resolved;
}

std::string MySqlConnection::literal(std::string_view text) const {
    std::string escaped(2 * text.size() + 1, '\0');
    escaped.resize(
        mysql_real_escape_string(session_.handle.get(), escaped.data(), text.data(), text.size()));
    return '\'' + escaped + '\'';
}

Catalogue MySqlConnection::catalogue() {
    return {[this](const std::string& sql) { return query(sql); },
            [this](std::string_view text) { return literal(text); },
            session_.mariadb,
            session_.ignores_name_case};
}

std::optional<Table> MySqlConnection::describe(const TableId& resolved) {
    return catalogue().describe(resolved);
}

bool MySqlConnection::is_current(const Table& table) {
    return catalogue().version(table.id) == table.version;
}

std::unique_ptr<RowWriter> MySqlConnection::row_writer(const WriteShape& shape) {
    return make_row_writer({session_.handle.get(),
                            &lifeline_,
                            session_.max_packet_bytes,
                            wants_bulk(write_strategy_, session_),
                            new_row_form(session_)},
                           shape);
}

void MySqlConnection::abort() noexcept {
    lifeline_.cut();
}

}  // namespace kconnect::sql::mysql
