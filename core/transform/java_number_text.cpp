#include "java_number_text.hpp"

#include <algorithm>
#include <charconv>
#include <clocale>
#include <cstdlib>
#include <limits>

#include <locale.h>

#include "convert/big_decimal.hpp"

namespace kconnect::transform {
namespace {

bool is_digit(char letter) noexcept {
    return letter >= '0' && letter <= '9';
}

bool is_hex_digit(char letter) noexcept {
    return is_digit(letter) || (letter >= 'a' && letter <= 'f') || (letter >= 'A' && letter <= 'F');
}

template <typename IsDigit>
bool take_digits(std::string_view& text, IsDigit is_one) noexcept {
    const auto end = std::ranges::find_if_not(text, is_one);
    const auto count = static_cast<std::size_t>(end - text.begin());
    text.remove_prefix(count);
    return count > 0;
}

bool take(std::string_view& text, std::string_view letters) noexcept {
    if (text.empty() || letters.find(text.front()) == std::string_view::npos) {
        return false;
    }
    text.remove_prefix(1);
    return true;
}

/// Digits with at most one point between, before or behind them.
template <typename IsDigit>
bool take_mantissa(std::string_view& text, IsDigit is_one) noexcept {
    const bool has_whole = take_digits(text, is_one);
    const bool has_fraction = take(text, ".") && take_digits(text, is_one);
    return has_whole || has_fraction;
}

bool take_exponent(std::string_view& text, std::string_view letters) noexcept {
    if (!take(text, letters)) {
        return false;
    }
    take(text, "+-");
    return take_digits(text, is_digit);
}

/// The number's part of the text, without the letter behind it; absent when it is none.
/// Java: the grammar in the comment of Double.valueOf.
std::optional<std::string_view> number_in(std::string_view text) noexcept {
    std::string_view rest = text;
    take(rest, "+-");
    if (rest.starts_with("0x") || rest.starts_with("0X")) {
        rest.remove_prefix(2);
        if (!take_mantissa(rest, is_hex_digit) || !take_exponent(rest, "pP")) {
            return std::nullopt;
        }
    } else {
        if (!take_mantissa(rest, is_digit)) {
            return std::nullopt;
        }
        if (!rest.empty() && (rest.front() == 'e' || rest.front() == 'E') &&
            !take_exponent(rest, "eE")) {
            return std::nullopt;
        }
    }
    const std::string_view number = text.substr(0, text.size() - rest.size());
    take(rest, "fFdD");
    return rest.empty() ? std::optional(number) : std::nullopt;
}

/// The language whose decimal point is a point, whatever the process has set.
locale_t c_locale() {
    static const locale_t locale = ::newlocale(LC_ALL_MASK, "C", nullptr);
    return locale;
}

template <typename Real, typename Parse>
std::optional<Real> parse_real(std::string_view text, Arena& arena, Parse parse) {
    text = java_trimmed(text);
    std::string_view unsigned_text = text;
    const bool is_negative = text.starts_with('-');
    take(unsigned_text, "+-");
    if (unsigned_text == "NaN") {
        return std::numeric_limits<Real>::quiet_NaN();
    }
    if (unsigned_text == "Infinity") {
        const Real infinity = std::numeric_limits<Real>::infinity();
        return is_negative ? -infinity : infinity;
    }
    const auto number = number_in(text);
    if (!number) {
        return std::nullopt;
    }
    const auto terminated = arena.make_array<char>(number->size() + 1);
    std::ranges::copy(*number, terminated.begin());
    terminated.back() = '\0';
    return parse(terminated.data(), nullptr, c_locale());
}

}  // namespace

std::string_view java_trimmed(std::string_view text) noexcept {
    const auto is_blank = [](char letter) { return static_cast<unsigned char>(letter) <= ' '; };
    while (!text.empty() && is_blank(text.front())) {
        text.remove_prefix(1);
    }
    while (!text.empty() && is_blank(text.back())) {
        text.remove_suffix(1);
    }
    return text;
}

std::optional<std::int64_t> parse_java_long(std::string_view text, Arena& arena) {
    std::string_view digits = convert::with_ascii_digits(text, arena);
    if (digits.starts_with('+')) {
        digits.remove_prefix(1);
        if (digits.starts_with('-')) {
            return std::nullopt;
        }
    }
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(digits.data(), digits.data() + digits.size(), number);
    const bool is_whole = error == std::errc() && end == digits.data() + digits.size();
    return is_whole ? std::optional(number) : std::nullopt;
}

std::optional<double> parse_java_double(std::string_view text, Arena& arena) {
    return parse_real<double>(text, arena, ::strtod_l);
}

std::optional<float> parse_java_float(std::string_view text, Arena& arena) {
    return parse_real<float>(text, arena, ::strtof_l);
}

}  // namespace kconnect::transform
