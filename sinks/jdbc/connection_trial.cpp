#include "connection_trial.hpp"

#include <condition_variable>
#include <mutex>
#include <thread>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/dialect.hpp>
#include <kconnect/sql/sql_error.hpp>

namespace kconnect::jdbc {

namespace {

/// Raises a signal after a while, unless it ends before. Joins its thread.
class Alarm {
public:
    Alarm(sql::AbortSignal& signal, std::chrono::milliseconds patience)
        : thread_([this, &signal, patience] {
              std::unique_lock lock(mutex_);
              if (!ended_.wait_for(lock, patience, [this] { return is_over_; })) {
                  signal.raise();
              }
          }) {}
    ~Alarm() {
        {
            const std::lock_guard lock(mutex_);
            is_over_ = true;
        }
        ended_.notify_all();
        thread_.join();
    }
    Alarm(const Alarm&) = delete;
    Alarm& operator=(const Alarm&) = delete;

private:
    std::mutex mutex_;
    std::condition_variable ended_;
    bool is_over_ = false;
    std::thread thread_;  ///< The last member: it uses the others.
};

}  // namespace

void try_connection(const JdbcSinkConfig& config, std::chrono::milliseconds patience) {
    const sql::Dialect& dialect = dialect_of(config);
    sql::AbortSignal abort;
    const Alarm alarm(abort, patience);
    try {
        dialect.connect(config.connection, abort);
    } catch (const sql::SqlError&) {
        if (abort.is_raised()) {
            throw ConnectException(
                fmt::format("{} gave no connection within {} s; check host and port in "
                            "connection.url, and firewalls between here and there",
                            config.connection.url.display(),
                            std::chrono::duration_cast<std::chrono::seconds>(patience).count()));
        }
        throw;
    }
}

}  // namespace kconnect::jdbc
