#include "verify/stored_time.hpp"

#include <charconv>
#include <cstdint>
#include <optional>

#include <fmt/format.h>

#include <kconnect/schema.hpp>
#include <kconnect/sql/calendar.hpp>
#include <kconnect/sql/timestamp_field.hpp>

namespace kconnect::verify {

namespace {

constexpr std::int64_t kMicrosPerSecond = 1'000'000;
constexpr std::int64_t kMicrosPerDay = 86'400 * kMicrosPerSecond;

/// Reads a text from front to back.
class Reader {
public:
    explicit Reader(std::string_view text) : text_(text) {}

    bool at_end() const noexcept { return text_.empty(); }
    bool next_is(char letter) const noexcept { return !text_.empty() && text_.front() == letter; }
    bool take(char letter) {
        if (!next_is(letter)) {
            return false;
        }
        text_.remove_prefix(1);
        return true;
    }
    std::optional<std::int64_t> number() {
        std::size_t size = 0;
        std::int64_t value = 0;
        while (size < text_.size() && size < 9 && text_[size] >= '0' && text_[size] <= '9') {
            value = value * 10 + (text_[size++] - '0');
        }
        text_.remove_prefix(size);
        return size == 0 ? std::nullopt : std::optional(value);
    }
    /// Up to six digits of a fraction, as microseconds.
    std::int64_t fraction() {
        std::int64_t value = 0;
        std::int64_t unit = kMicrosPerSecond;
        while (!text_.empty() && text_.front() >= '0' && text_.front() <= '9') {
            unit /= 10;
            value += unit * (text_.front() - '0');
            text_.remove_prefix(1);
        }
        return value;
    }

private:
    std::string_view text_;
};

/// hh:mm[:ss[.ffffff]]
std::optional<std::int64_t> read_clock(Reader& reader) {
    const auto hour = reader.number();
    if (!hour) {
        return std::nullopt;
    }
    std::int64_t seconds = *hour * 3600;
    std::int64_t unit = 60;
    for (; unit >= 1 && reader.take(':'); unit /= 60) {
        const auto part = reader.number();
        if (!part) {
            return std::nullopt;
        }
        seconds += *part * unit;
    }
    std::int64_t micros = seconds * kMicrosPerSecond;
    if (reader.take('.')) {
        micros += reader.fraction();
    }
    return micros;
}

std::optional<std::int64_t> read_date(Reader& reader) {
    const auto year = reader.number();
    const bool has_month = year && reader.take('-');
    const auto month = has_month ? reader.number() : std::nullopt;
    const bool has_day = month && reader.take('-');
    const auto day = has_day ? reader.number() : std::nullopt;
    if (!day || *month < 1 || *month > 12 || *day < 1 || *day > 31) {
        return std::nullopt;
    }
    return sql::epoch_day({*year, static_cast<unsigned>(*month), static_cast<unsigned>(*day)});
}

/// +hh[:mm[:ss]]; none is 0.
std::optional<std::int64_t> read_offset(Reader& reader) {
    const bool is_west = reader.next_is('-');
    if (!reader.take('+') && !reader.take('-')) {
        return 0;
    }
    const auto micros = read_clock(reader);
    return micros && is_west ? std::optional(-*micros) : micros;
}

std::optional<std::int64_t> read_time(const CellForm& form, std::string_view shown) {
    Reader reader(shown);
    std::int64_t micros = 0;
    if (form.kind != CellKind::kTime) {
        const auto day = read_date(reader);
        if (!day) {
            return std::nullopt;
        }
        micros = *day * kMicrosPerDay;
    }
    if (form.kind == CellKind::kTime || reader.take(' ') || reader.take('T')) {
        const auto of_day = read_clock(reader);
        if (!of_day) {
            return std::nullopt;
        }
        micros += *of_day;
    }
    if (form.kind == CellKind::kInstant) {
        const auto offset = read_offset(reader);
        if (!offset) {
            return std::nullopt;
        }
        micros -= *offset;
    }
    if (form.kind == CellKind::kDate) {
        micros -= (micros % kMicrosPerDay + kMicrosPerDay) % kMicrosPerDay;
        return micros;
    }
    return reader.at_end() ? std::optional(micros) : std::nullopt;
}

/// In the column's precision.
std::int64_t rounded(const CellForm& form, std::int64_t micros) {
    std::int64_t unit = kMicrosPerSecond;
    for (int digit = 0; digit < form.scale && unit > 1; ++digit) {
        unit /= 10;
    }
    if (form.scale < 0 || form.kind == CellKind::kDate) {
        return micros;
    }
    const std::int64_t rest = (micros % unit + unit) % unit;
    const bool up = !form.cuts_fractions && rest * 2 >= unit;
    return micros - rest + (up ? unit : 0);
}

/// Days since 1970 in the Gregorian calendar of the date that has this name.
std::int64_t gregorian_day(std::int64_t local_day, sql::CalendarSystem calendar) {
    return sql::epoch_day(sql::civil_date(local_day, calendar));
}

std::int64_t sent_micros(const CellForm& form,
                         const jdbc::LayoutColumn& column,
                         const sql::WallClock& clock,
                         const Value& cell) {
    const LogicalType type = column.unit != sql::TimestampUnit::kNone
                                 ? LogicalType::kTimestamp
                                 : column.schema->logical_type();
    if (type == LogicalType::kTime) {
        return std::int64_t{sql::wall_time(clock, cell.to_integer()).millis_of_day} * 1000;
    }
    sql::WallTime local{};
    std::int64_t micros_of_day = 0;
    if (type == LogicalType::kDate) {
        local = sql::wall_date(clock, cell.to_integer());
    } else {
        const sql::Instant instant = sql::instant_of(cell, column.unit).to_micros();
        local = sql::wall_timestamp(clock, instant.epoch_millis);
        micros_of_day = std::int64_t{local.millis_of_day} * 1000 + instant.nanos / 1000;
    }
    const std::int64_t micros =
        gregorian_day(local.epoch_day, clock.calendar) * kMicrosPerDay + micros_of_day;
    return form.kind == CellKind::kInstant ? micros - std::int64_t{local.offset_millis} * 1000
                                           : micros;
}

}  // namespace

void append_stored_time(std::string& text, const CellForm& form, std::string_view shown) {
    const auto micros = read_time(form, shown);
    if (micros) {
        text += std::to_string(rounded(form, *micros));
    } else {
        text += shown;
    }
}

void append_sent_time(std::string& text,
                      const CellForm& form,
                      const jdbc::LayoutColumn& column,
                      const sql::WallClock& clock,
                      const Value& cell) {
    text += std::to_string(rounded(form, sent_micros(form, column, clock, cell)));
}

std::string shown_time(const CellForm& form, std::string_view common) {
    std::int64_t micros = 0;
    const auto [end, error] = std::from_chars(common.data(), common.data() + common.size(), micros);
    if (error != std::errc() || end != common.data() + common.size()) {
        return std::string(common);
    }
    const std::int64_t of_day = (micros % kMicrosPerDay + kMicrosPerDay) % kMicrosPerDay;
    std::string text;
    if (form.kind != CellKind::kTime) {
        const auto date = sql::civil_date((micros - of_day) / kMicrosPerDay,
                                          sql::CalendarSystem::kProlepticGregorian);
        text = fmt::format("{:04}-{:02}-{:02}", date.year, date.month, date.day);
    }
    if (form.kind != CellKind::kDate) {
        const std::int64_t seconds = of_day / kMicrosPerSecond;
        text += fmt::format("{}{:02}:{:02}:{:02}.{:06}",
                            text.empty() ? "" : " ",
                            seconds / 3600,
                            seconds / 60 % 60,
                            seconds % 60,
                            of_day % kMicrosPerSecond);
    }
    return form.kind == CellKind::kInstant ? text + "+00" : text;
}

}  // namespace kconnect::verify
