#pragma once

#include <cstdint>

#include <kconnect/sql/calendar.hpp>
#include <kconnect/sql/time_zone.hpp>

namespace kconnect::sql {

/// How instants become the dates and times that columns show: db.timezone, date.timezone and
/// date.calendar.system. The zones are those of find_time_zone(); null is UTC.
struct WallClock {
    const TimeZone* zone = nullptr;       ///< Of times and timestamps.
    const TimeZone* date_zone = nullptr;  ///< Of dates, whose instants are midnights in UTC.
    CalendarSystem calendar = CalendarSystem::kLegacy;

    /// True when different instants may be shown as the same date and time.
    bool repeats_itself() const noexcept {
        return (zone != nullptr && !zone->is_fixed()) ||
               (date_zone != nullptr && !date_zone->is_fixed());
    }
};

/// What a clock on the wall shows.
struct WallTime {
    std::int64_t epoch_day;      ///< Of the local day; civil_date() names it.
    std::int32_t millis_of_day;  ///< Never negative.
    std::int32_t offset_millis;  ///< Ahead of UTC.
};

/// The local date and time of an instant, in milliseconds since the epoch. Throws DataException
/// with Java's text for a day that the proleptic calendar has and Java's legacy calendar, through
/// which it must go, has not.
WallTime wall_timestamp(const WallClock& clock, std::int64_t epoch_millis);
/// The local date of midnight in UTC of a day; throws likewise.
WallTime wall_date(const WallClock& clock, std::int64_t epoch_day);
/// The local time of an instant, as java.sql.Time.
WallTime wall_time(const WallClock& clock, std::int64_t epoch_millis);

/// The instants that Java's driver is given, for a database that stores instants: with the
/// proleptic calendar those of the same names in the legacy one. In milliseconds.
std::int64_t driver_timestamp(const WallClock& clock, std::int64_t epoch_millis);
std::int64_t driver_date(const WallClock& clock, std::int64_t epoch_day);

}  // namespace kconnect::sql
