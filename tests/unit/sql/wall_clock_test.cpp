#include <limits>

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/wall_clock.hpp>

namespace kconnect::sql {
namespace {

constexpr std::int64_t kDay = 86'400'000;

WallClock new_york() {
    const TimeZone* zone = find_time_zone("America/New_York");
    return {zone, zone, CalendarSystem::kLegacy};
}

TEST(WallClock, MovesDatesWestOfUtcADayBack) {
    EXPECT_EQ(wall_date(new_york(), 19675).epoch_day, 19674);
    const TimeZone* tokyo = find_time_zone("Asia/Tokyo");
    EXPECT_EQ(wall_date({tokyo, tokyo, CalendarSystem::kLegacy}, 19675).epoch_day, 19675);
}

TEST(WallClock, LeavesDatesAloneThatAreInUtc) {
    WallClock clock = new_york();
    clock.date_zone = nullptr;
    EXPECT_EQ(wall_date(clock, 19675).epoch_day, 19675);
}

TEST(WallClock, ShowsTimesInTheZone) {
    EXPECT_EQ(wall_time(new_york(), 45'296'789).millis_of_day, 45'296'789 - 5 * 3'600'000);
    const WallTime local = wall_timestamp(new_york(), 1'700'000'000'123);
    EXPECT_EQ(local.epoch_day, 19675);
    EXPECT_EQ(local.millis_of_day, 80'000'123 - 5 * 3'600'000);
    EXPECT_EQ(local.offset_millis, -5 * 3'600'000);
}

TEST(WallClock, RefusesTheDaysBetweenTheCalendars) {
    const WallClock clock{nullptr, nullptr, CalendarSystem::kProlepticGregorian};
    for (const std::int64_t day : {-141'437, -141'428}) {
        try {
            wall_date(clock, day);
            ADD_FAILURE() << "day " << day << " was taken";
        } catch (const DataException& error) {
            EXPECT_STREQ(error.what(), "the specified date doesn't exist");
        }
        EXPECT_THROW(wall_timestamp(clock, day * kDay), DataException);
        EXPECT_THROW(driver_date(clock, day), DataException);
    }
    EXPECT_EQ(wall_date(clock, -141'438).epoch_day, -141'438);
    EXPECT_EQ(wall_date(clock, -141'427).epoch_day, -141'427);
    EXPECT_NO_THROW(wall_time(clock, -141'428 * kDay)) << "a time has no date";
}

TEST(WallClock, GivesADriverTheInstantOfTheSameNameInTheOtherCalendar) {
    const WallClock proleptic{nullptr, nullptr, CalendarSystem::kProlepticGregorian};
    // 1582-10-04 of the Gregorian calendar, of which the Julian one's is the day before -141'427.
    EXPECT_EQ(driver_date(proleptic, -141'438), -141'428 * kDay);
    EXPECT_EQ(driver_timestamp(proleptic, -141'438 * kDay + 1), -141'428 * kDay + 1);
    EXPECT_EQ(driver_date(proleptic, 19675), 19675 * kDay);
    EXPECT_EQ(driver_date({}, -141'438), -141'438 * kDay);
}

TEST(WallClock, SurvivesTheEndsOfTime) {
    const auto most = std::numeric_limits<std::int64_t>::max();
    const auto least = std::numeric_limits<std::int64_t>::min();
    EXPECT_GT(wall_timestamp(new_york(), most).epoch_day, 0);
    EXPECT_LT(wall_timestamp(new_york(), least).epoch_day, 0);
    const WallClock proleptic{nullptr, nullptr, CalendarSystem::kProlepticGregorian};
    EXPECT_LT(driver_timestamp(proleptic, least), 0);
}

}  // namespace
}  // namespace kconnect::sql
