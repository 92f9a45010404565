#pragma once

#include <chrono>
#include <condition_variable>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <optional>
#include <vector>

#include <kconnect/sql/connection.hpp>
#include <kconnect/sql/dialect.hpp>

#include "reader/watchdog.hpp"

namespace kconnect::flight_reader {

/// How a pool keeps its connections.
struct PoolRules {
    std::size_t size = 4;
    std::chrono::milliseconds wait{5000};         ///< Longest wait for a connection.
    std::chrono::milliseconds check_after{5000};  ///< One that idled longer is asked first.
};

/// A few connections to one database, opened when they are needed. One that broke is closed, and
/// with it all that idled: a server that restarted broke them too. Threads: any.
class ConnectionPool {
public:
    using TimePoint = std::chrono::steady_clock::time_point;

    /// A connection on loan; goes back with its scope. Until then it is given up at the deadline.
    class Lease {
    public:
        Lease(ConnectionPool& pool,
              std::unique_ptr<sql::Connection> connection,
              std::uint64_t generation,
              TimePoint deadline);
        ~Lease();
        Lease(const Lease&) = delete;
        Lease& operator=(const Lease&) = delete;

        sql::Connection& operator*() const noexcept { return *connection_; }
        sql::Connection* operator->() const noexcept { return connection_.get(); }

    private:
        ConnectionPool& pool_;
        std::unique_ptr<sql::Connection> connection_;
        std::uint64_t generation_;
        std::optional<Watchdog::Watch> watch_;
    };

    ConnectionPool(const sql::Dialect& dialect,
                   sql::ConnectionSettings settings,
                   const PoolRules& rules);

    /// Waits for a connection, within the rules and before `deadline`. Throws RequestError (503)
    /// when all stay in use, SqlError when none can be opened.
    std::unique_ptr<Lease> take(TimePoint deadline);

    const sql::Dialect& dialect() const noexcept { return dialect_; }

private:
    struct Idle {
        std::unique_ptr<sql::Connection> connection;
        TimePoint since;
    };

    void wait_for_place(TimePoint deadline);
    std::unique_ptr<sql::Connection> idle_connection(TimePoint deadline);
    std::unique_ptr<sql::Connection> open(TimePoint deadline);
    void give_back(std::unique_ptr<sql::Connection> connection, std::uint64_t generation) noexcept;
    void leave_place() noexcept;

    const sql::Dialect& dialect_;
    const sql::ConnectionSettings settings_;
    const PoolRules rules_;
    Watchdog watchdog_;
    std::mutex mutex_;
    std::condition_variable place_left_;
    std::size_t in_use_ = 0;
    std::uint64_t generation_ = 0;  ///< Grows with each connection that is found broken.
    std::vector<Idle> idle_;        ///< The one used last comes last.
};

}  // namespace kconnect::flight_reader
