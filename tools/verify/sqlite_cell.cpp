#include "verify/sqlite_cell.hpp"

#include <cctype>
#include <charconv>
#include <cmath>
#include <cstdint>
#include <cstdlib>

#include <kconnect/schema.hpp>
#include <kconnect/sql/timestamp_field.hpp>
#include <kconnect/sql/value_text.hpp>

namespace kconnect::verify {

namespace {

bool is_temporal(const jdbc::LayoutColumn& column) {
    const LogicalType type = column.schema->logical_type();
    return column.unit != sql::TimestampUnit::kNone || type == LogicalType::kDate ||
           type == LogicalType::kTime || type == LogicalType::kTimestamp;
}

CellKind kind_of(std::string_view declared) {
    std::string type(declared);
    for (char& letter : type) {
        letter = static_cast<char>(std::toupper(static_cast<unsigned char>(letter)));
    }
    const auto has = [&type](std::string_view part) {
        return type.find(part) != std::string::npos;
    };
    if (has("INT")) {
        return CellKind::kLooseNumber;
    }
    if (has("CHAR") || has("CLOB") || has("TEXT")) {
        return CellKind::kText;
    }
    if (type.empty() || has("BLOB")) {
        return CellKind::kBytes;
    }
    return has("REAL") || has("FLOA") || has("DOUB") ? CellKind::kLooseReal
                                                     : CellKind::kLooseNumber;
}

}  // namespace

CellForm sqlite_form_of(const sql::Column& column) {
    return {.kind = kind_of(column.type), .is_sqlite = true};
}

bool is_comparable_in_sqlite(const CellForm& form, const jdbc::LayoutColumn& column) {
    const Schema& schema = *column.schema;
    if (schema.type() >= SchemaType::kArray) {
        return false;
    }
    switch (form.kind) {
        case CellKind::kLooseNumber:
        case CellKind::kLooseReal:
            return true;
        case CellKind::kText:
            // SQLite makes texts of real numbers with fewer digits than they have.
            return !is_temporal(column) && schema.type() != SchemaType::kFloat32 &&
                   schema.type() != SchemaType::kFloat64;
        default:
            return schema.type() == SchemaType::kBytes &&
                   schema.logical_type() != LogicalType::kDecimal;
    }
}

void append_sqlite_number(std::string& text, const CellForm& form, std::string_view number) {
    constexpr double kBeyond = 9'223'372'036'854'775'808.0;
    const char* const end = number.data() + number.size();
    std::int64_t whole = 0;
    const auto read = std::from_chars(number.data(), end, whole);
    if (read.ec == std::errc() && read.ptr == end && form.kind == CellKind::kLooseNumber) {
        text += std::to_string(whole);
        return;
    }
    double real = 0;
    const auto parsed = std::from_chars(number.data(), end, real);
    if (parsed.ec != std::errc() || parsed.ptr != end) {
        text += number;
    } else if (std::trunc(real) == real && real >= -kBeyond && real < kBeyond) {
        text += std::to_string(static_cast<std::int64_t>(real));
    } else {
        sql::append_real(text, real);
    }
}

std::int64_t sqlite_millis(const jdbc::LayoutColumn& column,
                           const sql::WallClock& clock,
                           const Value& cell) {
    if (column.unit != sql::TimestampUnit::kNone) {
        return sql::driver_timestamp(clock, sql::instant_of(cell, column.unit).epoch_millis);
    }
    switch (column.schema->logical_type()) {
        case LogicalType::kDate:
            return sql::driver_date(clock, cell.to_integer());
        case LogicalType::kTimestamp:
            return sql::driver_timestamp(clock, cell.to_integer());
        default:
            return cell.to_integer();
    }
}

}  // namespace kconnect::verify
