#pragma once

#include <chrono>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/sql/result_rows.hpp>
#include <kconnect/sql/row_writer.hpp>
#include <kconnect/sql/table.hpp>

namespace kconnect::sql {

/// One row of a query's result, as text; an absent cell is NULL.
using TextRow = std::vector<std::optional<std::string>>;

/// How long a change of a table waits for transactions that use it.
inline constexpr std::chrono::seconds kDefinitionPatience{60};

/// One session with a database. Closes itself.
/// Threads: one at a time, except abort(). All calls block until the server answered; what
/// can be bounded (connecting, reading) is bounded by the URL's parameters.
/// Every call may throw SqlError.
class Connection {
public:
    virtual ~Connection() = default;

    /// Product and version for the log, e.g. "PostgreSQL 15.8".
    virtual std::string server() const = 0;

    /// Runs one statement; what it answers is dropped.
    virtual void execute(std::string_view sql) { query(sql); }
    /// Runs a statement that creates or alters a table, outside of transactions. Waits for others
    /// who hold the table no longer than kDefinitionPatience, unless the URL says otherwise.
    virtual void define(std::string_view sql) { execute(sql); }
    /// Runs one statement and reads all of its result.
    virtual std::vector<TextRow> query(std::string_view sql) = 0;

    /// Runs one query and streams its rows. Each parameter takes the place of
    /// Dialect::placeholder() of its number: null, integers, reals, BOOLEAN, STRING (which the
    /// server turns into what the place needs) or BYTES; read before the call returns. No named
    /// statement is left on the server. Throws DataException for a parameter of another kind,
    /// ConnectException where the dialect does not read rows.
    virtual std::unique_ptr<ResultRows> select(std::string_view sql,
                                               std::span<const Value> parameters);
    /// The same for a query that begins with SELECT, outside of transactions: the server itself
    /// ends it after `limit`, or earlier where it has a shorter limit of its own, also when the
    /// session is given up by then; SqlError::is_out_of_time() says so. Costs no further message.
    /// By default as select(), for databases that live in this process.
    virtual std::unique_ptr<ResultRows> select_within(std::chrono::milliseconds limit,
                                                      std::string_view sql,
                                                      std::span<const Value> parameters);

    virtual void begin() { execute("BEGIN"); }
    virtual void commit() { execute("COMMIT"); }
    /// Commits, unless one of the tables, which the transaction wrote to, is no longer as
    /// described: throws StaleTableError then. From its first write to a table on, the database
    /// lets nobody else change it, so that a look before COMMIT is in time.
    virtual void commit_if_current(std::span<const Table* const> written);
    /// Lets the database check now what it would check at commit (deferred constraints).
    virtual void check_constraints() {}
    /// Never throws: a connection that cannot roll back is closed.
    virtual void rollback() noexcept = 0;

    /// True while the session is usable; asks the server when `probe`.
    virtual bool is_open(bool probe) noexcept = 0;

    /// Fills the parts that the name leaves open from the session (database, current schema).
    virtual TableId resolve(const TableId& name) = 0;
    /// The table's description; absent when there is none of exactly this name.
    virtual std::optional<Table> describe(const TableId& resolved) = 0;

    /// True when the description still holds. Never true for a table that is gone.
    virtual bool is_current(const Table& table);

    /// A writer for rows of one shape. May prepare statements; sends nothing else.
    virtual std::unique_ptr<RowWriter> row_writer(const WriteShape& shape) = 0;

    /// Gives the session up for good: what runs in another thread fails soon and every later call
    /// fails at once, with connection_lost; the server rolls back what was not committed. Closes
    /// the way to the server (shutdown(2), sqlite3_interrupt), so it needs no second session and
    /// cannot come too early. Threads: any. Does not block.
    virtual void abort() noexcept = 0;
};

}  // namespace kconnect::sql
