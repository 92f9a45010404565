#pragma once

#include <condition_variable>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <mutex>
#include <vector>

#include <kconnect/errors.hpp>
#include <kconnect/sql/abort_signal.hpp>
#include <kconnect/sql/connection.hpp>
#include <kconnect/sql/dialect.hpp>

#include "jdbc_sink_config.hpp"
#include "table_writer.hpp"
#include "write_plan.hpp"

namespace kconnect::jdbc {

/// No connection could be opened, however often it was tried: no record is at fault.
class CannotConnectException : public ConnectException {
public:
    using ConnectException::ConnectException;
    ~CannotConnectException() override;
};

/// Which errors of a database are put down to the records that were sent.
enum class Blame : std::uint8_t {
    kRecords,   ///< What a record caused: a constraint, a value, a type.
    kRefusals,  ///< Whatever the database refuses for good, also privileges and missing tables.
};

/// The writer's connection, opened when it is needed, and the writers of the tables behind it.
/// Threads: the writer's, except abort().
class DatabaseSession {
public:
    DatabaseSession(const JdbcSinkConfig& config, const sql::Dialect& dialect);

    /// Makes the whole plan durable in one transaction, or nothing of it. Tables are created or
    /// amended before. Throws SqlError, TableAlterOrCreateException, DataException or
    /// ConnectException; afterwards the session can be used again.
    void write(const WritePlan& plan);

    /// @name The same in steps, for a unit with bad records
    /// @{
    /// Runs `work`, again with the tables' structure read anew when it failed by what was known of
    /// them and no longer holds: no record is to blame then.
    void with_current_structure(const std::function<void()>& work);
    /// Creates or amends the table of such records. Outside of transactions.
    void prepare(const RecordLayout& layout);
    /// Commits what `work` has done when it returns true, and the tables that it wrote to are
    /// still as known. Tables are prepared. Throws sql::StaleTableError.
    void in_transaction(const std::function<bool()>& work);
    /// Writes records whose tables are prepared; `first` is one of them. When they are to blame for
    /// the error, nothing of them stays and the transaction can go on.
    void write_range(const WritePlan& plan, const SinkRecord& first, Blame blame);
    /// True for an error that the records have to answer for.
    bool blames_record(const ConnectException& error, Blame blame = Blame::kRecords) const;
    /// @}

    /// Makes what is running fail soon, and opening a connection give up. Threads: any.
    void abort() noexcept;
    /// Allows work again after abort().
    void reset();
    bool is_aborted() const noexcept { return abort_.is_raised(); }

    /// Waits, but not beyond abort(). Threads: the writer's.
    void wait(std::chrono::milliseconds duration);

private:
    bool is_outdated(const ConnectException& error);
    void check_structure() const;
    void write_tables(const WritePlan& plan);
    void check_constraints(const SinkRecord& first) const;
    void without_values(const std::function<void()>& work) const;
    sql::Connection& connection();
    std::unique_ptr<sql::Connection> open();
    void check_not_aborted() const;
    TableWriter& table_writer(const TableTarget& target);
    void drop_connection() noexcept;

    const JdbcSinkConfig* config_;
    const sql::Dialect* dialect_;
    bool fresh_ = true;  ///< No unit was written yet with what is known of the tables.
    std::map<std::shared_ptr<const TableTarget>, std::unique_ptr<TableWriter>> table_writers_;
    std::vector<const sql::Table*> written_;  ///< By which the last transaction wrote.

    mutable std::mutex mutex_;
    std::condition_variable aborting_;
    sql::AbortSignal abort_;                       ///< Raised and lowered under mutex_.
    std::unique_ptr<sql::Connection> connection_;  ///< Replaced under mutex_; used by the writer.
};

}  // namespace kconnect::jdbc
