#include "convert/json_number.hpp"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <limits>
#include <span>
#include <system_error>

namespace kconnect::convert {

namespace {

/// Jackson's StreamReadConstraints.DEFAULT_MAX_NUM_LEN.
constexpr std::size_t kMaxDigits = 1000;

constexpr bool is_digit(char character) noexcept {
    return character >= '0' && character <= '9';
}

std::string_view take_digits(std::string_view text) noexcept {
    const auto end = std::find_if_not(text.begin(), text.end(), is_digit);
    return text.substr(0, static_cast<std::size_t>(end - text.begin()));
}

std::string_view without_leading_zeros(std::string_view digits) noexcept {
    const std::size_t first = digits.find_first_not_of('0');
    return first == std::string_view::npos ? std::string_view() : digits.substr(first);
}

/// The exponent as BigDecimal reads it; absent when it does not fit an int.
std::optional<std::int32_t> parse_exponent(std::string_view digits, bool negative) noexcept {
    const std::string_view significant = without_leading_zeros(digits);
    if (significant.size() > 10) {
        return std::nullopt;
    }
    std::int64_t value = 0;
    for (const char digit : significant) {
        value = value * 10 + (digit - '0');
    }
    value = negative ? -value : value;
    if (value < std::numeric_limits<std::int32_t>::min() ||
        value > std::numeric_limits<std::int32_t>::max()) {
        return std::nullopt;
    }
    return static_cast<std::int32_t>(value);
}

bool fits_int32(std::int64_t value) noexcept {
    return value >= std::numeric_limits<std::int32_t>::min() &&
           value <= std::numeric_limits<std::int32_t>::max();
}

std::int64_t scale_of(const JsonNumber& number) noexcept {
    return static_cast<std::int64_t>(number.fraction_digits.size()) - number.exponent;
}

/// Reads what follows the integer digits; false when it is malformed.
bool scan_fraction_and_exponent(std::string_view text,
                                std::size_t& position,
                                JsonNumber& number,
                                std::size_t& exponent_length) noexcept {
    if (position < text.size() && text[position] == '.') {
        number.fraction_digits = take_digits(text.substr(position + 1));
        if (number.fraction_digits.empty()) {
            return false;
        }
        number.integral = false;
        position += 1 + number.fraction_digits.size();
    }
    if (position < text.size() && (text[position] == 'e' || text[position] == 'E')) {
        ++position;
        const bool signed_exponent =
            position < text.size() && (text[position] == '-' || text[position] == '+');
        const bool negative = signed_exponent && text[position] == '-';
        position += signed_exponent ? 1 : 0;
        const std::string_view digits = take_digits(text.substr(position));
        const auto exponent = parse_exponent(digits, negative);
        if (digits.empty() || !exponent.has_value()) {
            return false;
        }
        number.integral = false;
        number.exponent = *exponent;
        exponent_length = digits.size();
        position += digits.size();
    }
    return true;
}

bool is_zero(const JsonNumber& number) noexcept {
    return number.integer_digits.empty() && without_leading_zeros(number.fraction_digits).empty();
}

template <typename Real>
Real to_real(const JsonNumber& number) noexcept {
    if (is_zero(number)) {
        return 0;
    }
    Real value = 0;
    const char* end = number.text.data() + number.text.size();
    if (std::from_chars(number.text.data(), end, value).ec != std::errc::result_out_of_range) {
        return value;
    }
    // Out of range says not on which side; the decimal exponent of the first digit does.
    const std::int64_t leading_zeros =
        static_cast<std::int64_t>(number.fraction_digits.size()) -
        static_cast<std::int64_t>(without_leading_zeros(number.fraction_digits).size());
    const std::int64_t magnitude =
        number.exponent + (number.integer_digits.empty()
                               ? -leading_zeros
                               : static_cast<std::int64_t>(number.integer_digits.size()));
    value = magnitude > 0 ? std::numeric_limits<Real>::infinity() : Real{0};
    return number.negative ? -value : value;
}

/// The digits of integer part and fraction as a number in 32-bit limbs, least significant first.
std::span<const std::uint32_t> to_limbs(const JsonNumber& number, Arena& arena) {
    const std::size_t digits = number.integer_digits.size() + number.fraction_digits.size();
    const auto limbs = arena.make_array<std::uint32_t>(digits / 9 + 1);
    std::size_t used = 0;
    for (const std::string_view part : {number.integer_digits, number.fraction_digits}) {
        for (const char digit : part) {
            std::uint64_t carry = static_cast<std::uint64_t>(digit - '0');
            for (std::size_t index = 0; index < used; ++index) {
                carry += std::uint64_t{limbs[index]} * 10;
                limbs[index] = static_cast<std::uint32_t>(carry);
                carry >>= 32U;
            }
            if (carry != 0) {
                limbs[used++] = static_cast<std::uint32_t>(carry);
            }
        }
    }
    return limbs;
}

/// Two's complement, big-endian, as few bytes as BigInteger.toByteArray gives.
std::span<const std::byte> to_unscaled(std::span<const std::uint32_t> limbs,
                                       bool negative,
                                       Arena& arena) {
    const std::size_t size = limbs.size() * 4 + 1;
    const auto bytes = arena.make_array<std::byte>(size);
    unsigned carry = negative ? 1 : 0;
    for (std::size_t index = 0; index < size; ++index) {
        unsigned byte = index + 1 == size ? 0U : (limbs[index / 4] >> (8 * (index % 4))) & 0xFFU;
        if (negative) {
            byte = (~byte & 0xFFU) + carry;
            carry = byte >> 8U;
        }
        bytes[size - 1 - index] = static_cast<std::byte>(byte & 0xFFU);
    }
    std::size_t first = 0;
    const auto redundant = [&bytes](std::size_t at) {
        const bool next_is_negative = (bytes[at + 1] & std::byte{0x80}) != std::byte{0};
        return bytes[at] == (next_is_negative ? std::byte{0xFF} : std::byte{0});
    };
    while (first + 1 < size && redundant(first)) {
        ++first;
    }
    return bytes.subspan(first);
}

}  // namespace

std::optional<JsonNumber> scan_number(std::string_view text) noexcept {
    JsonNumber number;
    number.negative = text.starts_with('-');
    std::size_t position = number.negative ? 1 : 0;
    const std::string_view digits = take_digits(text.substr(position));
    if (digits.empty()) {
        return std::nullopt;
    }
    number.integer_digits = without_leading_zeros(digits);
    position += digits.size();
    std::size_t exponent_length = 0;
    if (!scan_fraction_and_exponent(text, position, number, exponent_length)) {
        return std::nullopt;
    }
    const std::size_t length =
        number.integer_digits.size() + number.fraction_digits.size() + exponent_length;
    if (length > kMaxDigits || !fits_int32(scale_of(number))) {
        return std::nullopt;
    }
    number.text = text.substr(0, position);
    return number;
}

std::int64_t to_int64(const JsonNumber& number) noexcept {
    const std::int64_t scale = scale_of(number);
    const auto whole_digits =
        static_cast<std::int64_t>(number.integer_digits.size()) + number.exponent;
    // 10^64 is a multiple of 2^64: nothing is left in the low 64 bits.
    if (scale <= -64 || whole_digits <= 0) {
        return 0;
    }
    std::uint64_t value = 0;
    std::int64_t left = whole_digits;
    for (const std::string_view part : {number.integer_digits, number.fraction_digits}) {
        for (const char digit : part) {
            if (left-- <= 0) {
                break;
            }
            value = value * 10 + static_cast<std::uint64_t>(digit - '0');
        }
    }
    for (; left > 0; --left) {
        value *= 10;
    }
    return static_cast<std::int64_t>(number.negative ? 0 - value : value);
}

std::optional<std::int32_t> to_exact_int32(const JsonNumber& number) noexcept {
    if (!number.integral || number.integer_digits.size() > 10) {
        return std::nullopt;
    }
    const std::int64_t value = to_int64(number);
    if (!fits_int32(value)) {
        return std::nullopt;
    }
    return static_cast<std::int32_t>(value);
}

double to_float64(const JsonNumber& number) noexcept {
    return to_real<double>(number);
}

float to_float32(const JsonNumber& number) noexcept {
    return to_real<float>(number);
}

const Decimal* to_decimal(const JsonNumber& number, Arena& arena) {
    const auto limbs = to_limbs(number, arena);
    const auto scale = static_cast<std::int32_t>(scale_of(number));
    return arena.make<Decimal>(scale, to_unscaled(limbs, number.negative, arena));
}

}  // namespace kconnect::convert
