#include "reader/connection_pool.hpp"

#include <algorithm>
#include <utility>

#include <kconnect/sql/abort_signal.hpp>
#include <kconnect/sql/sql_error.hpp>

#include "reader/request_error.hpp"

namespace kconnect::flight_reader {

ConnectionPool::Lease::Lease(ConnectionPool& pool,
                             std::unique_ptr<sql::Connection> connection,
                             std::uint64_t generation,
                             TimePoint deadline)
    : pool_(pool), connection_(std::move(connection)), generation_(generation) {
    sql::Connection* const borrowed = connection_.get();
    watch_.emplace(pool_.watchdog_, deadline, [borrowed] { borrowed->abort(); });
}

ConnectionPool::Lease::~Lease() {
    watch_.reset();
    pool_.give_back(std::move(connection_), generation_);
}

ConnectionPool::ConnectionPool(const sql::Dialect& dialect,
                               sql::ConnectionSettings settings,
                               const PoolRules& rules)
    : dialect_(dialect), settings_(std::move(settings)), rules_(rules) {
}

std::unique_ptr<ConnectionPool::Lease> ConnectionPool::take(TimePoint deadline) {
    wait_for_place(deadline);
    try {
        std::uint64_t generation = 0;
        {
            const std::lock_guard lock(mutex_);
            generation = generation_;
        }
        std::unique_ptr<sql::Connection> connection = idle_connection(deadline);
        if (connection == nullptr) {
            connection = open(deadline);
        }
        return std::make_unique<Lease>(*this, std::move(connection), generation, deadline);
    } catch (...) {
        leave_place();
        throw;
    }
}

void ConnectionPool::wait_for_place(TimePoint deadline) {
    std::unique_lock lock(mutex_);
    const TimePoint limit = std::min(deadline, std::chrono::steady_clock::now() + rules_.wait);
    if (!place_left_.wait_until(lock, limit, [this] { return in_use_ < rules_.size; })) {
        throw RequestError(503, "busy", "All connections to the database are in use; try again");
    }
    ++in_use_;
}

std::unique_ptr<sql::Connection> ConnectionPool::idle_connection(TimePoint deadline) {
    while (true) {
        Idle found;
        {
            const std::lock_guard lock(mutex_);
            if (idle_.empty()) {
                return nullptr;
            }
            found = std::move(idle_.back());
            idle_.pop_back();
        }
        const bool ask = std::chrono::steady_clock::now() - found.since >= rules_.check_after;
        sql::Connection* const borrowed = found.connection.get();
        const Watchdog::Watch watch(watchdog_, deadline, [borrowed] { borrowed->abort(); });
        if (borrowed->is_open(ask)) {
            return std::move(found.connection);
        }
    }
}

std::unique_ptr<sql::Connection> ConnectionPool::open(TimePoint deadline) {
    sql::AbortSignal abort;
    const Watchdog::Watch watch(watchdog_, deadline, [&abort] { abort.raise(); });
    return dialect_.connect(settings_, abort);
}

void ConnectionPool::give_back(std::unique_ptr<sql::Connection> connection,
                               std::uint64_t generation) noexcept {
    const bool is_open = connection->is_open(false);
    std::vector<Idle> broken;
    {
        const std::lock_guard lock(mutex_);
        if (!is_open) {
            ++generation_;
            broken.swap(idle_);
        } else if (generation == generation_) {
            idle_.push_back({std::move(connection), std::chrono::steady_clock::now()});
        }
    }
    connection.reset();
    leave_place();
}

void ConnectionPool::leave_place() noexcept {
    {
        const std::lock_guard lock(mutex_);
        --in_use_;
    }
    place_left_.notify_one();
}

}  // namespace kconnect::flight_reader
