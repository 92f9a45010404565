#include <limits>

#include <kconnect/errors.hpp>
#include <kconnect/sql/wall_clock.hpp>

namespace kconnect::sql {

namespace {

constexpr std::int64_t kMillisPerDay = 86'400'000;
constexpr std::int64_t kFirstGregorianDay = -141'427;  // 1582-10-15
constexpr std::int64_t kFirstMissingDay = -141'437;    // 1582-10-05, had it been Gregorian
constexpr std::int64_t kYear1900 = -2'208'988'800'000;

/// Beyond the numbers' end the end, which no database stores either.
std::int64_t sum(std::int64_t left, std::int64_t right) noexcept {
    std::int64_t result = 0;
    if (!__builtin_add_overflow(left, right, &result)) {
        return result;
    }
    return right < 0 ? std::numeric_limits<std::int64_t>::min()
                     : std::numeric_limits<std::int64_t>::max();
}

WallTime at(std::int64_t epoch_millis, std::int32_t offset) noexcept {
    const CivilTime local = split_epoch_millis(sum(epoch_millis, offset));
    return {local.epoch_day, local.millis_of_day, offset};
}

/// Java takes the local date by java.time for the proleptic calendar, by GregorianCalendar else.
WallTime checked(const TimeZone* zone, CalendarSystem calendar, std::int64_t epoch_millis) {
    const bool proleptic = calendar == CalendarSystem::kProlepticGregorian;
    std::int32_t offset = 0;
    if (zone != nullptr) {
        offset = proleptic ? zone->offset_at(epoch_millis) : zone->calendar_offset_at(epoch_millis);
    }
    const WallTime local = at(epoch_millis, offset);
    if (proleptic && local.epoch_day >= kFirstMissingDay && local.epoch_day < kFirstGregorianDay) {
        throw DataException("the specified date doesn't exist");
    }
    return local;
}

std::int64_t driver_instant(const TimeZone* zone,
                            CalendarSystem calendar,
                            std::int64_t epoch_millis) {
    if (calendar == CalendarSystem::kLegacy || epoch_millis >= kYear1900) {
        return epoch_millis;
    }
    const WallTime local = checked(zone, calendar, epoch_millis);
    std::int64_t day = local.epoch_day;
    if (day < kFirstGregorianDay) {
        day = julian_epoch_day(civil_date(day, CalendarSystem::kProlepticGregorian));
    }
    const std::int32_t offset = zone == nullptr ? 0 : zone->calendar_offset_at(epoch_millis);
    std::int64_t midnight = 0;
    if (__builtin_mul_overflow(day, kMillisPerDay, &midnight)) {
        return std::numeric_limits<std::int64_t>::min();
    }
    return sum(midnight, local.millis_of_day - offset);
}

}  // namespace

WallTime wall_timestamp(const WallClock& clock, std::int64_t epoch_millis) {
    return checked(clock.zone, clock.calendar, epoch_millis);
}

WallTime wall_date(const WallClock& clock, std::int64_t epoch_day) {
    return checked(clock.date_zone, clock.calendar, epoch_day * kMillisPerDay);
}

WallTime wall_time(const WallClock& clock, std::int64_t epoch_millis) {
    return checked(clock.zone, CalendarSystem::kLegacy, epoch_millis);
}

std::int64_t driver_timestamp(const WallClock& clock, std::int64_t epoch_millis) {
    return driver_instant(clock.zone, clock.calendar, epoch_millis);
}

std::int64_t driver_date(const WallClock& clock, std::int64_t epoch_day) {
    return driver_instant(clock.date_zone, clock.calendar, epoch_day * kMillisPerDay);
}

}  // namespace kconnect::sql
