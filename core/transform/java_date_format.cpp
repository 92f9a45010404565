#include "java_date_format.hpp"

#include <array>
#include <chrono>
#include <cstdlib>
#include <string>

#include <fmt/format.h>

#include "java_exception.hpp"

namespace kconnect::transform {
namespace {

constexpr std::int64_t kMillisecondsPerDay = 86400000;
constexpr std::int64_t kFirstGregorianDay = -141427;  ///< 15 October 1582.
constexpr int kLastJulianYear = 1582;                 ///< Its first of January was a Julian day.

constexpr std::array<std::string_view, 12> kMonths = {"January",
                                                      "February",
                                                      "March",
                                                      "April",
                                                      "May",
                                                      "June",
                                                      "July",
                                                      "August",
                                                      "September",
                                                      "October",
                                                      "November",
                                                      "December"};
constexpr std::array<std::string_view, 7> kWeekdays = {
    "Sunday", "Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday"};

constexpr std::int64_t floor_divide(std::int64_t left, std::int64_t right) {
    return left / right - (left % right < 0 ? 1 : 0);
}

/// A date; year 0 is 1 BC.
struct Date {
    std::int64_t year;
    int month;
    int day;
};

/// Days since 1970-01-01 of a date of the Julian calendar.
std::int64_t julian_days(std::int64_t year, int month, int day) {
    const std::int64_t shifted = month > 2 ? year : year - 1;  // Years that begin in March.
    const std::int64_t day_of_year = (153 * (month > 2 ? month - 3 : month + 9) + 2) / 5 + day - 1;
    return 365 * shifted + floor_divide(shifted, 4) + day_of_year - 719470;
}

Date julian_date(std::int64_t days) {
    const std::int64_t since_march = days + 719470;
    const std::int64_t cycle = floor_divide(since_march, 1461);
    const std::int64_t day_of_cycle = since_march - cycle * 1461;
    const std::int64_t year_of_cycle = (day_of_cycle - day_of_cycle / 1460) / 365;
    const std::int64_t day_of_year = day_of_cycle - 365 * year_of_cycle;
    const auto month_from_march = static_cast<int>((5 * day_of_year + 2) / 153);
    const int day = static_cast<int>(day_of_year - (153 * month_from_march + 2) / 5 + 1);
    const int month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    return {4 * cycle + year_of_cycle + (month <= 2 ? 1 : 0), month, day};
}

/// The same for the Gregorian calendar, by cycles of 400 years.
constexpr std::int64_t kDaysOfFourCenturies = 146097;

std::int64_t gregorian_days(std::int64_t year, int month, int day) {
    const std::int64_t cycles = floor_divide(year, 400);
    const std::chrono::year_month_day date{std::chrono::year(static_cast<int>(year - cycles * 400)),
                                           std::chrono::month(static_cast<unsigned>(month)),
                                           std::chrono::day(static_cast<unsigned>(day))};
    return std::chrono::sys_days(date).time_since_epoch().count() + cycles * kDaysOfFourCenturies;
}

Date gregorian_date(std::int64_t days) {
    const std::int64_t cycles = floor_divide(days, kDaysOfFourCenturies);
    const std::chrono::year_month_day date{
        std::chrono::sys_days(std::chrono::days(days - cycles * kDaysOfFourCenturies))};
    return {static_cast<int>(date.year()) + cycles * 400,
            static_cast<int>(static_cast<unsigned>(date.month())),
            static_cast<int>(static_cast<unsigned>(date.day()))};
}

std::int64_t first_day_of_year(std::int64_t year) {
    return year <= kLastJulianYear ? julian_days(year, 1, 1) : gregorian_days(year, 1, 1);
}

/// 0 is Sunday.
int weekday_of(std::int64_t days) {
    return static_cast<int>(days + 4 - floor_divide(days + 4, 7) * 7);
}

/// An instant by the calendar and the clock of UTC.
struct Moment {
    std::int64_t days;
    std::int64_t time;  ///< Milliseconds since midnight.
    Date date;
    int weekday;
    std::int64_t day_of_year;  ///< From 1.

    explicit Moment(std::int64_t instant)
        : days(floor_divide(instant, kMillisecondsPerDay)),
          time(instant - days * kMillisecondsPerDay),
          date(days < kFirstGregorianDay ? julian_date(days) : gregorian_date(days)),
          weekday(weekday_of(days)),
          day_of_year(days - first_day_of_year(date.year) + 1) {}

