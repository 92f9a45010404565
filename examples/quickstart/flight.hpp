#pragma once

#include <cstdint>
#include <string>

namespace kconnect::quickstart {

/// One position report of one flight.
struct Flight {
    std::int64_t id = 0;
    std::string aircraft_id;
    std::int64_t timestamp = 0;  ///< Milliseconds since 1970.
    std::int32_t altitude = 0;   ///< Feet.
    std::int32_t speed = 0;      ///< Knots.
    std::int32_t heading = 0;    ///< Degrees.
    double lat = 0;
    double lon = 0;
};

/// Report number `report` (from 0) of flight number `id`, one second after the one before; the same
/// numbers always give the same flight.
Flight simulate_flight(std::int64_t id, std::int64_t report, std::int64_t start_ms);

/// The record's key as Kafka Connect's JsonConverter writes it: {"schema":...,"payload":{"id":n}}.
std::string key_json(const Flight& flight);

/// The record's value as Kafka Connect's JsonConverter writes it, with its schema.
std::string value_json(const Flight& flight);

}  // namespace kconnect::quickstart
