#include "flight.hpp"

#include <fmt/format.h>

namespace kconnect::quickstart {

Flight simulate_flight(std::int64_t id, std::int64_t report, std::int64_t start_ms) {
    Flight flight;
    flight.id = id;
    flight.aircraft_id = fmt::format("KC{:04}", id * 7919 % 10000);
    flight.timestamp = start_ms + report * 1000;
    flight.altitude = static_cast<std::int32_t>(20000 + id * 37 % 20000 + report * 25);
    flight.speed = static_cast<std::int32_t>(380 + id * 13 % 120);
    flight.heading = static_cast<std::int32_t>((id * 29 + report) % 360);
    flight.lat =
        static_cast<double>(id * 41 % 12000) / 100.0 - 60.0 + static_cast<double>(report) / 1000.0;
    flight.lon = static_cast<double>(id * 67 % 36000) / 100.0 - 180.0;
    return flight;
}

std::string key_json(const Flight& flight) {
    return fmt::format(
        R"({{"schema":{{"type":"struct","fields":[{{"type":"int64","optional":false,"field":"id"}}],)"
        R"("optional":false,"name":"flight.key"}},"payload":{{"id":{}}}}})",
        flight.id);
}

std::string value_json(const Flight& flight) {
    return fmt::format(
        R"({{"schema":{{"type":"struct","fields":[)"
        R"({{"type":"int64","optional":false,"field":"id"}},)"
        R"({{"type":"string","optional":false,"field":"aircraft_id"}},)"
        R"({{"type":"int64","optional":false,"field":"timestamp"}},)"
        R"({{"type":"int32","optional":true,"field":"altitude"}},)"
        R"({{"type":"int32","optional":true,"field":"speed"}},)"
        R"({{"type":"int32","optional":true,"default":0,"field":"heading"}},)"
        R"({{"type":"double","optional":false,"field":"lat"}},)"
        R"({{"type":"double","optional":false,"field":"lon"}}],)"
        R"("optional":false,"name":"flight"}},"payload":{{"id":{},"aircraft_id":"{}",)"
        R"("timestamp":{},"altitude":{},"speed":{},"heading":{},"lat":{},"lon":{}}}}})",
        flight.id,
        flight.aircraft_id,
        flight.timestamp,
        flight.altitude,
        flight.speed,
        flight.heading,
        flight.lat,
        flight.lon);
}

}  // namespace kconnect::quickstart
