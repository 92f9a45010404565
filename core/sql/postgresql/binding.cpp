#include "postgresql/binding.hpp"

#include <fmt/format.h>

#include <kconnect/errors.hpp>

#include "postgresql/types.hpp"

namespace kconnect::sql::postgresql {

namespace {

/// The text goes through the input function of the column's own type, as an untyped parameter.
Binding as_text(CellEncoding encoding, const Column& target) {
    const std::string cast = "::" + cast_type(target);
    return {.encoding = encoding, .type = oid::kText, .value_cast = cast, .key_cast = cast};
}

Binding bind_date(const Column& target) {
    switch (target.type_code) {
        case oid::kDate:
            return {.encoding = CellEncoding::kDate, .type = oid::kDate};
        case oid::kTimestamp:
        case oid::kTimestamptz:
            return {.encoding = CellEncoding::kDateAsTimestamp, .type = target.type_code};
        default:
            return as_text(CellEncoding::kDateText, target);
    }
}

Binding bind_time(const Column& target) {
    if (target.type_code == oid::kTime) {
        return {.encoding = CellEncoding::kTime, .type = oid::kTime};
    }
    return as_text(CellEncoding::kTimeText, target);
}

Binding bind_timestamp(const Column& target) {
    if (target.type_code == oid::kTimestamp || target.type_code == oid::kTimestamptz) {
        return {.encoding = CellEncoding::kTimestamp, .type = target.type_code};
    }
    return as_text(CellEncoding::kTimestampText, target);
}

[[noreturn]] void throw_unsupported(SchemaType type) {
    throw ConnectException(fmt::format("Unsupported source data type: {}", name_of(type)));
}

Binding bind_array(const Schema& schema) {
    const Schema& element = *schema.value_schema();
    if (element.logical_type() != LogicalType::kNone) {
        throw_unsupported(SchemaType::kArray);
    }
    const char* cast = "";
    switch (element.type()) {
        case SchemaType::kInt8:
        case SchemaType::kInt16:
            cast = "::int2[]";
            break;
        case SchemaType::kInt32:
            cast = "::int4[]";
            break;
        case SchemaType::kInt64:
            cast = "::int8[]";
            break;
        case SchemaType::kFloat32:
            cast = "::float4[]";
            break;
        case SchemaType::kFloat64:
            cast = "::float8[]";
            break;
        case SchemaType::kBoolean:
            cast = "::bool[]";
            break;
        case SchemaType::kString:
            cast = "::varchar[]";
            break;
        default:
            throw_unsupported(SchemaType::kArray);
    }
    return {.encoding = CellEncoding::kArrayText,
            .type = oid::kText,
            .value_cast = cast,
            .key_cast = cast,
            .element = element.type()};
}

Binding bind_plain(const Schema& schema) {
    switch (schema.type()) {
        case SchemaType::kInt8:
        case SchemaType::kInt16:
            return {.encoding = CellEncoding::kInt16, .type = oid::kInt2};
        case SchemaType::kInt32:
            return {.encoding = CellEncoding::kInt32, .type = oid::kInt4};
        case SchemaType::kInt64:
            return {.encoding = CellEncoding::kInt64, .type = oid::kInt8};
        case SchemaType::kFloat32:
            return {.encoding = CellEncoding::kFloat32, .type = oid::kFloat4};
        case SchemaType::kFloat64:
            return {.encoding = CellEncoding::kFloat64, .type = oid::kFloat8};
        case SchemaType::kBoolean:
            return {.encoding = CellEncoding::kBoolean, .type = oid::kBool};
        case SchemaType::kString:
            return {.encoding = CellEncoding::kString, .type = oid::kVarchar};
        case SchemaType::kBytes:
            return {.encoding = CellEncoding::kBytes, .type = oid::kBytea};
        case SchemaType::kArray:
            return bind_array(schema);
        default:
            throw_unsupported(schema.type());
    }
}

}  // namespace

namespace {

Binding bind_any(const WriteColumn& column, bool untyped_strings) {
    const Schema& schema = *column.schema;
    if (column.unit != TimestampUnit::kNone) {
        return bind_timestamp(column.target);
    }
    switch (schema.logical_type()) {
        case LogicalType::kDecimal:
            return {.encoding = CellEncoding::kNumeric,
                    .type = oid::kNumeric,
                    .scale = schema.decimal_scale()};
        case LogicalType::kDate:
            return bind_date(column.target);
        case LogicalType::kTime:
            return bind_time(column.target);
        case LogicalType::kTimestamp:
            return bind_timestamp(column.target);
        case LogicalType::kNone:
            break;
    }
    Binding binding = bind_plain(schema);
    const unsigned target = column.target.type_code;
    if (schema.type() == SchemaType::kString && untyped_strings) {
        return as_text(CellEncoding::kString, column.target);
    }
    // Java's dialect casts these in VALUES and SET, and in WHERE nothing, which then fails.
    if (target == oid::kJson || target == oid::kJsonb || target == oid::kUuid) {
        binding.value_cast += "::" + column.target.type;
    }
    if (target == oid::kJsonb || target == oid::kUuid) {  // json has no equality
        binding.key_cast += "::" + column.target.type;
    }
    return binding;
}

}  // namespace

Binding bind(const WriteColumn& column, bool untyped_strings) {
    Binding binding = bind_any(column, untyped_strings);
    binding.clock = column.clock;
    binding.unit = column.unit;
    return binding;
}

bool has_form_of_column(const Binding& binding, const Column& target) {
    if (binding.encoding == CellEncoding::kString) {
        return target.type_code == oid::kText || target.type_code == oid::kVarchar;
    }
    return binding.value_cast.empty() && binding.type == target.type_code;
}

std::string cast_type(const Column& column) {
    if (column.type_code == oid::kBpchar) {
        return "bpchar";  // "character" would mean character(1)
    }
    if (column.type_code == oid::kBit) {
        return "\"bit\"";
    }
    std::string type;
    bool is_quoted = false;
    int depth = 0;
    for (const char letter : column.type) {
        is_quoted = is_quoted != (letter == '"');
        if (letter == '(' && !is_quoted) {
            ++depth;
        }
        if (depth == 0) {
            type += letter;
        }
        if (letter == ')' && !is_quoted) {
            --depth;
        }
    }
    return type;
}

}  // namespace kconnect::sql::postgresql
