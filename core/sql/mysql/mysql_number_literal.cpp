#include "mysql/mysql_number_literal.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>

namespace kconnect::sql::mysql {

bool is_decimal_literal(double number) noexcept {
    constexpr double kLeast = 1e-3;
    constexpr double kTooLarge = 1e7;
    const double magnitude = std::fabs(number);
    return magnitude == 0 || (magnitude >= kLeast && magnitude < kTooLarge);
}

void append_decimal_literal(std::string& text, double number) {
    if (number == 0) {
        text += "0.0";  // a DECIMAL has no -0
        return;
    }
    std::array<char, 32> digits{};
    const auto end = std::to_chars(
        digits.data(), digits.data() + digits.size(), number, std::chars_format::fixed);
    const std::string_view written(digits.data(),
                                   static_cast<std::size_t>(end.ptr - digits.data()));
    text += written;
    if (written.find('.') == std::string_view::npos) {
        text += ".0";
    }
}

bool tells_literals_apart(std::string_view column_type) noexcept {
    constexpr std::array<std::string_view, 4> kNumbers{"double", "float", "decimal", "real"};
    return std::ranges::none_of(
        kNumbers, [column_type](std::string_view name) { return column_type.starts_with(name); });
}

}  // namespace kconnect::sql::mysql
