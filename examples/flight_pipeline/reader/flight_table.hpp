#pragma once

#include <chrono>
#include <functional>
#include <string>

#include <kconnect/sql/table.hpp>

#include "reader/connection_pool.hpp"
#include "reader/flight_page.hpp"
#include "reader/flight_query.hpp"
#include "reader/reader_settings.hpp"

namespace kconnect::flight_reader {

/// The table of the flights. Threads: any.
class FlightTable {
public:
    using TimePoint = std::chrono::steady_clock::time_point;
    /// Told of each attempt that failed and is followed by another.
    using OnRetry = std::function<void(const std::string& error)>;

    /// Opens no connection. Throws ConfigException.
    explicit FlightTable(const ReaderSettings& settings);

    /// Reads one page; tries again after transient errors as long as there is time. Throws
    /// RequestError (503 or 504) when there is none, SqlError or ConnectException for errors that
    /// stay.
    FlightPage read(const FlightQuery& query, TimePoint deadline, const OnRetry& on_retry);

    /// Opens a connection for later.
    void warm_up(TimePoint deadline);

private:
    FlightPage try_to_read(const FlightQuery& query, TimePoint deadline);

    sql::TableId table_;
    ConnectionPool pool_;
};

}  // namespace kconnect::flight_reader
