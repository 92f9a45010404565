#include <kconnect/sql/calendar.hpp>

namespace kconnect::sql {

namespace {

constexpr std::int64_t kMillisPerDay = 86'400'000;
constexpr std::int64_t kFirstGregorianDay = -141'427;  // 1582-10-15
constexpr std::int64_t kDaysPerJulianCycle = 1461;     // four years
constexpr std::int64_t kDaysPerGregorianCycle = 146'097;
// Both algorithms count years from March, so that a leap day is a year's last day.
constexpr std::int64_t kEpochFromGregorianMarch = 719'468;  // 0000-03-01 to 1970-01-01
constexpr std::int64_t kEpochFromJulianMarch = 719'470;

std::int64_t floor_divide(std::int64_t value, std::int64_t by) noexcept {
    const std::int64_t quotient = value / by;
    return value % by < 0 ? quotient - 1 : quotient;
}

CivilDate from_march_year(std::int64_t year, std::int64_t day_of_year) noexcept {
    const std::int64_t shifted_month = (5 * day_of_year + 2) / 153;
    const auto day = static_cast<unsigned>(day_of_year - (153 * shifted_month + 2) / 5 + 1);
    const auto month =
        static_cast<unsigned>(shifted_month < 10 ? shifted_month + 3 : shifted_month - 9);
    return {month <= 2 ? year + 1 : year, month, day};
}

CivilDate gregorian_date(std::int64_t epoch_day) noexcept {
    const std::int64_t days = epoch_day + kEpochFromGregorianMarch;
    const std::int64_t cycle = floor_divide(days, kDaysPerGregorianCycle);
    const std::int64_t day = days - cycle * kDaysPerGregorianCycle;
    const std::int64_t year = (day - day / 1460 + day / 36'524 - day / 146'096) / 365;
    return from_march_year(cycle * 400 + year, day - (365 * year + year / 4 - year / 100));
}

CivilDate julian_date(std::int64_t epoch_day) noexcept {
    const std::int64_t days = epoch_day + kEpochFromJulianMarch;
    const std::int64_t cycle = floor_divide(days, kDaysPerJulianCycle);
    const std::int64_t day = days - cycle * kDaysPerJulianCycle;
    const std::int64_t year = (day - day / 1460) / 365;
    return from_march_year(cycle * 4 + year, day - 365 * year);
}

}  // namespace

CivilDate civil_date(std::int64_t epoch_day, CalendarSystem system) noexcept {
    if (epoch_day >= kFirstGregorianDay || system == CalendarSystem::kProlepticGregorian) {
        return gregorian_date(epoch_day);
    }
    return julian_date(epoch_day);
}

bool is_gregorian_date(const CivilDate& date) noexcept {
    return gregorian_date(epoch_day(date)) == date;
}

std::int64_t epoch_day(const CivilDate& gregorian) noexcept {
    const std::int64_t year = gregorian.month <= 2 ? gregorian.year - 1 : gregorian.year;
    const std::int64_t cycle = floor_divide(year, 400);
    const std::int64_t year_of_cycle = year - cycle * 400;
    const std::int64_t month = gregorian.month > 2 ? gregorian.month - 3 : gregorian.month + 9;
    const std::int64_t day_of_year = (153 * month + 2) / 5 + gregorian.day - 1;
    const std::int64_t day_of_cycle =
        year_of_cycle * 365 + year_of_cycle / 4 - year_of_cycle / 100 + day_of_year;
    return cycle * kDaysPerGregorianCycle + day_of_cycle - kEpochFromGregorianMarch;
}

std::int64_t julian_epoch_day(const CivilDate& julian) noexcept {
    const std::int64_t year = julian.month <= 2 ? julian.year - 1 : julian.year;
    const std::int64_t cycle = floor_divide(year, 4);
    const std::int64_t month = julian.month > 2 ? julian.month - 3 : julian.month + 9;
    const std::int64_t day_of_year = (153 * month + 2) / 5 + julian.day - 1;
    return cycle * kDaysPerJulianCycle + (year - cycle * 4) * 365 + day_of_year -
           kEpochFromJulianMarch;
}

CivilTime split_epoch_millis(std::int64_t millis) noexcept {
    const std::int64_t rest = millis % kMillisPerDay;
    return {floor_divide(millis, kMillisPerDay),
            static_cast<std::int32_t>(rest < 0 ? rest + kMillisPerDay : rest)};
}

}  // namespace kconnect::sql
