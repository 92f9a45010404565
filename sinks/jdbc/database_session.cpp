#include "database_session.hpp"

#include <algorithm>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>
#include <kconnect/sql/sql_error.hpp>

#include "failed_rows.hpp"
#include "table_structure.hpp"

namespace kconnect::jdbc {

namespace {

const Logger& logger() {
    static const Logger instance("io.confluent.connect.jdbc.util.CachedConnectionProvider");
    return instance;
}

}  // namespace

CannotConnectException::~CannotConnectException() = default;

DatabaseSession::DatabaseSession(const JdbcSinkConfig& config, const sql::Dialect& dialect)
    : config_(&config), dialect_(&dialect) {
}

void DatabaseSession::write(const WritePlan& plan) {
    with_current_structure([this, &plan] {
        for (const auto& table : plan.tables()) {
            if (!table->versions().empty()) {
                connection();
                table_writer(table->target()).prepare(*table);
            }
        }
        in_transaction([this, &plan] {
            write_tables(plan);
            return true;
        });
    });
}

void DatabaseSession::with_current_structure(const std::function<void()>& work) {
    std::erase_if(table_writers_, [](const auto& entry) { return entry.first->is_retired(); });
    constexpr int kAttempts = 3;
    for (int attempt = 1;; ++attempt) {
        written_.clear();
        try {
            work();
            return;
        } catch (const ConnectException& error) {
            if (!is_outdated(error) || attempt == kAttempts) {
                throw;
            }
            logger().info(
                fmt::format("Reading the tables' structure again after: {}", error.what()));
        }
        table_writers_.clear();
        fresh_ = true;
    }
}

/// What is known of the tables may be out of date: somebody dropped or changed one. Java's sink
/// reads the catalogue anew with each retry; so does this, before anybody is blamed.
bool DatabaseSession::is_outdated(const ConnectException& error) {
    const auto* refusal = dynamic_cast<const sql::SqlError*>(&error);
    if (is_aborted() || (refusal != nullptr && refusal->connection_lost())) {
        drop_connection();
        return false;
    }
    if (dynamic_cast<const sql::StaleTableError*>(&error) != nullptr) {
        return true;
    }
    if (refusal != nullptr && refusal->kind() != sql::SqlErrorKind::kRecord) {
        return refusal->kind() == sql::SqlErrorKind::kTask && !fresh_;
    }
    return std::ranges::any_of(
        written_, [this](const sql::Table* table) { return !connection_->is_current(*table); });
}

void DatabaseSession::prepare(const RecordLayout& layout) {
    connection();
    table_writer(layout.target()).prepare(layout);
}

void DatabaseSession::in_transaction(const std::function<bool()>& work) {
    sql::Connection& database = *connection_;
    written_.clear();
    database.begin();
    try {
        if (work()) {
            without_values([&] { database.commit_if_current(written_); });
        } else {
            check_structure();
            database.rollback();
        }
    } catch (...) {
        database.rollback();
        throw;
    }
    fresh_ = false;
}

void DatabaseSession::write_range(const WritePlan& plan, const SinkRecord& first, Blame blame) {
    sql::Connection& database = *connection_;
    database.execute("SAVEPOINT kconnect");
    try {
        write_tables(plan);
        check_constraints(first);
    } catch (const ConnectException& error) {
        if (blames_record(error, blame)) {
            database.execute("ROLLBACK TO SAVEPOINT kconnect");
            database.execute("RELEASE SAVEPOINT kconnect");
        }
        throw;
    }
    database.execute("RELEASE SAVEPOINT kconnect");
}

bool DatabaseSession::blames_record(const ConnectException& error, Blame blame) const {
    if (const auto* refusal = dynamic_cast<const sql::SqlError*>(&error)) {
        const bool is_refused =
            blame == Blame::kRefusals && refusal->kind() == sql::SqlErrorKind::kTask;
        return !refusal->connection_lost() &&
               (refusal->kind() == sql::SqlErrorKind::kRecord || is_refused);
    }
    return dynamic_cast<const CannotConnectException*>(&error) == nullptr &&
           dynamic_cast<const ConfigException*>(&error) == nullptr;
}

void DatabaseSession::write_tables(const WritePlan& plan) {
    for (const auto& table : plan.tables()) {
        if (!table->versions().empty()) {
            TableWriter& writer = table_writer(table->target());
            if (std::ranges::find(written_, &writer.table()) == written_.end()) {
                written_.push_back(&writer.table());
            }
            writer.write(*table);
        }
    }
}

/// What was found in a transaction that leaves nothing must hold, too.
void DatabaseSession::check_structure() const {
    for (const sql::Table* table : written_) {
        if (!connection_->is_current(*table)) {
            throw sql::StaleTableError(displayed(table->id));
        }
    }
}

void DatabaseSession::check_constraints(const SinkRecord& first) const {
    try {
        without_values([this] { connection_->check_constraints(); });
    } catch (const sql::SqlError& error) {
        throw located(first, error);
    }
}

/// Errors that no statement for rows led to know no record, but the database may show its values.
void DatabaseSession::without_values(const std::function<void()>& work) const {
    try {
        work();
    } catch (const sql::SqlError& error) {
        if (!config_->trim_sensitive_log || error.kind() == sql::SqlErrorKind::kTransient) {
            throw;
        }
        throw sql::SqlError(redacted(error),
                            error.kind(),
                            error.sql_state(),
                            error.vendor_code(),
                            error.connection_lost());
    }
}

sql::Connection& DatabaseSession::connection() {
    if (connection_ != nullptr && connection_->is_open(false)) {
        return *connection_;
    }
    drop_connection();
    std::unique_ptr<sql::Connection> opened = open();
    const std::lock_guard lock(mutex_);
    check_not_aborted();  // abort() may have come too early to see this connection
    connection_ = std::move(opened);
    return *connection_;
}

std::unique_ptr<sql::Connection> DatabaseSession::open() {
    for (int attempt = 1;; ++attempt) {
        check_not_aborted();
        try {
            auto opened = dialect_->connect(config_->connection, abort_);
            logger().info(fmt::format(
                "Connected to {} ({})", config_->connection.url.display(), opened->server()));
            return opened;
        } catch (const sql::SqlError& error) {
            if (is_aborted()) {
                throw;
            }
            // Java gives up a connection that cannot be opened with an error of its own, which
            // max.retries does not apply to.
            if (error.kind() != sql::SqlErrorKind::kTransient ||
                attempt >= config_->connection_attempts) {
                throw CannotConnectException(error.what(), std::current_exception());
            }
            logger().warn(fmt::format(
                "Unable to connect to database on attempt {}/{}. Will retry in {} ms: {}",
                attempt,
                config_->connection_attempts,
                config_->connection_backoff.count(),
                error.what()));
        }
        wait(config_->connection_backoff);
    }
}

void DatabaseSession::check_not_aborted() const {
    if (is_aborted()) {
        throw sql::SqlError(
            "Opening a connection was given up", sql::SqlErrorKind::kTransient, "57014", 0, true);
    }
}

TableWriter& DatabaseSession::table_writer(const TableTarget& target) {
    auto& writer = table_writers_[target.shared_from_this()];
    if (writer == nullptr) {
        writer = std::make_unique<TableWriter>(*config_, *dialect_, *connection_, target);
    }
    return *writer;
}

void DatabaseSession::drop_connection() noexcept {
    written_.clear();
    table_writers_.clear();
    fresh_ = true;
    const std::lock_guard lock(mutex_);
    connection_.reset();
}

void DatabaseSession::abort() noexcept {
    const std::lock_guard lock(mutex_);
    abort_.raise();
    if (connection_ != nullptr) {
        connection_->abort();
    }
    aborting_.notify_all();
}

void DatabaseSession::reset() {
    drop_connection();
    const std::lock_guard lock(mutex_);
    abort_.lower();
}

void DatabaseSession::wait(std::chrono::milliseconds duration) {
    std::unique_lock lock(mutex_);
    aborting_.wait_for(lock, duration, [this] { return abort_.is_raised(); });
}

}  // namespace kconnect::jdbc
