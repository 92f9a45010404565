#pragma once

#include <nlohmann/json.hpp>

namespace kconnect::goldens {

/// Whether a difference between Java's answer and ours to a line is one of those that
/// docs/deviations.md names. Keep this list short.
bool is_named_exception(const nlohmann::json& line,
                        const nlohmann::json& expected,
                        const nlohmann::json& answer);

}  // namespace kconnect::goldens
