#include "postgresql/postgresql_dialect.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <kconnect/sql/value_text.hpp>

#include "postgresql/catalog.hpp"
#include "postgresql/postgresql_connection.hpp"
#include "postgresql/types.hpp"
#include "src/dialect_variants.hpp"

namespace kconnect::sql::postgresql {

namespace {

template <std::size_t Count>
bool is_one_of(unsigned type, const std::array<unsigned, Count>& types) {
    return std::find(types.begin(), types.end(), type) != types.end();
}

bool integers_compare_exactly(const Column& target) {
    constexpr std::array<unsigned, 5> kExact{
        oid::kInt2, oid::kInt4, oid::kInt8, oid::kText, oid::kVarchar};
    // numeric(10,-2) rounds.
    return is_one_of(target.type_code, kExact) ||
           (target.type_code == oid::kNumeric && target.type.find(",-") == std::string::npos);
}

bool timestamps_compare_exactly(const Column& target) {
    constexpr std::array<unsigned, 2> kTypes{oid::kTimestamp, oid::kTimestamptz};
    const bool may_round = target.type.find("(0)") != std::string::npos ||
                           target.type.find("(1)") != std::string::npos ||
                           target.type.find("(2)") != std::string::npos;
    return is_one_of(target.type_code, kTypes) && !may_round;
}

bool text_compares_exactly(const Column& target) {
    constexpr std::array<unsigned, 2> kTypes{oid::kText, oid::kVarchar};
    return is_one_of(target.type_code, kTypes) &&
           !std::string_view(target.collation).ends_with(kNondeterministic);
}

const char* plain_type(SchemaType type) {
    switch (type) {
        case SchemaType::kInt8:
        case SchemaType::kInt16:
            return "SMALLINT";
        case SchemaType::kInt32:
            return "INT";
        case SchemaType::kInt64:
            return "BIGINT";
        case SchemaType::kFloat32:
            return "REAL";
        case SchemaType::kFloat64:
            return "DOUBLE PRECISION";
        case SchemaType::kBoolean:
            return "BOOLEAN";
        case SchemaType::kString:
            return "TEXT";
        case SchemaType::kBytes:
            return "BYTEA";
        default:
            return "";
    }
}

}  // namespace

const Dialect& PostgresqlDialect::with(const DialectRules& rules) const {
    return variant_of<PostgresqlDialect>(rules);
}

std::string PostgresqlDialect::folded(std::string_view name) const {
    std::string lower(name);  // of UTF-8 the server changes the letters of ASCII only
    std::transform(lower.begin(), lower.end(), lower.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return lower;
}

std::unique_ptr<Connection> PostgresqlDialect::connect(const ConnectionSettings& settings,
                                                       const AbortSignal& abort) const {
    const SessionSettings session = session_settings(settings);
    return std::make_unique<PostgresqlConnection>(
        *this, Session::open(session, abort), session.untyped_strings);
}

std::string PostgresqlDialect::mapped_type(const Schema& schema, bool primary_key) const {
    switch (schema.logical_type()) {
        case LogicalType::kDecimal:
            return "DECIMAL";
        case LogicalType::kDate:
            return "DATE";
        case LogicalType::kTime:
            return "TIME";
        case LogicalType::kTimestamp:
            return "TIMESTAMP";
        case LogicalType::kNone:
            break;
    }
    if (schema.type() == SchemaType::kArray) {
        return column_type(*schema.value_schema(), primary_key) + "[]";
    }
    return plain_type(schema.type());
}

std::string PostgresqlDialect::literal(const Schema& schema,
                                       const Value& value,
                                       const WallClock& clock) const {
    if (value.kind() != ValueKind::kArray) {
        return StandardDialect::literal(schema, value, clock);
    }
    std::vector<std::string> elements;
    for (const Value& element : value.as_array()) {
        elements.push_back(element.is_null() ? "NULL"
                                             : literal(*schema.value_schema(), element, clock));
    }
    // The cast gives an empty array its type.
    return fmt::format("ARRAY[{}]::{}", fmt::join(elements, ","), column_type(schema, false));
}

std::string PostgresqlDialect::boolean_literal(bool value) const {
    return value ? "TRUE" : "FALSE";
}

std::string PostgresqlDialect::bytes_literal(std::span<const std::byte> bytes) const {
    std::string text = "'\\x";
    append_hex(text, bytes);
    return text += '\'';
}

bool PostgresqlDialect::compares_exactly(const Schema& schema, const Column& target) const {
    switch (schema.logical_type()) {
        case LogicalType::kDate:
            return target.type_code == oid::kDate;
        case LogicalType::kTimestamp:
            return timestamps_compare_exactly(target);
        case LogicalType::kDecimal:  // 1.0 equals 1.00
        case LogicalType::kTime:     // round the day
            return false;
        case LogicalType::kNone:
            break;
    }
    switch (schema.type()) {
        case SchemaType::kInt8:
        case SchemaType::kInt16:
        case SchemaType::kInt32:
        case SchemaType::kInt64:
            return integers_compare_exactly(target);
        case SchemaType::kString:
            return text_compares_exactly(target);
        case SchemaType::kBoolean:
            return target.type_code == oid::kBool;
        case SchemaType::kBytes:
            return target.type_code == oid::kBytea;
        default:  // -0.0 equals 0.0, NaN equals NaN; arrays of them too
            return false;
    }
}

const Dialect& postgresql_dialect() {
    static const PostgresqlDialect dialect;
    return dialect;
}

}  // namespace kconnect::sql::postgresql
