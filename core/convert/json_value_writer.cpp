#include "convert/json_value_writer.hpp"

#include <algorithm>
#include <charconv>
#include <cmath>

#include <kconnect/errors.hpp>

#include "convert/base64.hpp"
#include "convert/java_class_name.hpp"
#include "convert/json_text_writer.hpp"

namespace kconnect::convert {

namespace {

constexpr std::int64_t kMillisecondsPerDay = 86400000;

std::string class_of(const Value& value) {
    return std::string(java_class_of(value.kind()));
}

void append_integer(std::string& json, std::int64_t number) {
    char digits[24];
    const auto end = std::to_chars(std::begin(digits), std::end(digits), number).ptr;
    json.append(digits, end);
}

void append_real(std::string& json, const Value& value) {
    const std::string text = to_string(value);
    json += std::isfinite(value.to_real()) ? text : "\"" + text + "\"";
}

void append_bytes(std::string& json, std::span<const std::byte> bytes) {
    Arena memory;
    json += '"';
    json += encode_base64(bytes, memory);
    json += '"';
}

/// The kind that Java's cast to the schema's class lets pass.
ValueKind kind_for(SchemaType type) noexcept {
    return static_cast<ValueKind>(static_cast<int>(type) + 1);
}

void require_kind(const Schema& schema, const Value& value) {
    if (value.kind() == kind_for(schema.type())) {
        return;
    }
    if (schema.type() == SchemaType::kBytes) {
        throw DataException("Invalid type for bytes type: " + class_of(value));
    }
    throw DataException("Invalid type for " + std::string(name_of(schema.type())) + ": " +
                        class_of(value));
}

void require_date(const Value& value, ValueKind kind, std::string_view logical_name) {
    if (value.kind() != kind) {
        throw DataException("Invalid type for " + std::string(logical_name) +
                            ", expected Date but was " + class_of(value));
    }
}

bool has_text_keys(const Schema* schema, std::span<const MapEntry> entries) noexcept {
    if (schema != nullptr) {
        return schema->key_schema()->type() == SchemaType::kString;
    }
    return std::ranges::all_of(
        entries, [](const MapEntry& entry) { return entry.key.kind() == ValueKind::kString; });
}

std::string_view json_name_of(SchemaType type) noexcept {
    static constexpr std::string_view kNames[] = {"int8",
                                                  "int16",
                                                  "int32",
                                                  "int64",
                                                  "float",
                                                  "double",
                                                  "boolean",
                                                  "string",
                                                  "bytes",
                                                  "array",
                                                  "map",
                                                  "struct"};
    return kNames[static_cast<std::size_t>(type)];
}

}  // namespace

bool JsonValueWriter::takes_default(const Schema* schema) const {
    return schema != nullptr && settings_.replace_null_with_default &&
           !schema->default_value().is_null();
}

void JsonValueWriter::append(std::string& json, const Schema* schema, const Value& value) const {
    if (value.is_null()) {
        if (takes_default(schema)) {
            append(json, schema, schema->default_value());
        } else if (schema == nullptr || schema->is_optional()) {
            json += "null";
        } else {
            throw DataException(
                "Conversion error: null value for field that is required and has no default value");
        }
    } else if (schema != nullptr && schema->logical_type() != LogicalType::kNone) {
        append_logical(json, *schema, value);
    } else {
        append_typed(json, schema, value);
    }
}

void JsonValueWriter::append_typed(std::string& json,
                                   const Schema* schema,
                                   const Value& value) const {
    if (schema != nullptr) {
        require_kind(*schema, value);
    }
    switch (value.kind()) {
        case ValueKind::kNull:
            break;
        case ValueKind::kInt8:
        case ValueKind::kInt16:
        case ValueKind::kInt32:
        case ValueKind::kInt64:
            return append_integer(json, value.to_integer());
        case ValueKind::kFloat32:
        case ValueKind::kFloat64:
            return append_real(json, value);
        case ValueKind::kBoolean:
            json += value.as_boolean() ? "true" : "false";
            break;
        case ValueKind::kString:
            return append_json_text(json, value.as_string());
        case ValueKind::kBytes:
            return append_bytes(json, value.as_bytes());
        case ValueKind::kArray:
            return append_array(json, schema, value);
        case ValueKind::kMap:
            return append_map(json, schema, value);
        case ValueKind::kStruct:
            return append_struct(json, schema, value);
        case ValueKind::kDecimal:
            throw DataException("Java class " + class_of(value) +
                                " does not have corresponding schema type.");
    }
}

void JsonValueWriter::append_logical(std::string& json,
                                     const Schema& schema,
                                     const Value& value) const {
    if (schema.logical_type() == LogicalType::kDecimal) {
        return append_decimal(json, schema, value);
    }
    if (schema.logical_type() == LogicalType::kDate) {
        require_date(value, ValueKind::kInt32, "Date");
    } else if (schema.logical_type() == LogicalType::kTimestamp) {
        require_date(value, ValueKind::kInt64, "Timestamp");
    } else {
        require_date(value, ValueKind::kInt32, "Time");
        if (value.as_int32() < 0 || value.as_int32() > kMillisecondsPerDay) {
            throw DataException(
                "Kafka Connect Time type should not have any date fields set to non-zero values.");
        }
    }
    append_integer(json, value.to_integer());
}

void JsonValueWriter::append_decimal(std::string& json,
                                     const Schema& schema,
                                     const Value& value) const {
    if (value.kind() != ValueKind::kDecimal) {
        throw DataException("Invalid type for Decimal, expected BigDecimal but was " +
                            class_of(value));
    }
    const Decimal& decimal = value.as_decimal();
    if (settings_.numeric_decimals) {
        json += to_string(value);
        return;
    }
    if (decimal.scale != schema.decimal_scale()) {
        throw DataException(
            "Decimal value has mismatching scale for given Decimal schema. Schema has scale " +
            std::to_string(schema.decimal_scale()) + ", value has scale " +
            std::to_string(decimal.scale) + ".");
    }
    append_bytes(json, decimal.unscaled);
}

void JsonValueWriter::append_array(std::string& json,
                                   const Schema* schema,
                                   const Value& value) const {
    json += '[';
    for (std::size_t index = 0; index < value.as_array().size(); ++index) {
        json += index == 0 ? "" : ",";
        append(json, schema == nullptr ? nullptr : schema->value_schema(), value.as_array()[index]);
    }
    json += ']';
}

void JsonValueWriter::append_map(std::string& json,
                                 const Schema* schema,
                                 const Value& value) const {
    const std::span<const MapEntry> entries = value.as_map();
    if (schema != nullptr && schema->key_schema() == nullptr) {
        throw DataException("No schema defined for key of map value");
    }
    const bool text_keys = has_text_keys(schema, entries);
    const Schema* keys = schema == nullptr ? nullptr : schema->key_schema();
    const Schema* values = schema == nullptr ? nullptr : schema->value_schema();
    json += text_keys ? '{' : '[';
    for (std::size_t index = 0; index < entries.size(); ++index) {
        json += index == 0 ? "" : ",";
        json += text_keys ? "" : "[";
        const bool null_name = text_keys && entries[index].key.is_null();
        if (null_name && !takes_default(keys)) {
            json += "\"null\"";  // Java names such a member by the text of its null node.
        } else {
            append(json, keys, entries[index].key);
        }
        json += text_keys ? ':' : ',';
        append(json, values, entries[index].value);
        json += text_keys ? "" : "]";
    }
    json += text_keys ? '}' : ']';
}

void JsonValueWriter::append_struct(std::string& json,
                                    const Schema* schema,
                                    const Value& value) const {
    if (schema == nullptr || schema->fields().size() != value.as_struct().size()) {
        throw DataException("Mismatching schema.");
    }
    json += '{';
    for (const Field& field : schema->fields()) {
        json += field.index == 0 ? "" : ",";
        append_json_text(json, field.name);
        json += ':';
        append(json, field.schema.get(), value.as_struct()[field.index]);
    }
    json += '}';
}

void JsonValueWriter::append_schema(std::string& json, const Schema* schema) const {
    if (schema == nullptr) {
        json += "null";
        return;
    }
    json += '{';
    append_schema_members(json, *schema);
    json += '}';
}

void JsonValueWriter::append_schema_members(std::string& json, const Schema& schema) const {
    json.append("\"type\":\"").append(json_name_of(schema.type())).append("\"");
    if (schema.type() == SchemaType::kStruct) {
        append_fields(json, schema);
    } else if (schema.type() == SchemaType::kMap) {
        json += ",\"keys\":";
        append_schema(json, schema.key_schema());
        json += ",\"values\":";
        append_schema(json, schema.value_schema());
    } else if (schema.type() == SchemaType::kArray) {
        json += ",\"items\":";
        append_schema(json, schema.value_schema());
    }
    json += schema.is_optional() ? ",\"optional\":true" : ",\"optional\":false";
    if (schema.name().has_value()) {
        json += ",\"name\":";
        append_json_text(json, *schema.name());
    }
    if (schema.version().has_value()) {
        json += ",\"version\":";
        append_integer(json, *schema.version());
    }
    if (schema.doc().has_value()) {
        json += ",\"doc\":";
        append_json_text(json, *schema.doc());
    }
    if (!schema.parameters().empty()) {
        std::string_view separator = ",\"parameters\":{";
        for (const auto& [key, value] : schema.parameters()) {
            json += separator;
            append_json_text(json, key);
            json += ':';
            append_json_text(json, value);
            separator = ",";
        }
        json += '}';
    }
    if (!schema.default_value().is_null()) {
        json += ",\"default\":";
        append(json, &schema, schema.default_value());
    }
}

void JsonValueWriter::append_fields(std::string& json, const Schema& schema) const {
    json += ",\"fields\":[";
    for (const Field& field : schema.fields()) {
        json += field.index == 0 ? "{" : ",{";
        append_schema_members(json, *field.schema);
        json += ",\"field\":";
        append_json_text(json, field.name);
        json += '}';
    }
    json += ']';
}

}  // namespace kconnect::convert
