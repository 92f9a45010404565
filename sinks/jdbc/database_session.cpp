#include "database_session.hpp"

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>
#include <kconnect/sql/sql_error.hpp>

#include "table_structure.hpp"

namespace kconnect::jdbc {

namespace {

const Logger& logger() {
    static const Logger instance("io.confluent.connect.jdbc.util.CachedConnectionProvider");
    return instance;
}

}  // namespace

DatabaseSession::DatabaseSession(const JdbcSinkConfig& config, const sql::Dialect& dialect)
    : config_(&config), dialect_(&dialect) {
}

void DatabaseSession::write(const WritePlan& plan) {
    try {
        write_once(plan);
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
        write_once(plan);
    }
}

void DatabaseSession::write_once(const WritePlan& plan) {
    sql::Connection& database = connection();
    for (const auto& table : plan.tables()) {
        if (!table->versions().empty()) {
            table_writer(table->target()).prepare(*table);
        }
    }
    database.begin();
    try {
        for (const auto& table : plan.tables()) {
            if (!table->versions().empty()) {
                table_writer(table->target()).write(*table);
            }
        }
        database.commit();
    } catch (...) {
        database.rollback();
        throw;
    }
    fresh_ = false;
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
                throw ConnectException(error.what(), std::current_exception());
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
    auto& writer = table_writers_[&target];
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
