#pragma once

#include <string_view>

namespace kconnect::sql::mysql {

/// True for a parameter of Connector/J or MariaDB Connector/J that only tunes the Java driver, or
/// that holds here in any case. `name` is in lower case.
bool is_without_effect(std::string_view name);

}  // namespace kconnect::sql::mysql
