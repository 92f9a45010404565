#include "verify/decimal_rounding.hpp"

#include <algorithm>
#include <charconv>
#include <cstdint>

namespace kconnect::verify {

namespace {

/// Digits and where the point is: 0.digits * 10^point.
struct Number {
    bool negative = false;
    std::string digits;
    std::int64_t point = 0;
};

constexpr std::int64_t kMostDigits = 200'000;  // More than any column holds.

bool read(std::string_view text, Number& number) {
    if (!text.empty() && (text.front() == '-' || text.front() == '+')) {
        number.negative = text.front() == '-';
        text.remove_prefix(1);
    }
    const auto mark = std::min(text.find_first_of("eE"), text.size());
    std::int64_t exponent = 0;
    if (mark < text.size()) {
        const char* first = text.data() + mark + 1;
        first += first != text.data() + text.size() && *first == '+' ? 1 : 0;
        const auto [end, error] = std::from_chars(first, text.data() + text.size(), exponent);
        if (error != std::errc() || end != text.data() + text.size()) {
            return false;
        }
    }
    bool has_point = false;
    for (const char letter : text.substr(0, mark)) {
        if (letter == '.' && !has_point) {
            has_point = true;
            number.point = static_cast<std::int64_t>(number.digits.size());
        } else if (letter >= '0' && letter <= '9') {
            number.digits += letter;
        } else {
            return false;
        }
    }
    if (!has_point) {
        number.point = static_cast<std::int64_t>(number.digits.size());
    }
    number.point += exponent;
    return !number.digits.empty() && std::abs(number.point) < kMostDigits;
}

void round(Number& number, int scale) {
    const std::int64_t kept = number.point + scale;
    if (kept >= static_cast<std::int64_t>(number.digits.size())) {
        return;
    }
    if (kept < 0) {
        number.digits.clear();
        return;
    }
    const bool up = number.digits[static_cast<std::size_t>(kept)] >= '5';
    number.digits.resize(static_cast<std::size_t>(kept));
    if (!up) {
        return;
    }
    for (std::size_t at = number.digits.size(); at > 0; --at) {
        if (number.digits[at - 1] != '9') {
            ++number.digits[at - 1];
            return;
        }
        number.digits[at - 1] = '0';
    }
    number.digits.insert(number.digits.begin(), '1');
    ++number.point;
}

void strip(Number& number) {
    number.digits.erase(number.digits.find_last_not_of('0') + 1);
    const auto zeros = std::min(number.digits.find_first_not_of('0'), number.digits.size());
    number.digits.erase(0, zeros);
    number.point -= static_cast<std::int64_t>(zeros);
}

}  // namespace

void append_rounded(std::string& text, std::string_view source, int scale) {
    Number number;
    if (!read(source, number)) {
        text += source;
        return;
    }
    if (scale >= 0) {
        round(number, scale);
    }
    strip(number);
    if (number.digits.empty()) {
        text += '0';
        return;
    }
    text += number.negative ? "-" : "";
    const auto size = static_cast<std::int64_t>(number.digits.size());
    if (number.point <= 0) {
        text += "0.";
        text.append(static_cast<std::size_t>(-number.point), '0');
        text += number.digits;
    } else if (number.point >= size) {
        text += number.digits;
        text.append(static_cast<std::size_t>(number.point - size), '0');
    } else {
        text.append(number.digits, 0, static_cast<std::size_t>(number.point));
        text += '.';
        text.append(number.digits, static_cast<std::size_t>(number.point));
    }
}

}  // namespace kconnect::verify
