#include "decimal_text.hpp"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <vector>

namespace kconnect {

namespace {

constexpr std::uint32_t kBillion = 1000000000;

bool is_negative(std::span<const std::byte> unscaled) noexcept {
    return !unscaled.empty() && (unscaled[0] & std::byte{0x80}) != std::byte{0};
}

/// The absolute value as bytes, most significant first.
std::vector<std::uint8_t> magnitude_of(std::span<const std::byte> unscaled) {
    std::vector<std::uint8_t> bytes(unscaled.size());
    unsigned carry = 1;
    for (std::size_t index = unscaled.size(); index-- > 0;) {
        unsigned byte = std::to_integer<unsigned>(unscaled[index]);
        if (is_negative(unscaled)) {
            byte = (~byte & 0xFFU) + carry;
            carry = byte >> 8U;
        }
        bytes[index] = static_cast<std::uint8_t>(byte & 0xFFU);
    }
    return bytes;
}

/// The digits without leading zeros; "0" for zero.
std::string digits_of(std::span<const std::byte> unscaled) {
    std::vector<std::uint8_t> bytes = magnitude_of(unscaled);
    std::string reversed;
    while (std::ranges::any_of(bytes, [](std::uint8_t byte) { return byte != 0; })) {
        std::uint64_t remainder = 0;
        for (std::uint8_t& byte : bytes) {
            const std::uint64_t part = (remainder << 8U) | byte;
            byte = static_cast<std::uint8_t>(part / kBillion);
            remainder = part % kBillion;
        }
        for (int digit = 0; digit < 9; ++digit) {
            reversed.push_back(static_cast<char>('0' + remainder % 10));
            remainder /= 10;
        }
    }
    while (!reversed.empty() && reversed.back() == '0') {
        reversed.pop_back();
    }
    return reversed.empty() ? "0" : std::string(reversed.rbegin(), reversed.rend());
}

std::string plain_text(std::string digits, std::size_t scale) {
    if (digits.size() <= scale) {
        digits.insert(0, scale - digits.size() + 1, '0');
    }
    digits.insert(digits.size() - scale, 1, '.');
    return digits;
}

}  // namespace

std::string decimal_text(const Decimal& decimal) {
    std::string digits = digits_of(decimal.unscaled);
    const std::string sign = is_negative(decimal.unscaled) ? "-" : "";
    const std::int64_t scale = decimal.scale;
    const std::int64_t exponent = static_cast<std::int64_t>(digits.size()) - 1 - scale;
    if (scale == 0) {
        return sign + digits;
    }
    if (scale > 0 && exponent >= -6) {
        return sign + plain_text(std::move(digits), static_cast<std::size_t>(scale));
    }
    if (digits.size() > 1) {
        digits.insert(1, 1, '.');
    }
    if (exponent != 0) {
        digits.append(exponent > 0 ? "E+" : "E").append(std::to_string(exponent));
    }
    return sign + digits;
}

}  // namespace kconnect
