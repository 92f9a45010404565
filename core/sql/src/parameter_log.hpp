#pragma once

#include <string>
#include <string_view>

#include <kconnect/sql/jdbc_url.hpp>

namespace kconnect::sql {

/// Says once per process that a parameter has no effect here:
/// at INFO when it only tunes the Java driver, else at WARN as unknown. Threads: any.
void log_tuning_parameter(std::string_view database, std::string_view parameter);
void log_unknown_parameter(std::string_view database,
                           const JdbcUrl& url,
                           const std::string& parameter);

}  // namespace kconnect::sql
