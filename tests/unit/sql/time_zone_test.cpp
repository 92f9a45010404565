#include <array>
#include <string_view>

#include <gtest/gtest.h>

#include <kconnect/sql/time_zone.hpp>

namespace kconnect::sql {
namespace {

constexpr std::int64_t kIn2023 = 1'700'000'000'000;
constexpr std::int64_t kHour = 3'600'000;

/// What java.util.TimeZone and java.time.ZoneRules of Java 25 give.
struct Expected {
    std::string_view id;
    std::int64_t at_millis;
    std::int32_t calendar_offset;
    std::int32_t offset;
};

constexpr std::int64_t kIn1850 = -3'786'825'600'000;
constexpr std::int64_t kIn1905 = -2'051'222'400'000;

TEST(TimeZone, HasTheOffsetsOfJava) {
    constexpr std::array<Expected, 20> kExpected{{
        {"UTC", kIn2023, 0, 0},
        {"Z", kIn2023, 0, 0},
        {"UTC+2", kIn2023, 7'200'000, 7'200'000},
        {"GMT+1", kIn2023, 3'600'000, 3'600'000},
        {"UT+02:30", kIn2023, 9'000'000, 9'000'000},
        {"-0130", kIn2023, -5'400'000, -5'400'000},
        {"+05:45:30", kIn2023, 20'730'000, 20'730'000},
        {"EST", kIn2023, -18'000'000, -18'000'000},
        {"PST", kIn2023, -28'800'000, -28'800'000},
        {"Etc/GMT+5", kIn2023, -18'000'000, -18'000'000},
        {"America/New_York", kIn2023, -18'000'000, -18'000'000},
        {"America/New_York", kIn1850, -18'000'000, -17'762'000},
        {"Europe/Paris", kIn1905, 561'000, 561'000},
        {"Europe/Paris", kIn1850, 3'600'000, 561'000},
        {"Asia/Calcutta", kIn1905, 19'270'000, 19'270'000},
        {"Asia/Tokyo", kIn1850, 32'400'000, 33'539'000},
        {"Europe/London", 0, 3'600'000, 3'600'000},
        {"Europe/Dublin", kIn1850, 0, -1'521'000},
        {"Africa/Casablanca", kIn2023, 3'600'000, 3'600'000},
        {"GMT0", kIn2023, 0, 0},
    }};
    for (const Expected& test : kExpected) {
        const TimeZone* zone = find_time_zone(test.id);
        ASSERT_NE(zone, nullptr) << test.id;
        EXPECT_EQ(zone->calendar_offset_at(test.at_millis), test.calendar_offset) << test.id;
        EXPECT_EQ(zone->offset_at(test.at_millis), test.offset) << test.id;
    }
}

TEST(TimeZone, ChangesAtTheMillisecondOfTheTransition) {
    const TimeZone* zone = find_time_zone("America/New_York");
    const std::int64_t spring = 1'678'604'400'000;  // 2023-03-12T07:00Z
    EXPECT_EQ(zone->offset_at(spring - 1), -5 * kHour);
    EXPECT_EQ(zone->offset_at(spring), -4 * kHour);
    // The rules of 2400 years later, when the weekdays are the same.
    const std::int64_t later = spring + 6 * 146'097LL * 86'400'000;
    EXPECT_EQ(zone->offset_at(later - 1), -5 * kHour);
    EXPECT_EQ(zone->offset_at(later), -4 * kHour);
}

TEST(TimeZone, KnowsWhetherTimesRepeat) {
    EXPECT_TRUE(find_time_zone("UTC+2")->is_fixed());
    EXPECT_FALSE(find_time_zone("America/New_York")->is_fixed());
}

TEST(TimeZone, KnowsNoOtherNames) {
    for (const std::string_view id : {"",
                                      "utc",
                                      "Europe/Nowhere",
                                      "GMT+25",
                                      "+19",
                                      "+18:01",
                                      "+1:00",
                                      "+01:0",
                                      "+01:60",
                                      "UTC+",
                                      "UTCZ",
                                      "+0130:00",
                                      "+",
                                      "-",
                                      "Etc/Unknown",
                                      "Europe/Paris "}) {
        EXPECT_EQ(find_time_zone(id), nullptr) << id;
    }
}

}  // namespace
}  // namespace kconnect::sql
