#pragma once

#include <cstdint>
#include <memory>
#include <string>

namespace kconnect::convert {

/// A date and time of day by the calendar on the wall.
struct WallTime {
    std::int32_t year = 1970;
    std::int32_t month = 1;
    std::int32_t day = 1;
    std::int32_t hour = 0;
    std::int32_t minute = 0;
    std::int32_t second = 0;
    std::int32_t millisecond = 0;
};

/// Java's GregorianCalendar in a time zone: lenient (month 13 is next January), Julian before
/// October 1582. Threads: one at a time.
class LocalCalendar {
public:
    /// `zone` is a name such as "Europe/Berlin"; empty for the process's own.
    explicit LocalCalendar(const std::string& zone = {});
    ~LocalCalendar();
    LocalCalendar(const LocalCalendar&) = delete;
    LocalCalendar& operator=(const LocalCalendar&) = delete;

    /// Milliseconds since 1970 in UTC.
    std::int64_t instant_of(const WallTime& time);
    /// Days since 1970-01-01 of the date alone, whatever the time zone.
    std::int64_t days_of(const WallTime& time);
    WallTime wall_time_of(std::int64_t instant);

private:
    struct Calendar;
    std::unique_ptr<Calendar> local_;
    std::unique_ptr<Calendar> early_;   ///< In UTC, for times before time zones changed.
    std::int64_t standard_offset_ = 0;  ///< Milliseconds that the zone is ahead of UTC in winter.
};

}  // namespace kconnect::convert
