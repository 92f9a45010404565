#include "convert/iso_dates.hpp"

#include <cstdio>

#include "convert/big_decimal.hpp"
#include "convert/java_integer_text.hpp"

namespace kconnect::convert {

namespace {

constexpr std::int64_t kMillisecondsPerDay = 86400000;
constexpr std::size_t kDateLength = 10;
constexpr std::size_t kTimeLength = 13;
constexpr std::size_t kTimestampLength = 24;

/// Length as Java counts it, in units of UTF-16.
std::size_t utf16_length(std::string_view text) noexcept {
    std::size_t length = 0;
    for (const char character : text) {
        const auto byte = static_cast<unsigned char>(character);
        length += (byte & 0xC0U) == 0x80U ? 0 : byte >= 0xF0U ? 2 : 1;
    }
    return length;
}

/// Without the backslashes before colons.
std::string_view without_escapes(std::string_view text, Arena& arena) {
    if (text.find("\\:") == std::string_view::npos) {
        return text;
    }
    char* const start = arena.make_bytes(text.size());
    char* next = start;
    for (std::size_t index = 0; index < text.size(); ++index) {
        if (text.substr(index, 2) != "\\:") {
            *next++ = text[index];
        }
    }
    return {start, static_cast<std::size_t>(next - start)};
}

/// Reads fields and the characters between them, one after the other.
class FieldReader {
public:
    explicit FieldReader(std::string_view text) noexcept : text_(text) {}

    FieldReader& field(std::int32_t& into) noexcept {
        while (good_ && (text_.starts_with(' ') || text_.starts_with('\t'))) {
            text_.remove_prefix(1);
        }
        const auto number = good_ ? take_java_integer(text_) : std::nullopt;
        good_ = number.has_value();
        into = number.value_or(0);
        return *this;
    }

    FieldReader& character(char wanted) noexcept {
        good_ = good_ && text_.starts_with(wanted);
        text_.remove_prefix(good_ ? 1 : 0);
        return *this;
    }

    bool good() const noexcept { return good_; }

private:
    std::string_view text_;
    bool good_ = true;
};

void read_date(FieldReader& reader, WallTime& time) noexcept {
    reader.field(time.year).character('-').field(time.month).character('-').field(time.day);
}

void read_time(FieldReader& reader, WallTime& time) noexcept {
    reader.field(time.hour).character(':').field(time.minute).character(':').field(time.second);
    reader.character('.').field(time.millisecond).character('Z');
}

}  // namespace

const SchemaPtr& date_schema() {
    static const SchemaPtr schema = logical_schema(LogicalType::kDate);
    return schema;
}

const SchemaPtr& time_schema() {
    static const SchemaPtr schema = logical_schema(LogicalType::kTime);
    return schema;
}

const SchemaPtr& timestamp_schema() {
    static const SchemaPtr schema = logical_schema(LogicalType::kTimestamp);
    return schema;
}

std::optional<SchemaAndValue> parse_iso_date(std::string_view text,
                                             LocalCalendar& calendar,
                                             Arena& arena) {
    text = without_escapes(text, arena);
    const std::size_t length = utf16_length(text);
    if (length != kDateLength && length != kTimeLength && length != kTimestampLength) {
        return std::nullopt;
    }
    FieldReader reader(with_ascii_digits(text, arena));
    WallTime time;
    if (length != kTimeLength) {
        read_date(reader, time);
    }
    if (length == kTimestampLength) {
        reader.character('T');
    }
    if (length != kDateLength) {
        read_time(reader, time);
    }
    if (!reader.good()) {
        return std::nullopt;
    }
    if (length == kDateLength) {
        return SchemaAndValue{date_schema().get(),
                              Value::of_int32(static_cast<std::int32_t>(calendar.days_of(time)))};
    }
    const std::int64_t instant = calendar.instant_of(time);
    if (length == kTimeLength) {
        return SchemaAndValue{time_schema().get(),
                              Value::of_int32(static_cast<std::int32_t>(instant))};
    }
    return SchemaAndValue{timestamp_schema().get(), Value::of_int64(instant)};
}

void append_iso_date(std::pmr::string& text, std::int64_t instant, LocalCalendar& calendar) {
    const WallTime time = calendar.wall_time_of(instant);
    const bool time_only = instant < kMillisecondsPerDay;
    const bool date_only = !time_only && instant % kMillisecondsPerDay == 0;
    char part[64];
    if (!time_only) {
        std::snprintf(part, sizeof(part), "%04d-%02d-%02d", time.year, time.month, time.day);
        text += part;
    }
    if (!date_only) {
        std::snprintf(part,
                      sizeof(part),
                      "%s%02d:%02d:%02d.%03dZ",
                      time_only ? "" : "T",
                      time.hour,
                      time.minute,
                      time.second,
                      time.millisecond);
        text += part;
    }
}

std::int64_t instant_of(LogicalType type, const Value& value) {
    return value.to_integer() * (type == LogicalType::kDate ? kMillisecondsPerDay : 1);
}

}  // namespace kconnect::convert
