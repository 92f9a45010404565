#include "convert/java_integer_text.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace kconnect::convert {

namespace {

constexpr std::string_view kNotANumber = "NaN";
constexpr std::string_view kInfinity = "\xE2\x88\x9E";

constexpr bool is_digit(char character) noexcept {
    return character >= '0' && character <= '9';
}

/// The digits at the start of `text` as a real number, which is exact for fields of a date.
std::optional<double> take_digits(std::string_view& text) noexcept {
    if (text.empty() || !is_digit(text.front())) {
        return std::nullopt;
    }
    double number = 0;
    for (; !text.empty() && is_digit(text.front()); text.remove_prefix(1)) {
        number = number * 10 + (text.front() - '0');
    }
    return number;
}

/// Takes an exponent if a whole one follows.
double take_exponent(std::string_view& text) noexcept {
    if (!text.starts_with('E')) {
        return 0;
    }
    std::string_view rest = text.substr(1);
    const bool negative = rest.starts_with('-');
    rest.remove_prefix(negative ? 1 : 0);
    const auto digits = take_digits(rest);
    if (!digits.has_value()) {
        return 0;
    }
    text = rest;
    return negative ? -*digits : *digits;
}

/// Java's conversions double to long to int: saturating, then cutting.
std::int32_t narrowed(double number) noexcept {
    constexpr double kLimit = 9223372036854775808.0;
    if (number >= kLimit) {
        return -1;
    }
    if (number < -kLimit) {
        return 0;
    }
    return static_cast<std::int32_t>(static_cast<std::int64_t>(number));
}

}  // namespace

std::optional<std::int32_t> take_java_integer(std::string_view& text) noexcept {
    if (text.starts_with(kNotANumber)) {
        text.remove_prefix(kNotANumber.size());
        return 0;
    }
    std::string_view rest = text;
    const bool negative = rest.starts_with('-');
    rest.remove_prefix(negative ? 1 : 0);
    if (rest.starts_with(kInfinity)) {
        text = rest.substr(kInfinity.size());
        return negative ? std::numeric_limits<std::int32_t>::min()
                        : std::numeric_limits<std::int32_t>::max();
    }
    auto number = take_digits(rest);
    if (!number.has_value()) {
        return std::nullopt;
    }
    const double exponent = take_exponent(rest);
    if (exponent != 0 && *number != 0) {
        *number = std::trunc(*number * std::pow(10.0, std::min(exponent, 400.0)));
    }
    text = rest;
    return narrowed(negative ? -*number : *number);
}

}  // namespace kconnect::convert
