#include "verify/cell_form.hpp"

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdlib>
#include <map>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include <kconnect/schema.hpp>
#include <kconnect/sql/timestamp_field.hpp>
#include <kconnect/sql/value_text.hpp>

#include "verify/decimal_rounding.hpp"
#include "verify/sqlite_cell.hpp"
#include "verify/stored_time.hpp"

namespace kconnect::verify {

namespace {

/// The words of a type's name without what is in parentheses, in lower case.
std::string base_type(std::string_view type) {
    std::string base;
    int depth = 0;
    for (const char letter : type) {
        depth += letter == '(' ? 1 : 0;
        if (depth == 0) {
            base += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
        }
        depth -= letter == ')' ? 1 : 0;
    }
    for (const std::string_view more : {" unsigned", " zerofill"}) {
        if (const auto at = base.find(more); at != std::string::npos) {
            base.erase(at, more.size());
        }
    }
    return base;
}

/// The number at `index` of those in parentheses; absent when there is none.
std::optional<int> parameter(std::string_view type, std::size_t index) {
    auto at = type.find('(');
    for (; index > 0 && at != std::string_view::npos; --index) {
        at = type.find(',', at + 1);
    }
    int number = 0;
    if (at == std::string_view::npos ||
        std::from_chars(type.data() + at + 1, type.data() + type.size(), number).ec !=
            std::errc()) {
        return std::nullopt;
    }
    return number;
}

CellKind kind_of(const std::string& base) {
    using enum CellKind;
    static const std::map<std::string, CellKind, std::less<>> kinds = {
        {"tinyint", kInteger},
        {"smallint", kInteger},
        {"mediumint", kInteger},
        {"int", kInteger},
        {"integer", kInteger},
        {"bigint", kInteger},
        {"year", kInteger},
        {"boolean", kInteger},
        {"numeric", kDecimal},
        {"decimal", kDecimal},
        {"real", kReal32},
        {"float", kReal32},
        {"double", kReal64},
        {"double precision", kReal64},
        {"character varying", kText},
        {"text", kText},
        {"name", kText},
        {"citext", kText},
        {"varchar", kText},
        {"tinytext", kText},
        {"mediumtext", kText},
        {"longtext", kText},
        {"enum", kText},
        {"set", kText},
        {"character", kPaddedText},
        {"char", kPaddedText},
        {"bytea", kBytes},
        {"varbinary", kBytes},
        {"tinyblob", kBytes},
        {"blob", kBytes},
        {"mediumblob", kBytes},
        {"longblob", kBytes},
        {"binary", kPaddedBytes},
        {"date", kDate},
        {"time", kTime},
        {"time without time zone", kTime},
        {"timestamp without time zone", kTimestamp},
        {"datetime", kTimestamp},
        {"timestamp", kTimestamp},
        {"timestamp with time zone", kInstant},
        {"json", kJson},
        {"jsonb", kJson},
        {"uuid", kUuid},
    };
    const auto found = kinds.find(base);
    return found == kinds.end() ? kUnknown : found->second;
}

bool is_temporal(CellKind kind) {
    return kind == CellKind::kDate || kind == CellKind::kTime || kind == CellKind::kTimestamp ||
           kind == CellKind::kInstant;
}

/// The number as text, as the kinds that are texts of digits have it.
std::string plain_number(const Value& cell) {
    std::string text;
    switch (cell.kind()) {
        case ValueKind::kBoolean:
            return cell.as_boolean() ? "1" : "0";
        case ValueKind::kFloat32:
            sql::append_real(text, cell.as_float32());
            return text;
        case ValueKind::kFloat64:
            sql::append_real(text, cell.as_float64());
            return text;
        case ValueKind::kDecimal:
            sql::append_decimal(text, cell.as_decimal());
            return text;
        case ValueKind::kString:
            return std::string(cell.as_string());
        case ValueKind::kBytes: {
            const auto bytes = cell.as_bytes();
            return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
        }
        default:
            return std::to_string(cell.to_integer());
    }
}

template <typename Number>
void append_real(std::string& text, Number number) {
    if (number == 0) {
        number = 0;  // one zero, not two
    }
    sql::append_real(text, number);
}

double number_of(const Value& cell) {
    switch (cell.kind()) {
        case ValueKind::kFloat32:
            return static_cast<double>(cell.as_float32());
        case ValueKind::kFloat64:
            return cell.as_float64();
        default:
            return std::strtod(plain_number(cell).c_str(), nullptr);
    }
}

/// Makes whole numbers of those with an exponent or a fraction of zeros: jsonb keeps 1e2 as 100.
void unify_numbers(nlohmann::json& json) {
    constexpr double kBeyond = 9'223'372'036'854'775'808.0;
    if (json.is_structured()) {
        for (auto& element : json) {
            unify_numbers(element);
        }
    } else if (json.is_number_float()) {
        const double number = json.get<double>();
        if (std::trunc(number) == number && number >= -kBeyond && number < kBeyond) {
            json = static_cast<std::int64_t>(number);
        }
    }
}

void append_json(std::string& text, const std::string& json) {
    auto parsed = nlohmann::json::parse(json, nullptr, false);
    unify_numbers(parsed);
    text += parsed.is_discarded()
                ? json
                : parsed.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

/// A number of single precision is stored as the double that it is.
void append_loose(std::string& text, const CellForm& form, const Value& cell) {
    const bool is_single = cell.kind() == ValueKind::kFloat32;
    append_sqlite_number(
        text,
        form,
        plain_number(is_single ? Value::of_float64(static_cast<double>(cell.as_float32())) : cell));
}

std::string_view without_end(std::string_view text, char filler) {
    return text.substr(0, text.find_last_not_of(filler) + 1);
}

void append_lower(std::string& text, std::string_view source) {
    for (const char letter : source) {
        text += static_cast<char>(std::tolower(static_cast<unsigned char>(letter)));
    }
}

void append_text(std::string& text, const CellForm& form, std::string_view source) {
    if (form.kind == CellKind::kPaddedText || form.ignores_padding) {
        source = without_end(source, ' ');
    }
    if (form.folds_case) {
        append_lower(text, source);
    } else {
        text += source;
    }
}

}  // namespace

CellForm form_of(const sql::Column& column, bool is_mariadb) {
    CellForm form{.kind = kind_of(base_type(column.type)), .cuts_fractions = is_mariadb};
    if (form.kind == CellKind::kDecimal) {
        const bool is_limited = column.type.find('(') != std::string::npos;
        form.scale = parameter(column.type, 1).value_or(is_limited ? 0 : -1);
    } else if (is_temporal(form.kind)) {
        // Without a number MySQL keeps whole seconds and PostgreSQL microseconds.
        const bool is_postgresql = column.type.find(" time zone") != std::string::npos;
        form.scale = parameter(column.type, 0).value_or(is_postgresql ? 6 : 0);
    }
    return form;
}

bool is_comparable(const CellForm& form, const jdbc::LayoutColumn& column) {
    if (form.is_sqlite) {
        return is_comparable_in_sqlite(form, column);
    }
    const Schema& schema = *column.schema;
    if (form.kind == CellKind::kUnknown || schema.type() >= SchemaType::kArray) {
        return false;
    }
    if (column.unit != sql::TimestampUnit::kNone ||
        schema.logical_type() == LogicalType::kTimestamp) {
        return form.kind == CellKind::kTimestamp || form.kind == CellKind::kInstant;
    }
    switch (schema.logical_type()) {
        case LogicalType::kDate:
            return form.kind == CellKind::kDate || form.kind == CellKind::kTimestamp ||
                   form.kind == CellKind::kInstant;
        case LogicalType::kTime:
            return form.kind == CellKind::kTime;
        default:
            return !is_temporal(form.kind) || schema.type() == SchemaType::kString;
    }
}

void append_stored(std::string& text, const CellForm& form, const Value& cell) {
    switch (form.kind) {
        case CellKind::kInteger:
            append_rounded(text, plain_number(cell), 0);
            return;
        case CellKind::kDecimal:
            append_rounded(text, plain_number(cell), form.scale);
            return;
        case CellKind::kReal32:
            append_real(text, static_cast<float>(number_of(cell)));
            return;
        case CellKind::kReal64:
            append_real(text, number_of(cell));
            return;
        case CellKind::kLooseNumber:
        case CellKind::kLooseReal:
            append_loose(text, form, cell);
            return;
        case CellKind::kPaddedBytes:
            text += without_end(plain_number(cell), '\0');
            return;
        case CellKind::kDate:
        case CellKind::kTime:
        case CellKind::kTimestamp:
        case CellKind::kInstant:
            append_stored_time(text, form, plain_number(cell));
            return;
        case CellKind::kJson:
            append_json(text, plain_number(cell));
            return;
        case CellKind::kUuid:
            append_lower(text, plain_number(cell));
            return;
        default:
            append_text(text, form, plain_number(cell));
            return;
    }
}

void append_sent(std::string& text,
                 const CellForm& form,
                 const jdbc::LayoutColumn& column,
                 const sql::WallClock& clock,
                 const Value& cell) {
    const LogicalType type = column.schema->logical_type();
    if (column.unit != sql::TimestampUnit::kNone || type == LogicalType::kDate ||
        type == LogicalType::kTime || type == LogicalType::kTimestamp) {
        if (form.is_sqlite) {
            append_stored(text, form, Value::of_int64(sqlite_millis(column, clock, cell)));
            return;
        }
        append_sent_time(text, form, column, clock, cell);
    } else if (type == LogicalType::kDecimal && cell.kind() == ValueKind::kBytes) {
        std::string plain;
        sql::append_decimal(plain, cell.as_bytes(), column.schema->decimal_scale());
        append_stored(text, form, Value::of_string(plain));
    } else {
        append_stored(text, form, cell);
    }
}

}  // namespace kconnect::verify
