#pragma once

#include <string>
#include <string_view>

#include "jdbc_sink_config.hpp"

namespace kconnect::jdbc {

/// The table, as configured and not yet taken apart, for records of `topic`. Throws
/// ConnectException when topics.to.tables.mapping is there and does not name the topic.
std::string table_name_for(const JdbcSinkConfig& config, std::string_view topic);

}  // namespace kconnect::jdbc
