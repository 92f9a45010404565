#pragma once

#include <string>

#include <kconnect/sql/jdbc_url.hpp>

namespace kconnect::flight_reader {

/// A message of core/sql with the places where the reader's user wrote the settings, instead of the
/// sink's keys: "check connection.user" becomes "check FLIGHT_DATABASE_USER", or "check the user in
/// FLIGHT_DATABASE_URL" where it stands there.
std::string in_readers_names(std::string message, const sql::ConnectionSettings& settings);

}  // namespace kconnect::flight_reader
