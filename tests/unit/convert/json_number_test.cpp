#include "convert/json_number.hpp"

#include <string>

#include <gtest/gtest.h>

namespace kconnect::convert {

namespace {

std::int64_t integer(std::string_view text) {
    return to_int64(*scan_number(text));
}

std::string decimal(std::string_view text) {
    Arena arena;
    const Decimal* result = to_decimal(*scan_number(text), arena);
    std::string shown;
    for (const std::byte byte : result->unscaled) {
        static constexpr char kDigits[] = "0123456789abcdef";
        shown.push_back(kDigits[std::to_integer<unsigned>(byte) / 16]);
        shown.push_back(kDigits[std::to_integer<unsigned>(byte) % 16]);
    }
    return shown + "/" + std::to_string(result->scale);
}

}  // namespace

TEST(JsonNumber, EndsWhereItsGrammarEnds) {
    EXPECT_EQ(scan_number("12,")->text, "12");
    EXPECT_EQ(scan_number("-1.5e+3]")->text, "-1.5e+3");
    EXPECT_EQ(scan_number("1.5.2")->text, "1.5");
    EXPECT_FALSE(scan_number("1.").has_value());
    EXPECT_FALSE(scan_number("-").has_value());
    EXPECT_FALSE(scan_number("1e+").has_value());
    EXPECT_FALSE(scan_number("+1").has_value());
}

TEST(JsonNumber, CutsAndWrapsAsLongValueDoes) {
    EXPECT_EQ(integer("1.99"), 1);
    EXPECT_EQ(integer("-1.99"), -1);
    EXPECT_EQ(integer("0.05e3"), 50);
    EXPECT_EQ(integer("12345e-2"), 123);
    EXPECT_EQ(integer("1e64"), 0);
    EXPECT_EQ(integer("1e19"), static_cast<std::int64_t>(10000000000000000000ULL));
    EXPECT_EQ(integer("18446744073709551617"), 1);
    EXPECT_EQ(integer("-18446744073709551617"), -1);
    EXPECT_EQ(integer("0.9e-5"), 0);
}

TEST(JsonNumber, FitsAnIntOnlyWithoutFraction) {
    EXPECT_EQ(to_exact_int32(*scan_number("-2147483648")), -2147483647 - 1);
    EXPECT_EQ(to_exact_int32(*scan_number("2147483648")), std::nullopt);
    EXPECT_EQ(to_exact_int32(*scan_number("1e0")), std::nullopt);
}

TEST(JsonNumber, RoundsFloatsOnce) {
    // Halfway between two floats but for the last digits: by way of a double it would round down.
    EXPECT_EQ(to_float32(*scan_number("1.00000017881393432617187499")), 1.00000011920928955F);
    EXPECT_EQ(to_float32(*scan_number("1.00000017881393432617187501")), 1.00000023841857910F);
}

TEST(JsonNumber, MakesMinimalTwosComplement) {
    EXPECT_EQ(decimal("0"), "00/0");
    EXPECT_EQ(decimal("-0.00"), "00/2");
    EXPECT_EQ(decimal("127"), "7f/0");
    EXPECT_EQ(decimal("128"), "0080/0");
    EXPECT_EQ(decimal("-128"), "80/0");
    EXPECT_EQ(decimal("-129"), "ff7f/0");
    EXPECT_EQ(decimal("-1.56"), "ff64/2");
    EXPECT_EQ(decimal("4294967296"), "0100000000/0");
    EXPECT_EQ(decimal("-4294967296"), "ff00000000/0");
    EXPECT_EQ(decimal("340282366920938463463374607431768211456e-5"),
              "0100000000000000000000000000000000/5");
    EXPECT_EQ(decimal("1e5"), "01/-5");
}

}  // namespace kconnect::convert
