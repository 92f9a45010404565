#include "convert/local_calendar.hpp"

#include <cmath>

#include <unicode/ucal.h>
#include <unicode/ustring.h>

#include <kconnect/errors.hpp>

namespace kconnect::convert {

namespace {

constexpr std::int64_t kMillisecondsPerDay = 86400000;

}  // namespace

struct LocalCalendar::Calendar {
    struct Close {
        void operator()(UCalendar* calendar) const noexcept { ucal_close(calendar); }
    };
    std::unique_ptr<UCalendar, Close> handle;

    std::int32_t get(UCalendarDateFields field) const {
        UErrorCode status = U_ZERO_ERROR;
        return ucal_get(handle.get(), field, &status);
    }

    double set(const WallTime& time) {
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
        return ucal_getMillis(calendar, &status);
    }
};

LocalCalendar::LocalCalendar(const std::string& zone) : calendar_(std::make_unique<Calendar>()) {
    const std::u16string name(zone.begin(), zone.end());
    UErrorCode status = U_ZERO_ERROR;
    calendar_->handle.reset(ucal_open(name.empty() ? nullptr : name.data(),
                                      static_cast<std::int32_t>(name.size()),
                                      "en_US",
                                      UCAL_GREGORIAN,
                                      &status));
    if (U_FAILURE(status)) {
        throw ConnectException("Cannot use the time zone '" + zone + "': " + u_errorName(status));
    }
}

LocalCalendar::~LocalCalendar() = default;

std::int64_t LocalCalendar::instant_of(const WallTime& time) {
    return static_cast<std::int64_t>(calendar_->set(time));
}

std::int64_t LocalCalendar::days_of(const WallTime& time) {
    const double instant = calendar_->set(time);
    const double offset = calendar_->get(UCAL_ZONE_OFFSET) + calendar_->get(UCAL_DST_OFFSET);
    return static_cast<std::int64_t>(
        std::floor((instant + offset) / static_cast<double>(kMillisecondsPerDay)));
}

WallTime LocalCalendar::wall_time_of(std::int64_t instant) {
    UErrorCode status = U_ZERO_ERROR;
    ucal_setMillis(calendar_->handle.get(), static_cast<double>(instant), &status);
    return {calendar_->get(UCAL_YEAR),
            calendar_->get(UCAL_MONTH) + 1,
            calendar_->get(UCAL_DATE),
            calendar_->get(UCAL_HOUR_OF_DAY),
            calendar_->get(UCAL_MINUTE),
            calendar_->get(UCAL_SECOND),
            calendar_->get(UCAL_MILLISECOND)};
}

}  // namespace kconnect::convert
