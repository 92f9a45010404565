#include <algorithm>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/standard_dialect.hpp>
#include <kconnect/sql/value_text.hpp>

namespace kconnect::sql {

std::string StandardDialect::quote(std::string_view identifier) const {
    const char mark = quote_character();
    std::string quoted(1, mark);
    for (const char letter : identifier) {
        quoted.append(letter == mark ? 2 : 1, letter);
    }
    return quoted += mark;
}

std::string StandardDialect::new_name(std::string_view name) const {
    return rules_.folds_names ? folded(name) : std::string(name);
}

std::string StandardDialect::qualified(const TableId& table) const {
    std::string name;
    for (const std::string* part : {&table.catalog, &table.schema}) {
        if (!part->empty()) {
            name += quote(*part) + '.';
        }
    }
    return name + quote(table.name);
}

TableId StandardDialect::parse_table_name(std::string_view text) const {
    std::vector<std::string> parts = split_table_name(text, quote_character());
    std::ranges::transform(
        parts, parts.begin(), [this](const std::string& part) { return new_name(part); });
    switch (parts.size()) {
        case 1:
            return {{}, {}, parts[0]};
        case 2:
            return {{}, parts[0], parts[1]};
        case 3:
            return {parts[0], parts[1], parts[2]};
        default:
            throw ConfigException(fmt::format(
                "Table name '{}' has {} parts: at most catalog, schema and table are possible; put "
                "a part that holds dots into quotes",
                text,
                parts.size()));
    }
}

std::string StandardDialect::column_type(const Schema& schema, bool primary_key) const {
    std::string type = mapped_type(schema, primary_key);
    if (type.empty()) {
        throw ConnectException(
            fmt::format("{} ({}) type doesn't have a mapping to the SQL database column type",
                        schema.name().value_or("null"),
                        name_of(schema.type())));
    }
    return type;
}

std::string StandardDialect::column_clause(const ColumnDefinition& column) const {
    const Schema& schema = *column.schema;
    std::string clause = quote(new_name(column.name)) + ' ';
    clause += column.unit == TimestampUnit::kNone ? column_type(schema, column.primary_key)
                                                  : instant_type();
    if (!schema.default_value().is_null()) {
        return clause + " DEFAULT " + default_literal(column);
    }
    return clause + (schema.is_optional() && !column.primary_key ? " NULL" : " NOT NULL");
}

std::string StandardDialect::default_literal(const ColumnDefinition& column) const {
    const Value& value = column.schema->default_value();
    if (column.unit != TimestampUnit::kNone && shows_instants()) {
        const Instant instant = instant_of(value, column.unit).to_micros();
        return temporal_literal(LogicalType::kTimestamp, instant, column.clock);
    }
    return literal(*column.schema, value, column.clock);
}

std::string StandardDialect::create_table(const TableId& table,
                                          std::span<const ColumnDefinition> columns) const {
    std::vector<std::string> lines;
    std::vector<std::string> keys;
    for (const ColumnDefinition& column : columns) {
        lines.push_back('\n' + column_clause(column));
        if (column.primary_key) {
            keys.push_back(quote(new_name(column.name)));
        }
    }
    if (!keys.empty()) {
        lines.push_back(fmt::format("\nPRIMARY KEY({})", fmt::join(keys, ",")));
    }
    return fmt::format("CREATE TABLE {} ({})", qualified(table), fmt::join(lines, ","));
}

std::vector<std::string> StandardDialect::add_columns(
    const TableId& table, std::span<const ColumnDefinition> columns) const {
    if (columns.size() < 2) {
        return add_column_each(table, columns);
    }
    std::vector<std::string> lines;
    for (const ColumnDefinition& column : columns) {
        lines.push_back("\nADD " + column_clause(column));
    }
    return {fmt::format("ALTER TABLE {} {}", qualified(table), fmt::join(lines, ","))};
}

std::vector<std::string> StandardDialect::add_column_each(
    const TableId& table, std::span<const ColumnDefinition> columns) const {
    std::vector<std::string> statements;
    for (const ColumnDefinition& column : columns) {
        statements.push_back(
            fmt::format("ALTER TABLE {} ADD {}", qualified(table), column_clause(column)));
    }
    return statements;
}

std::string StandardDialect::literal(const Schema& schema,
                                     const Value& value,
                                     const WallClock& clock) const {
    switch (value.kind()) {
        case ValueKind::kString:
            return string_literal(value.as_string());
        case ValueKind::kBoolean:
            return boolean_literal(value.as_boolean());
        case ValueKind::kBytes:
            return schema.logical_type() == LogicalType::kDecimal ? number_literal(schema, value)
                                                                  : bytes_literal(value.as_bytes());
        default:
            return value.is_integer() && schema.logical_type() != LogicalType::kNone
                       ? temporal_literal(schema.logical_type(), {value.to_integer(), 0}, clock)
                       : number_literal(schema, value);
    }
}

/// Java formats defaults by java.time, whose calendar is the proleptic one, and binds values by
/// java.util.Calendar.
std::string StandardDialect::temporal_literal(LogicalType type,
                                              const Instant& value,
                                              const WallClock& clock) const {
    constexpr auto kProleptic = CalendarSystem::kProlepticGregorian;
    constexpr std::int64_t kMillisPerDay = 86'400'000;
    const bool is_date = type == LogicalType::kDate;
    const TimeZone* zone = is_date ? clock.date_zone : clock.zone;
    std::int64_t millis = value.epoch_millis * (is_date ? kMillisPerDay : 1);
    const std::int64_t ahead = zone == nullptr ? 0 : zone->offset_at(millis);
    (void)__builtin_add_overflow(millis, ahead, &millis);
    std::string text;
    if (type == LogicalType::kTime) {
        append_time(text, millis);
        return string_literal(text);
    }
    const std::int64_t day = split_epoch_millis(millis).epoch_day;
    if (is_date) {
        append_date(text, day, kProleptic);
    } else {
        append_timestamp(text, millis, kProleptic);
    }
    if (value.nanos != 0) {
        append_micros(text, value);
    }
    if (writes_era()) {
        append_era(text, day, kProleptic);
    }
    return string_literal(text);
}

std::string StandardDialect::number_literal(const Schema& schema, const Value& value) const {
    std::string text;
    if (value.is_integer()) {
        return std::to_string(value.to_integer());
    }
    if (value.kind() == ValueKind::kDecimal) {
        append_decimal(text, value.as_decimal());
    } else if (value.kind() == ValueKind::kBytes) {
        append_decimal(text, value.as_bytes(), schema.decimal_scale());
    } else if (value.kind() == ValueKind::kFloat32) {
        append_real(text, value.as_float32());
    } else if (value.kind() == ValueKind::kFloat64) {
        append_real(text, value.as_float64());
    } else {
        throw ConnectException(fmt::format("A default of type {} cannot be written in SQL: {}",
                                           name_of(schema.type()),
                                           to_string(&schema, value)));
    }
    const bool is_number = text.find_first_of("NI") == std::string::npos;  // NaN, Infinity
    return is_number ? text : string_literal(text);
}

std::string StandardDialect::boolean_literal(bool value) const {
    return value ? "1" : "0";
}

std::string StandardDialect::string_literal(std::string_view text) const {
    std::string quoted = "'";
    for (const char letter : text) {
        quoted.append(letter == '\'' ? 2 : 1, letter);
    }
    return quoted += '\'';
}

std::string StandardDialect::bytes_literal(std::span<const std::byte> bytes) const {
    std::string text = "x'";
    append_hex(text, bytes);
    return text += '\'';
}

}  // namespace kconnect::sql
