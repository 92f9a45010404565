#include "database_session.hpp"

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
    try {
        work();
    } catch (const sql::SqlError& error) {
        // What is known of the tables may be out of date: somebody dropped or changed one. Java's
        // sink reads the catalogue anew with each retry; so does this, once.
        const bool outdated = error.kind() == sql::SqlErrorKind::kTask && !fresh_;
        if (error.connection_lost() || is_aborted()) {
            drop_connection();
        }
        if (!outdated || is_aborted()) {
            throw;
        }
        logger().info(fmt::format("Reading the tables' structure again after: {}", error.what()));
        table_writers_.clear();
        fresh_ = true;
        work();
    }
}

void DatabaseSession::prepare(const RecordLayout& layout) {
    connection();
    table_writer(layout.target()).prepare(layout);
}

void DatabaseSession::in_transaction(const std::function<bool()>& work) {
    sql::Connection& database = *connection_;
    database.begin();
    try {
        if (work()) {
            without_values([&database] { database.commit(); });
        } else {
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
        // A type that does not fit is the record's fault, unless the column was changed meanwhile.
        const bool wrong_type = refusal->sql_state() == "42804" || refusal->sql_state() == "42846";
        const bool is_refused =
            blame == Blame::kRefusals && refusal->kind() == sql::SqlErrorKind::kTask;
        return !refusal->connection_lost() && (refusal->kind() == sql::SqlErrorKind::kRecord ||
                                               is_refused || (wrong_type && fresh_));
    }
    return dynamic_cast<const CannotConnectException*>(&error) == nullptr &&
           dynamic_cast<const ConfigException*>(&error) == nullptr;
}

void DatabaseSession::write_tables(const WritePlan& plan) {
    for (const auto& table : plan.tables()) {
        if (!table->versions().empty()) {
            table_writer(table->target()).write(*table);
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
