#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include <kconnect/sql/result_rows.hpp>

namespace kconnect::flight_reader {

/// One page of flights.
struct FlightPage {
    /// `{"flights":[...],"next":17`: what decides whether two answers are the same.
    std::string identity;
    std::size_t count = 0;
    std::optional<std::int64_t> next;  ///< For `after`; absent on the last page.

    /// `{"flights":[...],"next":17,"as_of":1690000001234}`
    std::string json(std::int64_t as_of_millis) const;
};

/// Reads up to `limit` rows of kFlightColumns, and whether there is one more. Throws SqlError, or
/// ConnectException for a table whose ids are no integers.
FlightPage read_page(sql::ResultRows& rows, std::size_t limit);

}  // namespace kconnect::flight_reader
