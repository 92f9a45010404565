#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/sql/abort_signal.hpp>

#include "postgresql/errors.hpp"
#include "postgresql/result.hpp"
#include "postgresql/settings.hpp"

struct pg_conn;

namespace kconnect::sql::postgresql {

struct ConnectionCloser {
    void operator()(pg_conn* connection) const noexcept;
};
/// One libpq connection. Every wait is bounded by the settings and ends soon after abort().
/// Threads: one at a time, except abort().
class Session {
public:
    /// Tries the hosts one after the other; throws SqlError that names the last one's problem, or
    /// that `abort` was raised.
    static std::unique_ptr<Session> open(const SessionSettings& settings, const AbortSignal& abort);
    ~Session();
    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;

    /// By the simple protocol.
    Result run(const char* sql);
    /// By the extended protocol, without a named statement.
    Result run(const char* sql, const Parameters& parameters);
    /// Sends a query by the extended protocol; next_row() gives its rows. Nothing else can run
    /// until all of them are read or dropped.
    void start_rows(const char* sql, const Parameters& parameters);
    /// The same with a limit of time that the server minds; all goes out as one message.
    void start_rows_within(std::chrono::milliseconds limit,
                           const char* sql,
                           const Parameters& parameters);
    /// The next row; after the last one a result without rows, then nothing. Throws SqlError.
    std::optional<Result> next_row();
    /// Reads what is left of the rows and drops it.
    void drop_rows() noexcept;
    /// Runs `sql` `count` times, in order, without waiting in between. `parameters_of` is asked for
    /// the parameters of each run; what it gives must be valid until it is asked again.
    void run_each(const char* sql,
                  std::size_t count,
                  const std::function<const Parameters&(std::size_t)>& parameters_of);
    /// Throws also when the server answers with a rollback, as it does in a failed transaction.
    /// `check` is a query that goes with it, and keeps it from being run by failing.
    void commit(std::string_view check = {});
    /// Runs a COPY ... FROM STDIN. `next` gives the next piece of data, empty at the end.
    Result copy_in(const char* sql, const std::function<std::string_view()>& next);

    /// The text as a literal of a statement.
    std::string literal(std::string_view text) const;
    /// "15.8": the server's version without its packager's remarks.
    std::string server_version() const;
    /// 150008 for 15.8.
    int server_version_number() const noexcept;
    /// currentSchema; empty: the server's. Never set for the session, which a pooler hands on.
    const std::string& search_path() const noexcept { return search_path_; }
    bool is_usable() const noexcept;
    void close() noexcept;
    /// Makes what runs now and every later call fail. Threads: any.
    void abort() noexcept;

private:
    Session(Destination destination, const SessionSettings& settings, const AbortSignal& abort);
    static std::unique_ptr<Session> open_one(const SessionSettings& settings,
                                             const HostPort& host,
                                             const std::string& wanted_server,
                                             const AbortSignal& abort);
    void connect(const std::vector<const char*>& names, const std::vector<const char*>& values);
    void connect_step_by_step();
    void prepare_session();

    void send_query(const char* sql, const Parameters& parameters);
    /// Reads the rest of start_rows_within(), when that has begun.
    void end_pipeline_of_rows();
    void send_prepare(const char* sql, const Parameters& parameters);
    void send_prepared(const Parameters& parameters);
    /// Syncs, reads what the server answered and throws its first error.
    void end_of_batch();
    void abandon_pipeline();
    /// Up to the Sync; the first error when there is one.
    std::optional<Result> read_pipeline_results();
    void discard_results();
    void check_open() const;
    void check_sent(int accepted);
    /// Until all is sent and, when asked for, a result can be read without blocking.
    void wait(bool for_result);
    void wait_for_server(bool writable);
    bool is_given_up() const noexcept;
    /// All results of the statement; the last one, or the first error as an exception.
    Result read_results();
    void check(const Result& result) const;
    [[noreturn]] void throw_lost(std::string_view what) const;

    Destination destination_;
    std::string search_path_;
    std::chrono::seconds connect_timeout_;
    std::chrono::seconds socket_timeout_;
    const AbortSignal* opening_;  ///< While the session is being opened; null afterwards.
    std::unique_ptr<pg_conn, ConnectionCloser> connection_;
    std::mutex socket_mutex_;
    int socket_ = -1;  ///< Guarded by socket_mutex_; open as long as it is not -1.
    std::atomic<bool> is_aborted_{false};
};

}  // namespace kconnect::sql::postgresql
