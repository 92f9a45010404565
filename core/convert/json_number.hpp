#pragma once

#include <cstdint>
#include <optional>
#include <string_view>

#include <kconnect/arena.hpp>
#include <kconnect/value.hpp>

namespace kconnect::convert {

/// A number as it stands in a JSON document, in the parts that Java's BigDecimal is made of.
/// Borrowed from the document.
struct JsonNumber {
    std::string_view text;            ///< As written, sign included.
    std::string_view integer_digits;  ///< Without leading zeros; empty for zero.
    std::string_view fraction_digits;
    std::int32_t exponent = 0;
    bool negative = false;
    bool integral = true;  ///< Neither fraction nor exponent: Jackson's isIntegralNumber.
};

/// The number at the start of `text` by Jackson's grammar with leading zeros allowed; its size is
/// that of `JsonNumber::text`. Absent when there is none or when it breaks Jackson's limits (1000
/// digits, a scale of 32 bits).
std::optional<JsonNumber> scan_number(std::string_view text) noexcept;

/// Java's longValue(): the fraction is cut off, what exceeds 64 bits wraps.
std::int64_t to_int64(const JsonNumber& number) noexcept;

/// The value of an integral number that fits 32 bits; absent for all others.
std::optional<std::int32_t> to_exact_int32(const JsonNumber& number) noexcept;

/// Java's doubleValue(): correctly rounded, Infinity on overflow; "-0.0" is 0.0 as BigDecimal
/// knows no negative zero.
double to_float64(const JsonNumber& number) noexcept;

/// Java's floatValue(), by the rules of to_float64().
float to_float32(const JsonNumber& number) noexcept;

/// Java's decimalValue(): the scale is that of the text ("1.50" has 2, "1e3" has -3).
const Decimal* to_decimal(const JsonNumber& number, Arena& arena);

}  // namespace kconnect::convert
