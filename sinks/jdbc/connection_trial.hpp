#pragma once

#include <chrono>

#include "jdbc_sink_config.hpp"

namespace kconnect::jdbc {

/// How long Java's connector lets a driver take.
inline constexpr std::chrono::seconds kLoginTimeout{40};

/// Opens one connection as a task would and closes it. Throws what a task would meet, and
/// ConnectException when it took longer than `patience`; only the look-up of a host name cannot be
/// cut short.
void try_connection(const JdbcSinkConfig& config,
                    std::chrono::milliseconds patience = kLoginTimeout);

}  // namespace kconnect::jdbc
