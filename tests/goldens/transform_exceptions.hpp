#pragma once

#include <nlohmann/json.hpp>

namespace kconnect::goldens {

/// Whether a line of a corpus has another answer than Java's on purpose; docs/deviations.md names
/// these differences.
/// @{
bool is_named_chain(const nlohmann::json& expected, const nlohmann::json& answer);
bool is_named_regex(const nlohmann::json& expected, const nlohmann::json& answer);
bool is_named_date(const nlohmann::json& line);
/// @}

}  // namespace kconnect::goldens
