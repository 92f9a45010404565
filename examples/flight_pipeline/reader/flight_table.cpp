#include "reader/flight_table.hpp"

#include <algorithm>
#include <optional>
#include <thread>

#include <fmt/format.h>

#include <kconnect/sql/sql_error.hpp>

#include "reader/backoff.hpp"
#include "reader/flight_statement.hpp"
#include "reader/request_error.hpp"

namespace kconnect::flight_reader {
namespace {

/// Less is not enough for another attempt.
constexpr std::chrono::milliseconds kTimeForAnAttempt{50};

/// A little less than there is: what the server ends leaves the connection whole.
std::chrono::milliseconds time_for_the_server(FlightTable::TimePoint deadline) {
    constexpr std::chrono::milliseconds kWay{20};
    const auto left = std::chrono::duration_cast<std::chrono::milliseconds>(
        deadline - std::chrono::steady_clock::now());
    return std::max(left - kWay, std::chrono::milliseconds(1));
}

RequestError late() {
    return {504, "timeout", "The database did not answer in time; try again"};
}

}  // namespace

FlightTable::FlightTable(const ReaderSettings& settings)
    : pool_(sql::find_dialect(settings.connection.url),
            settings.connection,
            {.size = settings.pool_size, .wait = settings.pool_wait}) {
    table_ = pool_.dialect().parse_table_name(settings.table);
}

FlightPage FlightTable::try_to_read(const FlightQuery& query, TimePoint deadline) {
    const std::unique_ptr<ConnectionPool::Lease> connection = pool_.take(deadline);
    const FlightStatement statement = flight_statement(pool_.dialect(), table_, query);
    const std::unique_ptr<sql::ResultRows> rows =
        (*connection)
            ->select_within(time_for_the_server(deadline), statement.sql, statement.parameters);
    return read_page(*rows, query.limit);
}

FlightPage FlightTable::read(const FlightQuery& query,
                             TimePoint deadline,
                             const OnRetry& on_retry) {
    std::optional<Backoff> backoff;
    while (true) {
        try {
            return try_to_read(query, deadline);
        } catch (const sql::SqlError& error) {
            const auto now = std::chrono::steady_clock::now();
            if (error.is_out_of_time()) {
                // As long as this one took, the next would take.
                on_retry(fmt::format("no further attempt after: {}", error.what()));
                throw late();
            }
            if (error.kind() != sql::SqlErrorKind::kTransient) {
                throw;
            }
            if (!backoff) {
                backoff.emplace();
            }
            const auto pause = backoff->next();
            if (now + pause + kTimeForAnAttempt >= deadline) {
                on_retry(fmt::format("no time for another attempt after: {}", error.what()));
                throw now >= deadline
                    ? late()
                    : RequestError(
                          503, "unavailable", "The database cannot be reached now; try again");
            }
            on_retry(error.what());
            std::this_thread::sleep_for(pause);
        }
    }
}

void FlightTable::warm_up(TimePoint deadline) {
    pool_.take(deadline);
}

}  // namespace kconnect::flight_reader
