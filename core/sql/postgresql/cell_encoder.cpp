#include "postgresql/cell_encoder.hpp"

#include <algorithm>
#include <bit>
#include <cstdlib>
#include <limits>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/value_text.hpp>

#include "postgresql/types.hpp"

namespace kconnect::sql::postgresql {

namespace {

constexpr std::int64_t kDaysTo2000 = 10'957;  // PostgreSQL counts from 2000-01-01
constexpr std::int64_t kMicrosPerDay = 86'400'000'000;
constexpr std::int64_t kMaxNumericScale = 16'383;
constexpr std::int64_t kMaxNumericWeight = 32'767;
constexpr std::int64_t kMaxZeros = 131'072;  // digits before the point that numeric can have

/// Days since 2000-01-01 in the Gregorian calendar of the date that Java would name. What is
/// beyond all limits stays so, but is never one of the marks for infinity.
std::int64_t postgresql_day(std::int64_t local_day, CalendarSystem calendar) {
    const CivilDate date = civil_date(local_day, calendar);
    if (!is_gregorian_date(date)) {
        std::string text;
        append_date(text, local_day, calendar);
        throw DataException(fmt::format(
            "Date {} exists in the Julian calendar only and cannot be stored in PostgreSQL", text));
    }
    return epoch_day(date) - kDaysTo2000;
}

std::int32_t date_bits(const Binding& binding, std::int64_t value) {
    constexpr std::int64_t kMost = std::numeric_limits<std::int32_t>::max() - 1;
    const WallTime local = wall_date(binding.clock, value);
    return static_cast<std::int32_t>(
        std::clamp(postgresql_day(local.epoch_day, binding.clock.calendar), -kMost, kMost));
}

/// timestamp shows the local time; timestamptz keeps the instant.
std::int64_t timestamp_bits(const Binding& binding,
                            const WallTime& local,
                            std::int64_t micros_of_day) {
    constexpr std::int64_t kMostDays = std::numeric_limits<std::int64_t>::max() / kMicrosPerDay - 2;
    const std::int64_t day = postgresql_day(local.epoch_day, binding.clock.calendar);
    const std::int64_t offset =
        binding.type == oid::kTimestamptz ? std::int64_t{local.offset_millis} * 1000 : 0;
    return std::clamp(day, -kMostDays, kMostDays) * kMicrosPerDay + micros_of_day - offset;
}

void append_real_bits(ByteBuffer& out, double value) {
    out.put_int64(std::bit_cast<std::int64_t>(value));
}

void append_real_bits(ByteBuffer& out, float value) {
    out.put_int32(std::bit_cast<std::int32_t>(value));
}

std::int32_t checked_length(std::size_t size) {
    if (size > static_cast<std::size_t>(std::numeric_limits<std::int32_t>::max())) {
        throw DataException(
            fmt::format("A value of {} bytes is too large: PostgreSQL takes 1 GiB at most", size));
    }
    return static_cast<std::int32_t>(size);
}

/// A base-10000 digit of `digits`, where `first` may lie before or its end behind them.
std::int16_t numeric_digit(std::string_view digits, std::int64_t first) {
    int value = 0;
    for (std::int64_t position = first; position < first + 4; ++position) {
        const bool is_inside = position >= 0 && position < static_cast<std::int64_t>(digits.size());
        value = value * 10 + (is_inside ? digits[static_cast<std::size_t>(position)] - '0' : 0);
    }
    return static_cast<std::int16_t>(value);
}

/// numeric's binary form of `digits` * 10^-`scale`.
void append_numeric_digits(ByteBuffer& out,
                           std::string_view digits,
                           bool negative,
                           std::int64_t scale) {
    const std::int64_t whole_digits = static_cast<std::int64_t>(digits.size()) - scale;
    const bool is_zero = digits == "0";
    if (scale > kMaxNumericScale || (whole_digits > kMaxZeros && !is_zero)) {
        throw DataException(fmt::format(
            "Decimal with {} digits and scale {} is beyond the limits of PostgreSQL's numeric",
            digits.size(),
            scale));
    }
    // Groups of four start at the decimal point.
    const std::int64_t weight = (whole_digits + kMaxZeros + 3) / 4 - 1 - kMaxZeros / 4;
    const std::int64_t first = whole_digits - (weight + 1) * 4;
    std::int64_t groups = (static_cast<std::int64_t>(digits.size()) - first + 3) / 4;
    while (groups > 0 && numeric_digit(digits, first + (groups - 1) * 4) == 0) {
        --groups;
    }
    out.put_int16(static_cast<std::int16_t>(groups));
    out.put_int16(static_cast<std::int16_t>(groups == 0 ? 0 : std::min(weight, kMaxNumericWeight)));
    out.put_int16(negative ? 0x4000 : 0);
    out.put_int16(static_cast<std::int16_t>(std::max<std::int64_t>(scale, 0)));
    for (std::int64_t group = 0; group < groups; ++group) {
        out.put_int16(numeric_digit(digits, first + group * 4));
    }
}

void append_two_digits(std::string& text, std::int32_t number) {
    text += static_cast<char>('0' + number / 10);
    text += static_cast<char>('0' + number % 10);
}

/// +00, -05, +05:30, -04:56:02.
void append_offset(std::string& text, std::int32_t offset_millis) {
    const std::int32_t seconds = std::abs(offset_millis) / 1000;
    text += offset_millis < 0 ? '-' : '+';
    append_two_digits(text, seconds / 3600);
    if (seconds % 3600 != 0) {
        text += ':';
        append_two_digits(text, seconds / 60 % 60);
    }
    if (seconds % 60 != 0) {
        text += ':';
        append_two_digits(text, seconds % 60);
    }
}

void append_quoted(std::string& text, std::string_view value) {
    text += '"';
    for (const char letter : value) {
        if (letter == '"' || letter == '\\') {
            text += '\\';
        }
        text += letter;
    }
    text += '"';
}

void append_element_text(std::string& text, SchemaType element, const Value& value) {
    if (value.is_null()) {
        text += "NULL";
    } else if (element == SchemaType::kString) {
        append_quoted(text, value.as_string());
    } else if (element == SchemaType::kBoolean) {
        text += value.as_boolean() ? 't' : 'f';
    } else if (element == SchemaType::kFloat32) {
        append_real(text, value.as_float32());
    } else if (element == SchemaType::kFloat64) {
        append_real(text, value.as_float64());
    } else {
        text += std::to_string(value.to_integer());
    }
}

}  // namespace

void CellEncoder::append_numeric(ByteBuffer& out, const Binding& binding, const Value& value) {
    scratch_.clear();
    if (value.kind() == ValueKind::kBytes) {
        const bool negative = append_digits(scratch_, value.as_bytes());
        append_numeric_digits(out, scratch_, negative, binding.scale);
    } else {
        const Decimal& decimal = value.as_decimal();
        const bool negative = append_digits(scratch_, decimal.unscaled);
        append_numeric_digits(out, scratch_, negative, decimal.scale);
    }
}

void CellEncoder::append_text(ByteBuffer& out, const Binding& binding, const Value& value) {
    scratch_.clear();
    if (binding.encoding == CellEncoding::kArrayText) {
        append_array_text(scratch_, binding.element, value);
    } else {
        append_temporal_text(scratch_, binding, value);
    }
    out.put_bytes(scratch_);
}

template <CellEncoding encoding>
void CellEncoder::append_not_null(ByteBuffer& out, const Binding& binding, const Value& value) {
    if constexpr (encoding == CellEncoding::kInt16) {
        out.put_int16(static_cast<std::int16_t>(value.to_integer()));
    } else if constexpr (encoding == CellEncoding::kInt32) {
        out.put_int32(value.as_int32());
    } else if constexpr (encoding == CellEncoding::kInt64) {
        out.put_int64(value.as_int64());
    } else if constexpr (encoding == CellEncoding::kFloat32) {
        append_real_bits(out, value.as_float32());
    } else if constexpr (encoding == CellEncoding::kFloat64) {
        append_real_bits(out, value.as_float64());
    } else if constexpr (encoding == CellEncoding::kBoolean) {
        out.put_int8(value.as_boolean() ? 1 : 0);
    } else if constexpr (encoding == CellEncoding::kString) {
        out.put_bytes(value.as_string());
    } else if constexpr (encoding == CellEncoding::kBytes) {
        const auto bytes = value.as_bytes();
        out.put_bytes({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    } else if constexpr (encoding == CellEncoding::kNumeric) {
        append_numeric(out, binding, value);
    } else if constexpr (encoding == CellEncoding::kDate) {
        out.put_int32(date_bits(binding, value.to_integer()));
    } else if constexpr (encoding == CellEncoding::kDateAsTimestamp) {
        out.put_int64(timestamp_bits(binding, wall_date(binding.clock, value.to_integer()), 0));
    } else if constexpr (encoding == CellEncoding::kTime) {
        const WallTime local = wall_time(binding.clock, value.to_integer());
        out.put_int64(std::int64_t{local.millis_of_day} * 1000);
    } else if constexpr (encoding == CellEncoding::kTimestamp) {
        const Instant instant = instant_of(value, binding.unit).to_micros();
        const WallTime local = wall_timestamp(binding.clock, instant.epoch_millis);
        out.put_int64(timestamp_bits(
            binding, local, std::int64_t{local.millis_of_day} * 1000 + instant.nanos / 1000));
    } else {
        append_text(out, binding, value);
    }
}

template <CellEncoding encoding>
void CellEncoder::append_cells(ByteBuffer& out,
                               const Binding& binding,
                               const Rows& rows,
                               std::size_t column) {
    const Value* cell = rows.cells + column;
    for (std::size_t row = 0; row < rows.row_count; ++row, cell += rows.column_count) {
        const std::size_t length_at = out.size();
        out.put_int32(-1);
        if (!cell->is_null()) {
            append_not_null<encoding>(out, binding, *cell);
            out.set_int32(length_at, checked_length(out.size() - length_at - 4));
        }
    }
}

// One decision for a whole column; the loops inside know their encoding.
void CellEncoder::append_column(ByteBuffer& out,
                                const Binding& binding,
                                const Rows& rows,
                                std::size_t column) {
    switch (binding.encoding) {
        case CellEncoding::kInt16:
            return append_cells<CellEncoding::kInt16>(out, binding, rows, column);
        case CellEncoding::kInt32:
            return append_cells<CellEncoding::kInt32>(out, binding, rows, column);
        case CellEncoding::kInt64:
            return append_cells<CellEncoding::kInt64>(out, binding, rows, column);
        case CellEncoding::kFloat32:
            return append_cells<CellEncoding::kFloat32>(out, binding, rows, column);
        case CellEncoding::kFloat64:
            return append_cells<CellEncoding::kFloat64>(out, binding, rows, column);
        case CellEncoding::kBoolean:
            return append_cells<CellEncoding::kBoolean>(out, binding, rows, column);
        case CellEncoding::kString:
            return append_cells<CellEncoding::kString>(out, binding, rows, column);
        case CellEncoding::kBytes:
            return append_cells<CellEncoding::kBytes>(out, binding, rows, column);
        case CellEncoding::kNumeric:
            return append_cells<CellEncoding::kNumeric>(out, binding, rows, column);
        case CellEncoding::kDate:
            return append_cells<CellEncoding::kDate>(out, binding, rows, column);
        case CellEncoding::kDateAsTimestamp:
            return append_cells<CellEncoding::kDateAsTimestamp>(out, binding, rows, column);
        case CellEncoding::kTime:
            return append_cells<CellEncoding::kTime>(out, binding, rows, column);
        case CellEncoding::kTimestamp:
            return append_cells<CellEncoding::kTimestamp>(out, binding, rows, column);
        case CellEncoding::kDateText:
        case CellEncoding::kTimeText:
        case CellEncoding::kTimestampText:
        case CellEncoding::kArrayText:
            return append_cells<CellEncoding::kArrayText>(out, binding, rows, column);
    }
}

void CellEncoder::append_cell(ByteBuffer& out, const Binding& binding, const Value& value) {
    append_column(out, binding, {&value, 1, 1}, 0);
}

void CellEncoder::append_array(ByteBuffer& out,
                               const Binding& binding,
                               const Rows& rows,
                               std::size_t column) {
    out.put_int32(1);  // dimensions
    out.put_int32(1);  // there may be nulls
    out.put_int32(static_cast<std::int32_t>(binding.type));
    out.put_int32(checked_length(rows.row_count));
    out.put_int32(1);  // index of the first element
    append_column(out, binding, rows, column);
}

void append_array_text(std::string& text, SchemaType element, const Value& array) {
    text += '{';
    for (const Value& value : array.as_array()) {
        if (text.back() != '{') {
            text += ',';
        }
        append_element_text(text, element, value);
    }
    text += '}';
}

void append_temporal_text(std::string& text, const Binding& binding, const Value& value) {
    const WallClock& clock = binding.clock;
    if (binding.encoding == CellEncoding::kDateText) {
        const WallTime local = wall_date(clock, value.to_integer());
        append_date(text, local.epoch_day, clock.calendar);
        append_era(text, local.epoch_day, clock.calendar);
        text += ' ';
        append_offset(text, local.offset_millis);
        return;
    }
    const bool has_date = binding.encoding == CellEncoding::kTimestampText;
    const Instant instant = instant_of(value, binding.unit).to_micros();
    const WallTime local = has_date ? wall_timestamp(clock, instant.epoch_millis)
                                    : wall_time(clock, instant.epoch_millis);
    if (has_date) {
        append_date(text, local.epoch_day, clock.calendar);
        text += ' ';
    }
    append_time(text, local.millis_of_day);
    append_micros(text, instant);
    text.erase(text.find_last_not_of('0') + 1);  // pgjdbc drops zeros at a fraction's end
    if (text.ends_with('.')) {
        text.pop_back();
    }
    append_offset(text, local.offset_millis);
    if (has_date) {
        append_era(text, local.epoch_day, clock.calendar);
    }
}

std::size_t encoded_size(const Value& value) noexcept {
    constexpr std::size_t kLengthAndNumber = 12;
    switch (value.kind()) {
        case ValueKind::kString:
            return 4 + value.as_string().size();
        case ValueKind::kBytes:
            return 4 + value.as_bytes().size();
        case ValueKind::kArray: {
            std::size_t size = 4;
            for (const Value& element : value.as_array()) {
                size += encoded_size(element);
            }
            return size;
        }
        default:
            return kLengthAndNumber;
    }
}

}  // namespace kconnect::sql::postgresql
