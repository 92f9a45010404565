#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <string>

namespace kconnect::bench {

/// A row of the table of flights; plain, so that a client library can read arrays of it.
struct FlightRow {
    std::int64_t id;
    std::int64_t timestamp;
    double lat;
    double lon;
    std::int32_t altitude;
    std::int32_t speed;
    std::int32_t heading;
    char aircraft_id[28];
    unsigned long aircraft_id_size;  ///< Connector/C reads lengths of this type.
};

/// Where the table is; `append` inserts without regard to keys.
struct FlightTablePlace {
    std::string database;  ///< postgresql or mysql
    std::string host;
    std::string port;
    std::string user;
    std::string name;
    std::string table;
    bool append;
};

/// One connection to a table of flights. Used by one thread at a time.
class FlightTable {
public:
    virtual ~FlightTable() = default;

    /// Writes the rows in one transaction; returns when they are durable. Upsert wants each key
    /// once. Throws std::runtime_error with the server's text.
    virtual void write(std::span<const FlightRow> rows) = 0;
};

/// Connects and creates the table when it is missing.
std::unique_ptr<FlightTable> open_flight_table(const FlightTablePlace& place);

std::unique_ptr<FlightTable> open_postgresql_flight_table(const FlightTablePlace& place);
std::unique_ptr<FlightTable> open_mariadb_flight_table(const FlightTablePlace& place);

}  // namespace kconnect::bench
