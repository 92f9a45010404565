#include <limits>
#include <vector>

#include <gtest/gtest.h>

#include <kconnect/sql/value_text.hpp>

namespace kconnect::sql {
namespace {

std::string decimal(std::vector<unsigned char> unscaled, std::int32_t scale) {
    std::string text;
    append_decimal(text, std::as_bytes(std::span(unscaled)), scale);
    return text;
}

std::string date(std::int64_t day, CalendarSystem system = CalendarSystem::kLegacy) {
    std::string text;
    append_date(text, day, system);
    append_era(text, day, system);
    return text;
}

std::string timestamp(std::int64_t millis) {
    std::string text;
    append_timestamp(text, millis);
    return text;
}

std::string time_of_day(std::int64_t millis) {
    std::string text;
    append_time(text, millis);
    return text;
}

TEST(DecimalText, PlacesThePointByTheScale) {
    EXPECT_EQ(decimal({0x04, 0xE2}, 2), "12.50");
    EXPECT_EQ(decimal({0xFB, 0x1E}, 2), "-12.50");
    EXPECT_EQ(decimal({0x05}, 3), "0.005");
    EXPECT_EQ(decimal({0xFB}, 3), "-0.005");
    EXPECT_EQ(decimal({0x00}, 2), "0.00");
    EXPECT_EQ(decimal({0x7B}, 0), "123");
    EXPECT_EQ(decimal({0x7B}, -2), "12300");
    EXPECT_EQ(decimal({0x85}, -2), "-12300");
    EXPECT_EQ(decimal({0x00}, -2), "0");
}

TEST(DecimalText, KeepsNumbersOfAnySize) {
    EXPECT_EQ(decimal({0x80, 0, 0, 0, 0, 0, 0, 0}, 0), "-9223372036854775808");
    EXPECT_EQ(decimal({0x00, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}, 0),
              "18446744073709551615");
    EXPECT_EQ(decimal({0xFF, 0, 0, 0, 0, 0, 0, 0, 0}, 10), "-1844674407.3709551616");
    // 10^30
    EXPECT_EQ(decimal({0x0C, 0x9F, 0x2C, 0x9C, 0xD0, 0x46, 0x74, 0xED, 0xEA, 0x40, 0, 0, 0}, 5),
              "10000000000000000000000000.00000");
    EXPECT_EQ(decimal({0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF, 0xFF}, 0), "-1");
    EXPECT_EQ(decimal({0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00}, 0), "0");
}

TEST(DateText, CountsFromTheEpoch) {
    EXPECT_EQ(date(0), "1970-01-01");
    EXPECT_EQ(date(19675), "2023-11-14");
    EXPECT_EQ(date(11016), "2000-02-29");
    EXPECT_EQ(date(2'932'897), "10000-01-01");
}

TEST(DateText, IsJulianBeforeTheReform) {
    EXPECT_EQ(date(-141'427), "1582-10-15");
    EXPECT_EQ(date(-141'428), "1582-10-04");
    EXPECT_EQ(date(-141'428, CalendarSystem::kProlepticGregorian), "1582-10-14");
    EXPECT_EQ(date(-719'164), "0001-01-01");
    EXPECT_EQ(date(-719'165), "0001-12-31 BC");
    EXPECT_EQ(date(-719'162, CalendarSystem::kProlepticGregorian), "0001-01-01");
    EXPECT_EQ(date(-171'329), "1500-11-22");
    EXPECT_EQ(date(-171'329, CalendarSystem::kProlepticGregorian), "1500-12-02");
}

TEST(DateText, KnowsDaysThatOnlyTheJulianCalendarHas) {
    EXPECT_FALSE(is_gregorian_date({1500, 2, 29}));
    EXPECT_TRUE(is_gregorian_date({2000, 2, 29}));
    EXPECT_EQ(epoch_day({2023, 11, 14}), 19675);
    EXPECT_EQ(epoch_day({0, 12, 31}), -719'163);
    for (std::int64_t day = -800'000; day < 60'000; day += 37) {
        EXPECT_EQ(epoch_day(civil_date(day, CalendarSystem::kProlepticGregorian)), day);
    }
}

TEST(TimestampText, KeepsMilliseconds) {
    EXPECT_EQ(timestamp(0), "1970-01-01 00:00:00.000");
    EXPECT_EQ(timestamp(1'700'000'000'123), "2023-11-14 22:13:20.123");
    EXPECT_EQ(timestamp(-1), "1969-12-31 23:59:59.999");
    EXPECT_EQ(split_epoch_millis(std::numeric_limits<std::int64_t>::min()).millis_of_day,
              60'424'192);
    EXPECT_EQ(timestamp(253'402'300'800'000), "10000-01-01 00:00:00.000");
}

TEST(TimeText, GoesRoundTheDay) {
    EXPECT_EQ(time_of_day(45'296'789), "12:34:56.789");
    EXPECT_EQ(time_of_day(-1), "23:59:59.999");
    EXPECT_EQ(time_of_day(86'400'000), "00:00:00.000");
}

TEST(RealText, ReadsBackAsTheSameNumber) {
    std::string text;
    append_real(text, 0.1);
    text += ' ';
    append_real(text, 0.1F);
    text += ' ';
    append_real(text, std::numeric_limits<double>::infinity());
    text += ' ';
    append_real(text, -std::numeric_limits<float>::infinity());
    text += ' ';
    append_real(text, std::numeric_limits<double>::quiet_NaN());
    EXPECT_EQ(text, "0.1 0.1 Infinity -Infinity NaN");
}

}  // namespace
}  // namespace kconnect::sql
