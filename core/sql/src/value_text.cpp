#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <iterator>
#include <vector>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/value_text.hpp>

namespace kconnect::sql {

namespace {

constexpr std::size_t kMaxIntegerBytes = 64UL * 1024;
constexpr std::int32_t kMaxScale = 200'000;  // PostgreSQL's numeric, the widest, has 131,072 digits
constexpr std::uint32_t kLimbBase = 1'000'000'000;
constexpr int kDigitsPerLimb = 9;

/// The magnitude as 32-bit limbs, most significant first.
std::vector<std::uint32_t> magnitude(std::span<const std::byte> unscaled, bool negative) {
    std::vector<std::uint32_t> limbs((unscaled.size() + 3) / 4);
    std::uint64_t carry = negative ? 1 : 0;
    for (std::size_t limb = 0; limb < limbs.size(); ++limb) {
        std::uint32_t value = 0;
        for (std::size_t byte = 0; byte < 4; ++byte) {
            const std::size_t from_end = limb * 4 + byte;
            const std::uint32_t octet =
                from_end < unscaled.size()
                    ? std::to_integer<std::uint32_t>(unscaled[unscaled.size() - 1 - from_end])
                    : (negative ? 0xFFU : 0U);
            value |= octet << (8 * byte);
        }
        const std::uint64_t sum = (negative ? ~value : value) + carry;
        limbs[limbs.size() - 1 - limb] = static_cast<std::uint32_t>(sum);
        carry = sum >> 32;
    }
    return limbs;
}

void append_large(std::string& text, std::span<const std::byte> unscaled, bool negative) {
    std::vector<std::uint32_t> limbs = magnitude(unscaled, negative);
    std::vector<std::uint32_t> groups;  // base 10^9, least significant first
    auto first = limbs.begin();
    while (first != limbs.end()) {
        std::uint64_t remainder = 0;
        for (auto limb = first; limb != limbs.end(); ++limb) {
            const std::uint64_t value = (remainder << 32) | *limb;
            *limb = static_cast<std::uint32_t>(value / kLimbBase);
            remainder = value % kLimbBase;
        }
        groups.push_back(static_cast<std::uint32_t>(remainder));
        first = std::find_if(first, limbs.end(), [](std::uint32_t limb) { return limb != 0; });
    }
    fmt::format_to(std::back_inserter(text), "{}", groups.back());
    for (auto group = groups.rbegin() + 1; group != groups.rend(); ++group) {
        fmt::format_to(std::back_inserter(text), "{:0{}}", *group, kDigitsPerLimb);
    }
}

/// Writes `value` with at least `width` digits.
void append_padded(std::string& text, std::uint64_t value, int width) {
    std::array<char, 20> digits{};
    auto* end = digits.data() + digits.size();
    auto* first = end;
    do {
        *--first = static_cast<char>('0' + value % 10);
        value /= 10;
    } while (value != 0 || end - first < width);
    text.append(first, end);
}

template <typename Real>
void append_shortest(std::string& text, Real value) {
    if (std::isnan(value)) {
        text += "NaN";
        return;
    }
    if (std::isinf(value)) {
        text += value < 0 ? "-Infinity" : "Infinity";
        return;
    }
    std::array<char, 32> digits{};
    const auto result = std::to_chars(digits.data(), digits.data() + digits.size(), value);
    text.append(digits.data(), result.ptr);
}

}  // namespace

bool append_digits(std::string& text, std::span<const std::byte> unscaled) {
    if (unscaled.empty()) {
        text += '0';
        return false;
    }
    if (unscaled.size() > kMaxIntegerBytes) {
        throw DataException(
            fmt::format("Decimal of {} bytes is too large: at most {} are supported",
                        unscaled.size(),
                        kMaxIntegerBytes));
    }
    const bool negative = (unscaled.front() & std::byte{0x80}) != std::byte{0};
    if (unscaled.size() > sizeof(std::uint64_t)) {
        append_large(text, unscaled, negative);
        return negative;
    }
    std::uint64_t bits = negative ? ~std::uint64_t{0} : 0;
    for (const std::byte octet : unscaled) {
        bits = (bits << 8) | std::to_integer<std::uint64_t>(octet);
    }
    append_padded(text, negative ? 0 - bits : bits, 1);
    return negative;
}

void append_decimal(std::string& text, std::span<const std::byte> unscaled, std::int32_t scale) {
    if (scale > kMaxScale || scale < -kMaxScale) {
        throw DataException(fmt::format(
            "Decimal with scale {} is too large: at most {} are supported", scale, kMaxScale));
    }
    const std::size_t start = text.size();
    if (append_digits(text, unscaled)) {
        text.insert(start, 1, '-');
    }
    const std::size_t first_digit = start + (text[start] == '-' ? 1 : 0);
    if (scale < 0) {
        if (text[first_digit] != '0') {
            text.append(static_cast<std::size_t>(-static_cast<std::int64_t>(scale)), '0');
        }
        return;
    }
    const auto fraction = static_cast<std::size_t>(scale);
    if (fraction == 0) {
        return;
    }
    const std::size_t digits = text.size() - first_digit;
    if (digits <= fraction) {
        text.insert(first_digit, fraction - digits + 1, '0');
    }
    text.insert(text.size() - fraction, 1, '.');
}

void append_decimal(std::string& text, const Decimal& decimal) {
    append_decimal(text, decimal.unscaled, decimal.scale);
}

void append_real(std::string& text, double value) {
    append_shortest(text, value);
}

void append_real(std::string& text, float value) {
    append_shortest(text, value);
}

void append_date(std::string& text, std::int64_t epoch_day, CalendarSystem system) {
    const CivilDate date = civil_date(epoch_day, system);
    append_padded(text, static_cast<std::uint64_t>(date.year > 0 ? date.year : 1 - date.year), 4);
    text += '-';
    append_padded(text, date.month, 2);
    text += '-';
    append_padded(text, date.day, 2);
}

void append_era(std::string& text, std::int64_t epoch_day, CalendarSystem system) {
    if (civil_date(epoch_day, system).year <= 0) {
        text += " BC";
    }
}

void append_time(std::string& text, std::int64_t millis) {
    const auto of_day = static_cast<std::uint64_t>(split_epoch_millis(millis).millis_of_day);
    append_padded(text, of_day / 3'600'000, 2);
    text += ':';
    append_padded(text, of_day / 60'000 % 60, 2);
    text += ':';
    append_padded(text, of_day / 1000 % 60, 2);
    text += '.';
    append_padded(text, of_day % 1000, 3);
}

void append_timestamp(std::string& text, std::int64_t millis, CalendarSystem system) {
    append_date(text, split_epoch_millis(millis).epoch_day, system);
    text += ' ';
    append_time(text, millis);
}

void append_micros(std::string& text, const Instant& instant) {
    append_padded(text, static_cast<std::uint64_t>(instant.nanos / 1000), 3);
}

void append_hex(std::string& text, std::span<const std::byte> bytes) {
    constexpr std::string_view kDigits = "0123456789ABCDEF";
    for (const std::byte octet : bytes) {
        const auto value = std::to_integer<unsigned>(octet);
        text += kDigits[value >> 4];
        text += kDigits[value & 0xF];
    }
}

}  // namespace kconnect::sql
