#pragma once

#include <optional>
#include <string>
#include <string_view>

#include <kconnect/schema.hpp>

#include "convert/local_calendar.hpp"

namespace kconnect::convert {

/// The schemas of Connect's dates and times, each the same object for every call.
const SchemaPtr& date_schema();
const SchemaPtr& time_schema();
const SchemaPtr& timestamp_schema();

/// Text of exactly the length of "2019-08-23", "14:34:54.346Z" or "2019-08-23T14:34:54.346Z" as
/// date, time or timestamp. As lenient as Java's SimpleDateFormat: what follows is not looked at,
/// numbers have any length and may overflow ("99:99:99.999Z"). Absent for all other text.
/// Times are those of the calendar's zone; a date is the day that the text names.
std::optional<SchemaAndValue> parse_iso_date(std::string_view text,
                                             LocalCalendar& calendar,
                                             Arena& arena);

/// Appends the instant as Java's Values does: before 1970-01-02 as time of day, at a multiple of a
/// day as date, else as timestamp; all in the calendar's zone.
void append_iso_date(std::pmr::string& text, std::int64_t instant, LocalCalendar& calendar);

/// The instant that a value of one of Connect's date or time schemas stands for.
std::int64_t instant_of(LogicalType type, const Value& value);

}  // namespace kconnect::convert
