#include "java_date_text.hpp"

#include <cstdio>
#include <ctime>

namespace kconnect {
namespace {

constexpr std::int64_t kSecondsPerDay = 86400;
/// 1900-01-01 in UTC: Java's time zones know no earlier changes and have today's standard time.
constexpr std::int64_t kFirstChange = -2208988800;
/// 1582-10-15: days before are those of the Julian calendar.
constexpr std::int64_t kFirstGregorian = -12219292800;

std::int64_t floor_divide(std::int64_t value, std::int64_t divisor) {
    return value / divisor - (value % divisor < 0 ? 1 : 0);
}

/// A date with its time of day; years before the first are counted backwards, as Java does.
struct WallClock {
    int weekday;  ///< 0 is Sunday.
    int month;    ///< 0 is January.
    int day;
    std::int64_t second_of_day;
    std::int64_t year;
    const char* zone;
};

WallClock from_tm(const std::tm& time, const char* zone) {
    constexpr int kSecondsPerHour = 3600;
    constexpr int kSecondsPerMinute = 60;
    return {time.tm_wday,
            time.tm_mon,
            time.tm_mday,
            std::int64_t{time.tm_hour} * kSecondsPerHour +
                std::int64_t{time.tm_min} * kSecondsPerMinute + time.tm_sec,
            std::int64_t{time.tm_year} + 1900,
            zone};
}

/// By the usual arithmetic with years that begin in March, in cycles of four of them.
WallClock julian(std::int64_t local_seconds, const char* zone) {
    constexpr std::int64_t kDaysPerCycle = 1461;
    constexpr std::int64_t kMarchOfYearZero = 719470;  // In days before 1970.
    const auto days = floor_divide(local_seconds, kSecondsPerDay);
    const auto cycle = floor_divide(days + kMarchOfYearZero, kDaysPerCycle);
    const auto day_of_cycle = days + kMarchOfYearZero - cycle * kDaysPerCycle;
    const auto year_of_cycle = (4 * day_of_cycle + 3) / kDaysPerCycle;
    const auto day_of_year = day_of_cycle - kDaysPerCycle * year_of_cycle / 4;
    const auto month = (5 * day_of_year + 2) / 153;  // 0 is March.
    const bool is_next_year = month >= 10;
    const auto year = 4 * cycle + year_of_cycle + (is_next_year ? 1 : 0);
    return {static_cast<int>(days + 4 - 7 * floor_divide(days + 4, 7)),
            static_cast<int>(is_next_year ? month - 10 : month + 2),
            static_cast<int>(day_of_year - (153 * month + 2) / 5 + 1),
            local_seconds - days * kSecondsPerDay,
            year > 0 ? year : 1 - year,
            zone};
}

/// A moment of these years in the zone's standard time.
std::tm standard_time() {
    constexpr std::time_t kJanuary = 1767225600;  // Of 2026.
    constexpr std::time_t kJuly = 1782864000;
    std::tm fields{};
    localtime_r(&kJanuary, &fields);
    if (fields.tm_isdst > 0) {
        localtime_r(&kJuly, &fields);
    }
    return fields;
}

WallClock wall_clock(std::int64_t seconds) {
    std::tm fields{};
    if (seconds >= kFirstChange) {
        localtime_r(&seconds, &fields);
        return from_tm(fields, fields.tm_zone);
    }
    const auto standard = standard_time();
    const std::time_t local_seconds = seconds + standard.tm_gmtoff;
    if (local_seconds < kFirstGregorian) {
        return julian(local_seconds, standard.tm_zone);
    }
    gmtime_r(&local_seconds, &fields);
    return from_tm(fields, standard.tm_zone);
}

}  // namespace

std::string java_date_text(std::int64_t milliseconds) {
    static constexpr const char* kDays[] = {"Sun", "Mon", "Tue", "Wed", "Thu", "Fri", "Sat"};
    static constexpr const char* kMonths[] = {
        "Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};
    const auto time = wall_clock(floor_divide(milliseconds, 1000));
    const auto second = static_cast<int>(time.second_of_day);
    char text[96];
    std::snprintf(text,
                  sizeof(text),
                  "%s %s %02d %02d:%02d:%02d %s %lld",
                  kDays[time.weekday],
                  kMonths[time.month],
                  time.day,
                  second / 3600,
                  second / 60 % 60,
                  second % 60,
                  time.zone,
                  static_cast<long long>(time.year));
    return text;
}

}  // namespace kconnect
