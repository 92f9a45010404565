#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include <kconnect/sql/calendar.hpp>
#include <kconnect/sql/timestamp_field.hpp>
#include <kconnect/value.hpp>

namespace kconnect::sql {

// Text forms of values as the databases read them. Each appends to a text that the caller keeps,
// so that nothing is allocated per value. Dates and times are taken for those of UTC: who
// wants others takes them from a WallClock.

/// The digits of a two's complement, big-endian integer without sign; true when it is negative.
/// Throws DataException beyond 64 KiB, which no database stores.
bool append_digits(std::string& text, std::span<const std::byte> unscaled);

/// `unscaled` * 10^-`scale` without exponent, as java.math.BigDecimal.toPlainString.
void append_decimal(std::string& text, std::span<const std::byte> unscaled, std::int32_t scale);
void append_decimal(std::string& text, const Decimal& decimal);

/// Shortest text that reads back as the same number; "NaN", "Infinity", "-Infinity".
void append_real(std::string& text, double value);
void append_real(std::string& text, float value);

/// yyyy-MM-dd; years have four digits or more. Years before 1 are counted BC and get no mark here:
/// append_era() follows where the database wants one.
void append_date(std::string& text,
                 std::int64_t epoch_day,
                 CalendarSystem system = CalendarSystem::kLegacy);
/// " BC" when the day lies before year 1, else nothing.
void append_era(std::string& text,
                std::int64_t epoch_day,
                CalendarSystem system = CalendarSystem::kLegacy);

/// HH:mm:ss.SSS of a time of day; a number outside of the day counts on from it, as
/// java.sql.Time.
void append_time(std::string& text, std::int64_t millis);

/// yyyy-MM-dd HH:mm:ss.SSS of milliseconds since the epoch; no mark for years before 1.
void append_timestamp(std::string& text,
                      std::int64_t millis,
                      CalendarSystem system = CalendarSystem::kLegacy);

/// The three digits behind an instant's milliseconds: 456 for 123'456 microseconds.
void append_micros(std::string& text, const Instant& instant);

/// Two upper-case hexadecimal digits for each byte.
void append_hex(std::string& text, std::span<const std::byte> bytes);

}  // namespace kconnect::sql
