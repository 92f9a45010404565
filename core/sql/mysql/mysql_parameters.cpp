#include "mysql/mysql_parameters.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstring>

#include <fmt/format.h>
#include <mysql.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/calendar.hpp>
#include <kconnect/sql/value_text.hpp>

#include "mysql/mysql_cell_form.hpp"
#include "mysql/mysql_number_literal.hpp"

namespace kconnect::sql::mysql {
namespace {

/// Bytes that the protocol writes before a text of so many.
std::size_t length_prefix(std::size_t size) {
    constexpr std::size_t kOneByte = 251;
    constexpr std::size_t kThreeBytes = 1UL << 16U;
    constexpr std::size_t kFourBytes = 1UL << 24U;
    if (size < kOneByte) {
        return 1;
    }
    return size < kThreeBytes ? 3 : (size < kFourBytes ? 4 : 9);
}

double finite(double number) {
    if (!std::isfinite(number)) {
        const char* text = std::isnan(number) ? "NaN" : (number < 0 ? "-Infinity" : "Infinity");
        throw DataException(
            fmt::format("'{}' is not a valid numeric or approximate numeric value", text));
    }
    return number;
}

/// The double whose shortest text is the float's.
double widen(float number) {
    char digits[32];
    const auto written = std::to_chars(std::begin(digits), std::end(digits), number);
    double result = 0;
    std::from_chars(std::begin(digits), written.ptr, result);
    return result;
}

MYSQL_TIME date_of(std::int64_t epoch_day, CalendarSystem calendar) {
    constexpr std::int64_t kMaxYear = 9999;
    const CivilDate date = civil_date(epoch_day, calendar);
    if (date.year < 1 || date.year > kMaxYear) {
        throw DataException(
            fmt::format("Day {} since 1970-01-01 lies in year {}: MySQL has the years 1 to 9999",
                        epoch_day,
                        date.year));
    }
    MYSQL_TIME result{};
    result.year = static_cast<unsigned>(date.year);
    result.month = date.month;
    result.day = date.day;
    result.time_type = MYSQL_TIMESTAMP_DATE;
    return result;
}

void set_time_of_day(MYSQL_TIME& time, std::int32_t millis) {
    const auto of_day = static_cast<unsigned>(millis);
    time.hour = of_day / 3'600'000;
    time.minute = of_day / 60'000 % 60;
    time.second = of_day / 1000 % 60;
    time.second_part = static_cast<unsigned long>(of_day % 1000) * 1000;
}

MYSQL_TIME time_of(Form form, const WriteColumn& column, const Value& value) {
    const WallClock& clock = column.clock;
    if (form == Form::kDate) {
        return date_of(wall_date(clock, value.to_integer()).epoch_day, clock.calendar);
    }
    MYSQL_TIME result{};
    if (form == Form::kTime) {
        result.time_type = MYSQL_TIMESTAMP_TIME;
        set_time_of_day(result, wall_time(clock, value.to_integer()).millis_of_day);
        return result;
    }
    const Instant instant = instant_of(value, column.unit).to_micros();
    const WallTime local = wall_timestamp(clock, instant.epoch_millis);
    result = date_of(local.epoch_day, clock.calendar);
    result.time_type = MYSQL_TIMESTAMP_DATETIME;
    set_time_of_day(result, local.millis_of_day);
    result.second_part += static_cast<unsigned long>(instant.nanos / 1000);
    return result;
}

/// The number that Java shows.
double literal_of(const Value& value) {
    return value.kind() == ValueKind::kFloat32 ? widen(value.as_float32()) : value.to_real();
}

template <typename Number>
std::size_t put(std::vector<std::byte>& cells, std::size_t row, Number number) {
    std::memcpy(cells.data() + row * sizeof(Number), &number, sizeof(Number));
    return sizeof(Number);
}

}  // namespace

struct Parameters::Column {
    /// A parameter has one type for all rows of a statement: of kRealLiteral this one's.
    enum class Literal : std::uint8_t { kUnknown, kDecimal, kDouble };

    bool is_text() const { return width == 0 || literal == Literal::kDecimal; }
    enum_field_types type() const {
        return literal == Literal::kDecimal ? MYSQL_TYPE_NEWDECIMAL
                                            : static_cast<enum_field_types>(wire_type(form));
    }
    /// False when the statement's earlier rows need another type for their cells than this one.
    bool agrees(const Value& value) {
        if (form != Form::kRealLiteral || value.is_null()) {
            return true;
        }
        const bool decimal = is_decimal_literal(literal_of(value));
        const Literal needed = decimal ? Literal::kDecimal : Literal::kDouble;
        literal = literal == Literal::kUnknown ? needed : literal;
        return literal == needed;
    }

