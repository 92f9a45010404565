#pragma once

#include <optional>
#include <string_view>

#include <kconnect/arena.hpp>
#include <kconnect/value.hpp>

#include "convert/json_number.hpp"

namespace kconnect::convert {

/// Whether the text (well-formed UTF-8) begins with a digit of any script in the BMP: Java's
/// Character.isDigit(text.charAt(0)).
bool starts_with_digit(std::string_view text) noexcept;

/// The digits of all scripts in the BMP as ASCII digits, as Java's number parsers read them; the
/// text itself when it has none.
std::string_view with_ascii_digits(std::string_view text, Arena& arena);

/// The whole text as java.math.BigDecimal's constructor reads it: "+5.", ".5e-3". Absent where that
/// throws NumberFormatException.
std::optional<JsonNumber> parse_big_decimal(std::string_view text) noexcept;

/// BigDecimal's scale: 2 for "1.50", -3 for "1e3".
std::int32_t scale_of(const JsonNumber& number) noexcept;

/// The number as the smallest of INT8 to INT64 that holds it; absent when it has a fraction or is
/// larger.
std::optional<Value> to_smallest_integer(const JsonNumber& number) noexcept;

}  // namespace kconnect::convert
