#include "sqlite/sqlite_connection.hpp"

#include <fmt/format.h>
#include <sqlite3.h>

#include "sqlite/sqlite_catalogue.hpp"
#include "sqlite/sqlite_errors.hpp"
#include "sqlite/sqlite_row_writer.hpp"
#include "sqlite/sqlite_rows.hpp"

namespace kconnect::sql::sqlite {
namespace {

TextRow text_row(sqlite3_stmt* statement) {
    TextRow row(static_cast<std::size_t>(sqlite3_column_count(statement)));
    for (int column = 0; column < sqlite3_column_count(statement); ++column) {
        const auto* text = reinterpret_cast<const char*>(sqlite3_column_text(statement, column));
        if (text != nullptr) {
            row[static_cast<std::size_t>(column)].emplace(
                text, static_cast<std::size_t>(sqlite3_column_bytes(statement, column)));
        }
    }
    return row;
}

std::string_view place_of(std::string_view sql) {
    constexpr std::size_t kShownLength = 200;
    return sql.substr(0, kShownLength);
}

}  // namespace

SqliteConnection::SqliteConnection(const Options& options, const AbortSignal& abort)
    : begin_("BEGIN " + options.transaction_mode),
      busy_timeout_milliseconds_(options.busy_timeout_milliseconds),
      opening_(&abort) {
    sqlite3* database = nullptr;
    const int result = sqlite3_open_v2(
        options.file.c_str(),
        &database,
        SQLITE_OPEN_READWRITE | SQLITE_OPEN_CREATE | SQLITE_OPEN_URI | SQLITE_OPEN_NOMUTEX,
        nullptr);
    database_.reset(database);
    if (result != SQLITE_OK) {
        throw error_of(database, fmt::format("Cannot open SQLite file '{}'", options.file));
    }
    sqlite3_extended_result_codes(database, 1);
    sqlite3_busy_handler(database, &SqliteConnection::wait_for_lock, this);
    for (const auto& [name, value] : options.pragmas) {
        query(fmt::format("PRAGMA {}={}", name, value));
    }
    // Opening reads nothing: a file that is no database shows up here, with its name.
    if (sqlite3_exec(database, "SELECT 1 FROM sqlite_master LIMIT 1", nullptr, nullptr, nullptr) !=
        SQLITE_OK) {
        throw error_of(database, fmt::format("Cannot open SQLite file '{}'", options.file));
    }
    opening_ = nullptr;
}

int SqliteConnection::wait_for_lock(void* self, int attempts) noexcept {
    constexpr int kStepMilliseconds = 5;
    const auto* connection = static_cast<const SqliteConnection*>(self);
    const bool opening_given_up =
        connection->opening_ != nullptr && connection->opening_->is_raised();
    if (connection->given_up_ || opening_given_up ||
        attempts * kStepMilliseconds >= connection->busy_timeout_milliseconds_) {
        return 0;
    }
    sqlite3_sleep(kStepMilliseconds);
    return 1;
}

std::string SqliteConnection::server() const {
    return fmt::format("SQLite {}", sqlite3_libversion());
}

std::vector<TextRow> SqliteConnection::query(std::string_view sql) {
    check_given_up(given_up_);
    sqlite3_stmt* raw = nullptr;
    const int prepared = sqlite3_prepare_v2(
        database_.get(), sql.data(), static_cast<int>(sql.size()), &raw, nullptr);
    const StatementHandle statement(raw);
    if (prepared != SQLITE_OK) {
        throw error_of(database_.get(), place_of(sql), given_up_);
    }
    std::vector<TextRow> rows;
    int result = SQLITE_DONE;
    while ((result = sqlite3_step(raw)) == SQLITE_ROW) {
        rows.push_back(text_row(raw));
    }
    if (result != SQLITE_DONE) {
        throw error_of(database_.get(), place_of(sql), given_up_);
    }
    return rows;
}

std::unique_ptr<ResultRows> SqliteConnection::select(std::string_view sql,
                                                     std::span<const Value> parameters) {
    return select_rows(database_.get(), given_up_, sql, parameters);
}

void SqliteConnection::begin() {
    execute(begin_);
}

void SqliteConnection::rollback() noexcept {
    // Some errors (full disk, interrupt) have rolled back already.
    if (sqlite3_get_autocommit(database_.get()) == 0) {
        sqlite3_exec(database_.get(), "ROLLBACK", nullptr, nullptr, nullptr);
    }
}

bool SqliteConnection::is_open(bool probe) noexcept {
    if (given_up_) {
        return false;
    }
    return !probe ||
           sqlite3_exec(database_.get(), "SELECT 1", nullptr, nullptr, nullptr) == SQLITE_OK;
}

TableId SqliteConnection::resolve(const TableId& name) {
    return name;
}

std::optional<Table> SqliteConnection::describe(const TableId& resolved) {
    return describe_table(
        database_.get(), [this](const std::string& sql) { return query(sql); }, resolved);
}

bool SqliteConnection::is_current(const Table& table) {
    const auto query = [this](const std::string& sql) { return this->query(sql); };
    if (version_of(query, table.id) == table.version) {
        return true;
    }
    std::optional<Table> found = describe(table.id);
    if (!found) {
        return false;
    }
    found->version = table.version;
    return found == table;
}

std::unique_ptr<RowWriter> SqliteConnection::row_writer(const WriteShape& shape) {
    return make_row_writer(database_.get(), given_up_, shape);
}

void SqliteConnection::abort() noexcept {
    given_up_ = true;
    sqlite3_interrupt(database_.get());
}

}  // namespace kconnect::sql::sqlite
