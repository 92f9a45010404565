#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <kconnect/sql/dialect.hpp>
#include <kconnect/value.hpp>

#include "reader/flight_query.hpp"

namespace kconnect::flight_reader {

/// The columns of an answer's rows, in their order; the first is the key.
inline constexpr auto kFlightColumns = std::to_array<std::string_view>(
    {"id", "aircraft_id", "timestamp", "altitude", "speed", "heading", "lat", "lon"});

/// A query's text and its parameters, which point into the FlightQuery.
struct FlightStatement {
    std::string sql;
    std::vector<Value> parameters;
};

/// The query for one page and one row more, which tells whether there is a next page.
FlightStatement flight_statement(const sql::Dialect& dialect,
                                 const sql::TableId& table,
                                 const FlightQuery& query);

}  // namespace kconnect::flight_reader
