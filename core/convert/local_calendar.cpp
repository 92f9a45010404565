#include "convert/local_calendar.hpp"

#include <cmath>

#include <unicode/ucal.h>
#include <unicode/ustring.h>

#include <kconnect/errors.hpp>

namespace kconnect::convert {

namespace {

constexpr std::int64_t kMillisecondsPerDay = 86400000;

/// 1900-01-01 in UTC: Java's time zones know no earlier changes and have today's standard time.
constexpr std::int64_t kFirstChange = -2208988800000;

}  // namespace

struct LocalCalendar::Calendar {
    struct Close {
        void operator()(UCalendar* calendar) const noexcept { ucal_close(calendar); }
    };
    std::unique_ptr<UCalendar, Close> handle;

    explicit Calendar(const std::string& zone) {
        const std::u16string name(zone.begin(), zone.end());
        UErrorCode status = U_ZERO_ERROR;
        handle.reset(ucal_open(name.empty() ? nullptr : name.data(),
                               static_cast<std::int32_t>(name.size()),
                               "en_US",
                               UCAL_GREGORIAN,
                               &status));
        if (U_FAILURE(status)) {
            throw ConnectException("Cannot use the time zone '" + zone +
                                   "': " + u_errorName(status));
        }
    }

    void set_instant(std::int64_t instant) {
        UErrorCode status = U_ZERO_ERROR;
        ucal_setMillis(handle.get(), static_cast<double>(instant), &status);
    }

    std::int32_t get(UCalendarDateFields field) const {
        UErrorCode status = U_ZERO_ERROR;
        return ucal_get(handle.get(), field, &status);
    }

    std::int64_t set(const WallTime& time) {
        UCalendar* const calendar = handle.get();
        UErrorCode status = U_ZERO_ERROR;
        ucal_clear(calendar);
        ucal_set(calendar, UCAL_EXTENDED_YEAR, time.year);
        ucal_set(calendar, UCAL_MONTH, time.month - 1);
        ucal_set(calendar, UCAL_DATE, time.day);
        ucal_set(calendar, UCAL_HOUR_OF_DAY, time.hour);
        ucal_set(calendar, UCAL_MINUTE, time.minute);
        ucal_set(calendar, UCAL_SECOND, time.second);
        ucal_set(calendar, UCAL_MILLISECOND, time.millisecond);
        return static_cast<std::int64_t>(ucal_getMillis(calendar, &status));
    }
};

LocalCalendar::LocalCalendar(const std::string& zone)
    : local_(std::make_unique<Calendar>(zone)), early_(std::make_unique<Calendar>("UTC")) {
    local_->set_instant(static_cast<std::int64_t>(ucal_getNow()));
    standard_offset_ = local_->get(UCAL_ZONE_OFFSET);
}

LocalCalendar::~LocalCalendar() = default;

std::int64_t LocalCalendar::instant_of(const WallTime& time) {
    const std::int64_t early = early_->set(time) - standard_offset_;
    return early < kFirstChange ? early : local_->set(time);
}

std::int64_t LocalCalendar::days_of(const WallTime& time) {
    return static_cast<std::int64_t>(std::floor(static_cast<double>(early_->set(time)) /
                                                static_cast<double>(kMillisecondsPerDay)));
}

WallTime LocalCalendar::wall_time_of(std::int64_t instant) {
    const bool early = instant < kFirstChange;
    const Calendar& calendar = early ? *early_ : *local_;
    (early ? early_ : local_)->set_instant(instant + (early ? standard_offset_ : 0));
    return {calendar.get(UCAL_YEAR),
            calendar.get(UCAL_MONTH) + 1,
            calendar.get(UCAL_DATE),
            calendar.get(UCAL_HOUR_OF_DAY),
            calendar.get(UCAL_MINUTE),
            calendar.get(UCAL_SECOND),
            calendar.get(UCAL_MILLISECOND)};
}

}  // namespace kconnect::convert
