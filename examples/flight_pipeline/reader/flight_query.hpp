#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>

#include "reader/gateway_event.hpp"

namespace kconnect::flight_reader {

inline constexpr std::size_t kDefaultLimit = 500;
inline constexpr std::size_t kMaxLimit = 5000;

/// Degrees. Where min_lon is greater than max_lon the box goes over the 180th meridian.
struct BoundingBox {
    double min_lon;
    double min_lat;
    double max_lon;
    double max_lat;
};

/// What a caller may ask for; always bounded.
struct FlightQuery {
    std::optional<std::string> aircraft_id = {};
    std::optional<std::int64_t> since = {};  ///< Epoch milliseconds; rows of this time or later.
    std::optional<BoundingBox> bbox = {};
    std::size_t limit = kDefaultLimit;
    std::optional<std::int64_t> after = {};  ///< Rows with a greater id.
};

/// Reads a query's parameters. Throws RequestError (400) that names the parameter, its value and
/// what is allowed.
FlightQuery parse_flight_query(const QueryParameters& parameters);

}  // namespace kconnect::flight_reader