    Form form = Form::kInt64;
    Literal literal = Literal::kUnknown;
    std::size_t source = 0;  ///< Index in the shape and in a row.
    std::size_t width = 0;
    std::vector<std::byte> cells;        ///< Numbers, `width` bytes each.
    std::vector<MYSQL_TIME> times;       ///< Dates and times.
    std::vector<const void*> pointers;   ///< Where is_text(); also to an element of `times`.
    std::vector<unsigned long> lengths;  ///< Of text and bytes.
    std::vector<char> nulls;             ///< 1 for NULL: indicator and is_null in one.
};

Parameters::Parameters(const WriteShape& shape, std::vector<std::size_t> order)
    : shape_(shape), order_(std::move(order)) {
    columns_.reserve(order_.size());
    for (const std::size_t source : order_) {
        Column column;
        column.form = form_of(shape_.columns[source]);
        column.source = source;
        column.width = width_of(column.form);
        columns_.push_back(std::move(column));
    }
}

Parameters::~Parameters() = default;

void Parameters::reserve(std::size_t rows) {
    if (rows <= capacity_) {
        return;
    }
    for (Column& column : columns_) {
        column.nulls.resize(rows);
        column.lengths.resize(rows);
        column.cells.resize(rows * column.width);
        if (column.width == 0 || column.form == Form::kRealLiteral) {
            column.pointers.resize(rows);
        }
        if (is_date_or_time(column.form)) {
            column.times.resize(rows);
        }
    }
    capacity_ = rows;
}

std::size_t Parameters::store(Column& column, std::size_t row, const Value& value) {
    const auto keep = [&](const void* data, std::size_t size) {
        // The library takes a null pointer for NULL even where the length is 0.
        column.pointers[row] = size == 0 ? "" : data;
        column.lengths[row] = static_cast<unsigned long>(size);
        return size + length_prefix(size);
    };
    switch (column.form) {
        case Form::kInt8:
            return put(column.cells, row, static_cast<std::int8_t>(value.to_integer()));
        case Form::kInt16:
            return put(column.cells, row, static_cast<std::int16_t>(value.to_integer()));
        case Form::kInt32:
            return put(column.cells, row, static_cast<std::int32_t>(value.to_integer()));
        case Form::kInt64:
            return put(column.cells, row, value.to_integer());
        case Form::kFloat:
            return put(column.cells, row, static_cast<float>(finite(value.to_real())));
        case Form::kDouble:
            return put(column.cells, row, finite(value.to_real()));
        case Form::kFloatAsDouble:
            return put(column.cells, row, widen(static_cast<float>(finite(value.to_real()))));
        case Form::kRealLiteral: {
            const double number = finite(literal_of(value));
            if (column.literal == Column::Literal::kDouble) {
                return put(column.cells, row, number);
            }
            text_.clear();
            append_decimal_literal(text_, number);
            const std::string_view text = texts_.copy(text_);
            return keep(text.data(), text.size());
        }
        case Form::kBoolean:
            return put(column.cells, row, static_cast<std::int8_t>(value.as_boolean() ? 1 : 0));
        case Form::kText:
            return keep(value.as_string().data(), value.as_string().size());
        case Form::kBytes:
            return keep(value.as_bytes().data(), value.as_bytes().size());
        case Form::kDecimal: {
            text_.clear();
            if (value.kind() == ValueKind::kDecimal) {
                append_decimal(text_, value.as_decimal());
            } else {
                append_decimal(
                    text_, value.as_bytes(), shape_.columns[column.source].schema->decimal_scale());
            }
            const std::string_view text = texts_.copy(text_);
            return keep(text.data(), text.size());
        }
        case Form::kDate:
        case Form::kTime:
        case Form::kTimestamp:
            break;
    }
    constexpr std::size_t kMaxTimeBytes = 13;
    column.times[row] = time_of(column.form, shape_.columns[column.source], value);
    column.pointers[row] = &column.times[row];
    return kMaxTimeBytes;
}

std::size_t Parameters::fill(const Rows& rows, std::size_t max_rows, std::size_t max_bytes) {
    const std::size_t wanted = std::min(rows.row_count, max_rows);
    reserve(wanted);
    constexpr std::size_t kHead = 16;     // command, statement, flags, iterations
    constexpr std::size_t kCellHead = 3;  // type, and an indicator or a bit for NULL
    texts_.clear();
    packet_bytes_ = kHead;
    for (Column& column : columns_) {
        column.literal = Column::Literal::kUnknown;
    }
    for (std::size_t row = 0; row < wanted; ++row) {
        const std::span<const Value> cells = rows[row];
        std::size_t bytes = kCellHead * columns_.size();
        for (Column& column : columns_) {
            const Value& value = cells[column.source];
            if (!column.agrees(value)) {
                return row;
            }
            column.nulls[row] = value.is_null() ? 1 : 0;
            if (!value.is_null()) {
                bytes += store(column, row, value);
            }
        }
        if (row != 0 && packet_bytes_ + bytes > max_bytes) {
            return row;
        }
        packet_bytes_ += bytes;
    }
    return wanted;
}

std::span<st_mysql_bind> Parameters::bind_columns() {
    binds_.assign(columns_.size(), MYSQL_BIND{});
    for (std::size_t index = 0; index < columns_.size(); ++index) {
        Column& column = columns_[index];
        MYSQL_BIND& bind = binds_[index];
        bind.buffer_type = column.type();
        bind.buffer = column.is_text() ? static_cast<void*>(column.pointers.data())
                                       : static_cast<void*>(column.cells.data());
        bind.length = column.lengths.data();
        bind.u.indicator = column.nulls.data();
    }
    return binds_;
}

void Parameters::fill_bind(st_mysql_bind& bind, Column& column, std::size_t row) const {
    bind.buffer_type = column.type();
    bind.buffer = column.is_text() ? const_cast<void*>(column.pointers[row])
                                   : static_cast<void*>(column.cells.data() + row * column.width);
    bind.length = &column.lengths[row];
    bind.is_null = &column.nulls[row];
}

std::span<st_mysql_bind> Parameters::bind_rows(std::size_t first, std::size_t count) {
    binds_.assign(columns_.size() * count, MYSQL_BIND{});
    std::size_t next = 0;
    for (std::size_t row = first; row < first + count; ++row) {
        for (Column& column : columns_) {
            fill_bind(binds_[next++], column, row);
        }
    }
    return binds_;
}

}  // namespace kconnect::sql::mysql
