#pragma once

#include <chrono>
#include <cstddef>
#include <functional>
#include <optional>
#include <string>

#include <kconnect/sql/jdbc_url.hpp>

namespace kconnect::flight_reader {

/// What the reader must be told; in Lambda it comes from the environment.
struct ReaderSettings {
    sql::ConnectionSettings connection;
    std::string table = "flight-data";  ///< May name a schema: `schema.table`.
    std::size_t pool_size = 4;
    /// How long a call waits for one of the pool's connections.
    std::chrono::milliseconds pool_wait{5000};
};

/// Gives a variable's value; absent when it is not set.
using Environment = std::function<std::optional<std::string>(const char* name)>;

/// The process's environment.
std::optional<std::string> process_environment(const char* name);

/// Reads FLIGHT_DATABASE_URL, FLIGHT_DATABASE_USER, FLIGHT_DATABASE_PASSWORD, FLIGHT_TABLE and
/// FLIGHT_POOL_SIZE. Throws ConfigException that names the variable and what it may hold.
ReaderSettings read_settings(const Environment& environment = process_environment);

}  // namespace kconnect::flight_reader
