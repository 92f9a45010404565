#include <limits>
#include <optional>
#include <string_view>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/timestamp_field.hpp>

namespace kconnect::sql {

namespace {

__extension__ using Wide = __int128;  // nanoseconds as text may be more than 64 bits

constexpr std::int32_t kNanosPerMilli = 1'000'000;

/// As java.lang.Long.parseLong, but wider.
std::optional<Wide> parsed(std::string_view text) {
    const bool negative = text.starts_with('-');
    if (negative || text.starts_with('+')) {
        text.remove_prefix(1);
    }
    Wide number = 0;
    for (const char letter : text) {
        if (letter < '0' || letter > '9') {
            return std::nullopt;
        }
        constexpr Wide kLimit = std::numeric_limits<std::int64_t>::max();
        // Beyond this limit it stays beyond every date; the digits are still looked at.
        number = number > kLimit * kNanosPerMilli ? number : number * 10 + (letter - '0');
    }
    if (text.empty()) {
        return std::nullopt;
    }
    return negative ? -number : number;
}

Wide number_of(const Value& value, TimestampUnit unit) {
    if (value.kind() != ValueKind::kString) {
        return value.to_integer();
    }
    const std::string_view text = value.as_string();
    const auto number = parsed(text);
    const bool is_long = number.has_value() &&
                         *number >= std::numeric_limits<std::int64_t>::min() &&
                         *number <= std::numeric_limits<std::int64_t>::max();
    if (!number.has_value() || (unit == TimestampUnit::kMicroseconds && !is_long)) {
        throw DataException(fmt::format("For input string: \"{}\"", text));
    }
    return *number;
}

}  // namespace

Instant Instant::to_micros() const noexcept {
    const std::int32_t micros = (nanos + 500) / 1000;
    return micros == 1000 ? Instant{epoch_millis + 1, 0} : Instant{epoch_millis, micros * 1000};
}

Instant instant_of(const Value& value, TimestampUnit unit) {
    if (unit == TimestampUnit::kNone) {
        return {value.to_integer(), 0};
    }
    const Wide number = number_of(value, unit);
    const std::int32_t per_milli = unit == TimestampUnit::kMicroseconds ? 1000 : kNanosPerMilli;
    Wide millis = number / per_milli;
    auto rest = static_cast<std::int32_t>(number % per_milli);
    if (rest < 0) {
        --millis;
        rest += per_milli;
    }
    // One millisecond less, so that rounding up stays a number.
    if (millis >= std::numeric_limits<std::int64_t>::max() ||
        millis < std::numeric_limits<std::int64_t>::min()) {
        throw DataException("Instant exceeds minimum or maximum instant");
    }
    return {static_cast<std::int64_t>(millis), rest * (kNanosPerMilli / per_milli)};
}

}  // namespace kconnect::sql
