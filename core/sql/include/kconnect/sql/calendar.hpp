#pragma once

#include <cstdint>

namespace kconnect::sql {

/// How days before 1582-10-15 are named. `date.calendar.system` speaks of these two.
enum class CalendarSystem : std::uint8_t {
    kLegacy,              ///< Julian before 1582-10-15, as java.util.GregorianCalendar.
    kProlepticGregorian,  ///< Gregorian throughout, as SQL databases count.
};

/// A day's name. Year 0 is 1 BC, -1 is 2 BC.
struct CivilDate {
    std::int64_t year;
    unsigned month;  ///< 1 to 12.
    unsigned day;    ///< 1 to 31.

    friend bool operator==(const CivilDate&, const CivilDate&) = default;
};

/// An instant in UTC, taken apart.
struct CivilTime {
    std::int64_t epoch_day;
    std::int32_t millis_of_day;
};

/// The name of the day that is `epoch_day` days after 1970-01-01.
CivilDate civil_date(std::int64_t epoch_day,
                     CalendarSystem system = CalendarSystem::kLegacy) noexcept;

/// True when the Gregorian calendar has this day; 1500-02-29 exists in the Julian one only.
bool is_gregorian_date(const CivilDate& date) noexcept;

/// Days from 1970-01-01 to a date of the Gregorian calendar.
std::int64_t epoch_day(const CivilDate& gregorian) noexcept;

/// The same for a date of the Julian calendar.
std::int64_t julian_epoch_day(const CivilDate& julian) noexcept;

/// Splits milliseconds since 1970-01-01T00:00Z; the time of day is never negative.
CivilTime split_epoch_millis(std::int64_t millis) noexcept;

}  // namespace kconnect::sql
