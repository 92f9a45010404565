#pragma once

#include <atomic>
#include <chrono>

#include <kconnect/sql/sql_error.hpp>

#include "mysql/mysql_handles.hpp"

namespace kconnect::sql::mysql {

/// The way to a session's server, which another thread may cut: then the call that waits there
/// fails, and so does every later one.
/// Threads: any.
class Lifeline {
public:
    explicit Lifeline(st_mysql* session);
    ~Lifeline();
    Lifeline(const Lifeline&) = delete;
    Lifeline& operator=(const Lifeline&) = delete;

    void cut() noexcept;
    bool is_cut() const noexcept { return cut_.load(std::memory_order_acquire); }

    /// Throws when the line is cut. To be called before each call that waits for the server.
    void check() const;
    /// The error as it is, or as the loss of the connection: once the line is cut, when what the
    /// library reports depends on what it was doing, and for a failure of TLS in an open session.
    /// Says so when the connection was lost because the server was silent for too long.
    SqlError judge(const SqlError& error) const;

private:
    int socket_;  ///< A duplicate: its number cannot come to mean another connection.
    std::atomic<bool> cut_{false};
    std::chrono::seconds silence_;  ///< How long the library waits for the server; 0: for ever.
    mutable std::atomic<std::chrono::steady_clock::time_point> checked_;  ///< The last time.
};

}  // namespace kconnect::sql::mysql
