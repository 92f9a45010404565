#pragma once

#include <cstdint>

#include <kconnect/value.hpp>

namespace kconnect::sql {

/// What an INT64 or STRING value counts since 1970-01-01T00:00Z when it is an instant, which its
/// schema does not say: timestamp.fields.list and timestamp.precision.mode do.
enum class TimestampUnit : std::uint8_t { kNone, kMicroseconds, kNanoseconds };

/// A point in time.
struct Instant {
    std::int64_t epoch_millis;
    std::int32_t nanos;  ///< Of the millisecond: 0 to 999'999.

    /// Rounded to whole microseconds, the finest that columns have; halves go up.
    Instant to_micros() const noexcept;
};

/// The instant of a value of `unit`; with kNone that of Connect's Timestamp. Throws DataException
/// with Java's text for a text that is no integer, or for what is beyond all dates.
Instant instant_of(const Value& value, TimestampUnit unit);

}  // namespace kconnect::sql