    std::int64_t hour() const { return time / 3600000; }
    bool is_first_week_of_next_year() const {
        return days - weekday + 6 >= first_day_of_year(date.year + 1);
    }
    std::int64_t week_year() const { return date.year + (is_first_week_of_next_year() ? 1 : 0); }
    std::int64_t week_of_year() const {
        const int first = weekday_of(first_day_of_year(date.year));
        return is_first_week_of_next_year() ? 1 : (day_of_year - 1 + first) / 7 + 1;
    }
    int week_of_month() const {
        const int first = weekday_of(days - date.day + 1);
        return (date.day - 1 + first) / 7 + 1;
    }
};

void append_number(std::string& text, std::int64_t number, int least) {
    fmt::format_to(
        std::back_inserter(text), "{}{:0{}}", number < 0 ? "-" : "", std::abs(number), least);
}

/// Two letters stand for the last two digits.
void append_year(std::string& text, std::int64_t year, int count) {
    if (count == 2) {
        append_number(text, year % 100, 2);
    } else {
        append_number(text, year, count);
    }
}

void append_word(std::string& text, std::string_view word, int count) {
    text += count >= 4 ? word : word.substr(0, 3);
}

void append_month(std::string& text, int month, int count) {
    if (count >= 3) {
        append_word(text, kMonths[static_cast<std::size_t>(month - 1)], count);
    } else {
        append_number(text, month, count);
    }
}

/// Letters that stand for a number. -1 for others.
std::int64_t number_of(char letter, const Moment& moment) {
    const std::int64_t hour = moment.hour();
    switch (letter) {
        case 'w':
            return moment.week_of_year();
        case 'W':
            return moment.week_of_month();
        case 'D':
            return moment.day_of_year;
        case 'd':
            return moment.date.day;
        case 'F':
            return (moment.date.day - 1) / 7 + 1;
        case 'u':
            return moment.weekday == 0 ? 7 : moment.weekday;
        case 'H':
            return hour;
        case 'k':
            return hour == 0 ? 24 : hour;
        case 'K':
            return hour % 12;
        case 'h':
            return hour % 12 == 0 ? 12 : hour % 12;
        case 'm':
            return moment.time / 60000 % 60;
        case 's':
            return moment.time / 1000 % 60;
        case 'S':
            return moment.time % 1000;
        default:
            return -1;
    }
}

void append_field(std::string& text, char letter, int count, const Moment& moment) {
    switch (letter) {
        case 'G':
            text += moment.date.year > 0 ? "AD" : "BC";
            break;
        case 'y':
            append_year(
                text, moment.date.year > 0 ? moment.date.year : 1 - moment.date.year, count);
            break;
        case 'Y':
            append_year(text, moment.week_year(), count);
            break;
        case 'M':
        case 'L':
            append_month(text, moment.date.month, count);
            break;
        case 'E':
            append_word(text, kWeekdays[static_cast<std::size_t>(moment.weekday)], count);
            break;
        case 'a':
            text += moment.hour() < 12 ? "AM" : "PM";
            break;
        case 'z':
            text += count >= 4 ? "Coordinated Universal Time" : "UTC";
            break;
        case 'Z':
            text += "+0000";
            break;
        case 'X':
            text += 'Z';
            break;
        default:
            append_number(text, number_of(letter, moment), count);
    }
}

[[noreturn]] void refuse(const std::string& problem) {
    throw JavaException("java.lang.IllegalArgumentException", problem);
}

bool is_letter(char character) {
    return (character >= 'a' && character <= 'z') || (character >= 'A' && character <= 'Z');
}

}  // namespace

JavaDateFormat::JavaDateFormat(std::string_view pattern) {
    for (std::size_t at = 0; at < pattern.size();) {
        const char character = pattern[at];
        if (character == '\'') {
            const bool is_quote = pattern.substr(at + 1, 1) == "'";
            if (is_quote) {
                add_literal("'");
                at += 2;
                continue;
            }
            for (++at;; ++at) {
                if (at >= pattern.size()) {
                    refuse("Unterminated quote");
                }
                if (pattern[at] == '\'' && pattern.substr(at + 1, 1) != "'") {
                    break;
                }
                at += pattern[at] == '\'' ? 1 : 0;
                add_literal(pattern.substr(at, 1));
            }
            ++at;
        } else if (is_letter(character)) {
            const auto end = std::min(pattern.find_first_not_of(character, at), pattern.size());
            add_field(character, static_cast<int>(end - at));
            at = end;
        } else {
            add_literal(pattern.substr(at++, 1));
        }
    }
}

void JavaDateFormat::add_literal(std::string_view text) {
    if (parts_.empty() || parts_.back().letter != '\0') {
        parts_.push_back({'\0', 0, {}});
    }
    parts_.back().literal += text;
}

void JavaDateFormat::add_field(char letter, int count) {
    if (std::string_view("GyMdkHmsSEDFwWahKzZYuXL").find(letter) == std::string_view::npos) {
        refuse(fmt::format("Illegal pattern character '{}'", letter));
    }
    if (letter == 'X' && count > 3) {
        refuse(fmt::format("invalid ISO 8601 format: length={}", count));
    }
    parts_.push_back({letter, count, {}});
}

void JavaDateFormat::append(std::string& text, std::int64_t instant) const {
    const Moment moment(instant);
    for (const Part& part : parts_) {
        if (part.letter == '\0') {
            text += part.literal;
        } else {
            append_field(text, part.letter, part.count, moment);
        }
    }
}

}  // namespace kconnect::transform
