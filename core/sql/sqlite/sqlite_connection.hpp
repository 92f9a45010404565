#pragma once

#include <atomic>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/sql/abort_signal.hpp>
#include <kconnect/sql/connection.hpp>

#include "sqlite/sqlite_handles.hpp"
#include "sqlite/sqlite_options.hpp"

namespace kconnect::sql::sqlite {

/// An open SQLite file.
class SqliteConnection final : public Connection {
public:
    /// Opens or creates the file; waits for locks until `abort` is raised. Throws SqlError that
    /// names it.
    SqliteConnection(const Options& options, const AbortSignal& abort);

    std::string server() const override;
    std::vector<TextRow> query(std::string_view sql) override;
    std::unique_ptr<ResultRows> select(std::string_view sql,
                                       std::span<const Value> parameters) override;
    void begin() override;
    void rollback() noexcept override;
    bool is_open(bool probe) noexcept override;
    /// Leaves the schema open: it is `main` unless the name says otherwise.
    TableId resolve(const TableId& name) override;
    std::optional<Table> describe(const TableId& resolved) override;
    /// Any change in the file makes it look at the table again.
    bool is_current(const Table& table) override;
    std::unique_ptr<RowWriter> row_writer(const WriteShape& shape) override;
    void abort() noexcept override;

private:
    /// Waits for the lock that another connection holds, but not once the session is given up.
    static int wait_for_lock(void* self, int attempts) noexcept;

    std::string begin_;
    int busy_timeout_milliseconds_;
    std::atomic<bool> given_up_{false};
    const AbortSignal* opening_;  ///< While the file is being opened; null afterwards.
    DatabaseHandle database_;
};

}  // namespace kconnect::sql::sqlite
