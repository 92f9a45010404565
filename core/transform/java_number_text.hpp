#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <kconnect/arena.hpp>

namespace kconnect::transform {

/// Without what Java's String.trim() cuts off: blanks and control characters.
std::string_view java_trimmed(std::string_view text) noexcept;

/// The whole text as java.lang.Long.parseLong reads it: one sign, digits of any script. Absent
/// where that throws NumberFormatException, also for what exceeds 64 bits.
std::optional<std::int64_t> parse_java_long(std::string_view text, Arena& arena);

/// The whole text as java.lang.Double.parseDouble or Float.parseFloat reads it: blanks around it,
/// "NaN", "Infinity", "0x1.8p1", a letter f or d behind it. Absent where those throw
/// NumberFormatException; too large is infinite, too small is 0.
/// @{
std::optional<double> parse_java_double(std::string_view text, Arena& arena);
std::optional<float> parse_java_float(std::string_view text, Arena& arena);
/// @}

}  // namespace kconnect::transform
