#pragma once

#include <string>
#include <string_view>

namespace kconnect::sql::mysql {

/// The Java drivers write a real number into the statement as Java's Double.toString() does. To the
/// server that is a DECIMAL, unless the text has an exponent, which makes it a DOUBLE; a column
/// that is neither rounds, or shows, one otherwise than the other: 2.5 becomes 3 in an INT,
/// 12345678.5 (1.23456785E7) becomes 12345678.
bool is_decimal_literal(double number) noexcept;

/// That text, of a number that is_decimal_literal(): "3.0", "0.001".
void append_decimal_literal(std::string& text, double number);

/// False for the types of columns in which both are the same number: DOUBLE, FLOAT and DECIMAL.
bool tells_literals_apart(std::string_view column_type) noexcept;

}  // namespace kconnect::sql::mysql
