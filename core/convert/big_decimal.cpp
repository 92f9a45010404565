#include "convert/big_decimal.hpp"

#include <algorithm>
#include <cstdint>
#include <limits>

#include <unicode/uchar.h>

namespace kconnect::convert {

namespace {

constexpr bool is_digit(char character) noexcept {
    return character >= '0' && character <= '9';
}

constexpr bool is_ascii(char character) noexcept {
    return static_cast<unsigned char>(character) < 0x80;
}

struct CodePoint {
    std::uint32_t value;
    std::size_t size;  ///< Bytes.
};

/// The first of a text that is not empty and well-formed.
CodePoint code_point_at(std::string_view text) noexcept {
    const auto lead = static_cast<unsigned char>(text.front());
    const std::size_t size = lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    std::uint32_t value = size == 1 ? lead : lead & (0x7FU >> size);
    for (const char byte : text.substr(1, size - 1)) {
        value = (value << 6U) | (static_cast<unsigned char>(byte) & 0x3FU);
    }
    return {value, size};
}

bool is_digit_of_bmp(CodePoint code) noexcept {
    return code.value <= 0xFFFF && u_isdigit(static_cast<UChar32>(code.value)) != 0;
}

std::string_view take_digits(std::string_view& text) noexcept {
    const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
    const std::string_view digits = text.substr(0, static_cast<std::size_t>(end - text.begin()));
    text.remove_prefix(digits.size());
    return digits;
}

std::string_view without_leading_zeros(std::string_view digits) noexcept {
    digits.remove_prefix(std::min(digits.find_first_not_of('0'), digits.size()));
    return digits;
}

bool fits_int32(std::int64_t number) noexcept {
    return number >= std::numeric_limits<std::int32_t>::min() &&
           number <= std::numeric_limits<std::int32_t>::max();
}

/// Takes what follows 'e'; absent when it is no exponent of 32 bits.
std::optional<std::int32_t> take_exponent(std::string_view& text) noexcept {
    const bool negative = text.starts_with('-');
    text.remove_prefix(negative || text.starts_with('+') ? 1 : 0);
    const std::string_view digits = take_digits(text);
    const std::string_view significant = without_leading_zeros(digits);
    if (digits.empty() || significant.size() > 10) {
        return std::nullopt;
    }
    std::int64_t exponent = 0;
    for (const char digit : significant) {
        exponent = exponent * 10 + (digit - '0');
    }
    exponent = negative ? -exponent : exponent;
    return fits_int32(exponent) ? std::optional(static_cast<std::int32_t>(exponent)) : std::nullopt;
}

/// The significant digits of a number, leading and trailing zeros aside, and how many zeros follow
/// them before the decimal point (negative: how many digits stand behind it).
struct Significant {
    std::uint64_t digits = 0;
    std::int64_t count = 0;
    std::int64_t zeros = 0;
};

Significant significant_of(const JsonNumber& number) noexcept {
    Significant result;
    std::int64_t pending_zeros = 0;
    for (const std::string_view part : {number.integer_digits, number.fraction_digits}) {
        for (const char digit : part) {
            if (digit == '0') {
                pending_zeros += result.count == 0 ? 0 : 1;
                continue;
            }
            result.count += pending_zeros + 1;
            for (; pending_zeros > 0 && result.count <= 19; --pending_zeros) {
                result.digits *= 10;
            }
            pending_zeros = 0;
            result.digits = result.digits * 10 + static_cast<std::uint64_t>(digit - '0');
        }
    }
    result.zeros = pending_zeros - scale_of(number);
    return result;
}

}  // namespace

bool starts_with_digit(std::string_view text) noexcept {
    return is_digit_of_bmp(code_point_at(text));
}

std::string_view with_ascii_digits(std::string_view text, Arena& arena) {
    if (std::ranges::all_of(text, is_ascii)) {
        return text;
    }
    char* const start = arena.make_bytes(text.size());
    char* next = start;
    while (!text.empty()) {
        const CodePoint code = code_point_at(text);
        if (is_digit_of_bmp(code)) {
            *next++ = static_cast<char>('0' + u_charDigitValue(static_cast<UChar32>(code.value)));
        } else {
            next = std::copy_n(text.begin(), code.size, next);
        }
        text.remove_prefix(code.size);
    }
    return {start, static_cast<std::size_t>(next - start)};
}

std::optional<JsonNumber> parse_big_decimal(std::string_view text) noexcept {
    JsonNumber number;
    number.negative = text.starts_with('-');
    const bool has_plus = text.starts_with('+');
    number.text = has_plus ? text.substr(1) : text;
    text.remove_prefix(number.negative || has_plus ? 1 : 0);
    const std::string_view digits = take_digits(text);
    number.integer_digits = without_leading_zeros(digits);
    if (text.starts_with('.')) {
        text.remove_prefix(1);
        number.fraction_digits = take_digits(text);
    }
    if (digits.empty() && number.fraction_digits.empty()) {
        return std::nullopt;
    }
    if (text.starts_with('e') || text.starts_with('E')) {
        text.remove_prefix(1);
        const auto exponent = take_exponent(text);
        if (!exponent.has_value()) {
            return std::nullopt;
        }
        number.exponent = *exponent;
    }
    const std::int64_t scale =
        static_cast<std::int64_t>(number.fraction_digits.size()) - number.exponent;
    if (!text.empty() || !fits_int32(scale)) {
        return std::nullopt;
    }
    number.integral = false;
    return number;
}

std::int32_t scale_of(const JsonNumber& number) noexcept {
    return static_cast<std::int32_t>(static_cast<std::int64_t>(number.fraction_digits.size()) -
                                     number.exponent);
}

std::optional<Value> to_smallest_integer(const JsonNumber& number) noexcept {
    const Significant significant = significant_of(number);
    if (significant.count == 0) {
        return Value::of_int8(0);
    }
    if (significant.zeros < 0 || significant.count + significant.zeros > 19) {
        return std::nullopt;
    }
    std::uint64_t magnitude = significant.digits;
    for (std::int64_t zero = 0; zero < significant.zeros; ++zero) {
        magnitude *= 10;
    }
    const std::uint64_t limit = std::uint64_t{1} << 63U;
    if (magnitude > limit || (magnitude == limit && !number.negative)) {
        return std::nullopt;
    }
    const auto integer = static_cast<std::int64_t>(number.negative ? 0 - magnitude : magnitude);
    if (integer == static_cast<std::int8_t>(integer)) {
        return Value::of_int8(static_cast<std::int8_t>(integer));
    }
    if (integer == static_cast<std::int16_t>(integer)) {
        return Value::of_int16(static_cast<std::int16_t>(integer));
    }
    if (integer == static_cast<std::int32_t>(integer)) {
        return Value::of_int32(static_cast<std::int32_t>(integer));
    }
    return Value::of_int64(integer);
}

}  // namespace kconnect::convert
