#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

namespace kconnect::convert {

/// Takes the integer at the start of `text` as Java's integer NumberFormat reads it for a field of
/// a date: a minus sign, any number of digits, an exponent ("1E1"), "NaN" as 0; narrowed to 32
/// bits. Absent, and nothing taken, when there is none.
std::optional<std::int32_t> take_java_integer(std::string_view& text) noexcept;

}  // namespace kconnect::convert
