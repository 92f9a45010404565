#include "convert/json_value_reader.hpp"

#include <string>

#include <kconnect/errors.hpp>

#include "convert/base64.hpp"
#include "convert/serialization_error.hpp"

namespace kconnect::convert {

namespace {

constexpr std::int64_t kMillisecondsPerDay = 86400000;

[[noreturn]] void throw_wrong_type(std::string_view problem, const JsonNode& node) {
    throw DataException(std::string(problem) + std::string(name_of(node.kind)));
}

/// Jackson's intValue() and longValue(): 0 for what is no number.
std::int64_t integer_of(const JsonNode& node) noexcept {
    return node.kind == JsonKind::kNumber ? to_int64(*node.number) : 0;
}

/// Jackson's binaryValue() of a text.
std::span<const std::byte> base64_of(const JsonNode& node, Arena& arena) {
    const auto bytes = decode_base64(node.text, arena);
    if (!bytes.has_value()) {
        throw JavaException("com.fasterxml.jackson.databind.exc.InvalidFormatException",
                            "Cannot access contents of TextNode as binary: illegal base64 text");
    }
    return *bytes;
}

Value read_bytes(const JsonNode& node, Arena& arena) {
    if (node.kind != JsonKind::kString) {
        return {};
    }
    try {
        return Value::of_bytes(base64_of(node, arena));
    } catch (const JavaException&) {
        throw DataException("Invalid bytes field", std::current_exception());
    }
}

Value read_decimal(const Schema& schema, const JsonNode& node, Arena& arena) {
    if (node.kind == JsonKind::kNumber) {
        return Value::of_decimal(to_decimal(*node.number, arena));
    }
    if (node.kind != JsonKind::kString) {
        throw_wrong_type(
            "Invalid type for Decimal, underlying representation should be numeric or bytes but "
            "was ",
            node);
    }
    try {
        const auto unscaled = base64_of(node, arena);
        if (unscaled.empty()) {
            throw JavaException("java.lang.NumberFormatException", "Zero length BigInteger");
        }
        return Value::of_decimal(arena.make<Decimal>(schema.decimal_scale(), unscaled));
    } catch (const ConnectException&) {
        throw DataException("Invalid bytes for Decimal field", std::current_exception());
    }
}

std::int32_t read_int32_of(std::string_view logical_name, const JsonNode& node) {
    const auto value = node.kind == JsonKind::kNumber ? to_exact_int32(*node.number) : std::nullopt;
    if (!value.has_value()) {
        throw_wrong_type("Invalid type for " + std::string(logical_name) +
                             ", underlying representation should be integer but was ",
                         node);
    }
    return *value;
}

Value read_time(const JsonNode& node) {
    const std::int32_t value = read_int32_of("Time", node);
    if (value < 0 || value > kMillisecondsPerDay) {
        throw DataException(
            "Time values must use number of milliseconds greater than 0 and less than 86400000");
    }
    return Value::of_int32(value);
}

Value read_timestamp(const JsonNode& node) {
    if (node.kind != JsonKind::kNumber || !node.number->integral) {
        throw_wrong_type(
            "Invalid type for Timestamp, underlying representation should be integral but was ",
            node);
    }
    return Value::of_int64(to_int64(*node.number));
}

Value read_logical(const Schema& schema, const JsonNode& node, Arena& arena) {
    switch (schema.logical_type()) {
        case LogicalType::kDecimal:
            return read_decimal(schema, node, arena);
        case LogicalType::kDate:
            return Value::of_int32(read_int32_of("Date", node));
        case LogicalType::kTime:
            return read_time(node);
        case LogicalType::kTimestamp:
            return read_timestamp(node);
        case LogicalType::kNone:
            break;
    }
    return {};
}

/// Java: ConnectSchema.validateValue as Struct.put calls it. Only nulls can be wrong here, as
/// everything else was made by the schema. `location` is "field: "x"" or a part of it.
void require_no_nulls(const Schema& schema, const Value& value, const std::string& location) {
    if (value.is_null()) {
        if (!schema.is_optional()) {
            throw DataException("Invalid value: null used for required " + location +
                                ", schema type: " + std::string(name_of(schema.type())));
        }
    } else if (value.kind() == ValueKind::kArray) {
        for (const Value& element : value.as_array()) {
            require_no_nulls(*schema.value_schema(), element, "element of array " + location);
        }
    } else if (value.kind() == ValueKind::kMap) {
        for (const MapEntry& entry : value.as_map()) {
            require_no_nulls(*schema.key_schema(), entry.key, "key of map " + location);
            require_no_nulls(*schema.value_schema(), entry.value, "value of map " + location);
        }
    }
}

}  // namespace

Value JsonValueReader::read(const Schema* schema, const JsonNode* node, Arena& arena) const {
    if (schema == nullptr) {
        return read_schemaless(node, arena);
    }
    if (node == nullptr || node->kind == JsonKind::kNull || node->kind == JsonKind::kMissing) {
        if (replace_null_with_default_ && !schema->default_value().is_null()) {
            return schema->default_value();
        }
        if (!schema->is_optional()) {
            throw DataException("Invalid null value for required " +
                                std::string(name_of(schema->type())) + " field");
        }
        return {};
    }
    if (schema->logical_type() != LogicalType::kNone) {
        return read_logical(*schema, *node, arena);
    }
    return read_typed(*schema, *node, arena);
}

Value JsonValueReader::read_schemaless(const JsonNode* node, Arena& arena) const {
    if (node == nullptr) {
        return {};
    }
    switch (node->kind) {
        case JsonKind::kMissing:
        case JsonKind::kNull:
            return {};
        case JsonKind::kBoolean:
            return Value::of_boolean(node->boolean);
        case JsonKind::kNumber:
            return node->number->integral ? Value::of_int64(to_int64(*node->number))
                                          : Value::of_float64(to_float64(*node->number));
        case JsonKind::kString:
            return Value::of_string(node->text);
        case JsonKind::kArray:
            return read_array(nullptr, *node, arena);
        case JsonKind::kObject:
            return read_text_map(nullptr, *node, arena);
    }
    return {};
}

Value JsonValueReader::read_typed(const Schema& schema, const JsonNode& node, Arena& arena) const {
    const bool is_number = node.kind == JsonKind::kNumber;
    switch (schema.type()) {
        case SchemaType::kInt8:
            return Value::of_int8(static_cast<std::int8_t>(integer_of(node)));
        case SchemaType::kInt16:
            return Value::of_int16(static_cast<std::int16_t>(integer_of(node)));
        case SchemaType::kInt32:
            return Value::of_int32(static_cast<std::int32_t>(integer_of(node)));
        case SchemaType::kInt64:
            return Value::of_int64(integer_of(node));
        case SchemaType::kFloat32:
            return Value::of_float32(is_number ? to_float32(*node.number) : 0.0F);
        case SchemaType::kFloat64:
            return Value::of_float64(is_number ? to_float64(*node.number) : 0.0);
        case SchemaType::kBoolean:
            return Value::of_boolean(node.kind == JsonKind::kBoolean && node.boolean);
        case SchemaType::kString:
            return node.kind == JsonKind::kString ? Value::of_string(node.text) : Value();
        case SchemaType::kBytes:
            return read_bytes(node, arena);
        case SchemaType::kArray:
            return read_array(schema.value_schema(), node, arena);
        case SchemaType::kMap:
            return schema.key_schema()->type() == SchemaType::kString
                       ? read_text_map(schema.value_schema(), node, arena)
                       : read_tuple_map(schema, node, arena);
        case SchemaType::kStruct:
            return read_struct(schema, node, arena);
    }
    return {};
}

Value JsonValueReader::read_array(const Schema* elements,
                                  const JsonNode& node,
                                  Arena& arena) const {
    const auto values = arena.make_array<Value>(node.elements.size());
    for (std::size_t index = 0; index < values.size(); ++index) {
        values[index] = read(elements, &node.elements[index], arena);
    }
    return Value::of_array(values);
}

Value JsonValueReader::read_text_map(const Schema* values,
                                     const JsonNode& node,
                                     Arena& arena) const {
    if (node.kind != JsonKind::kObject) {
        throw_wrong_type("Maps with string fields should be encoded as JSON objects, but found ",
                         node);
    }
    const auto entries = arena.make_array<MapEntry>(node.elements.size());
    for (std::size_t index = 0; index < entries.size(); ++index) {
        entries[index] = {Value::of_string(node.names[index]),
                          read(values, &node.elements[index], arena)};
    }
    return Value::of_map(entries);
}

Value JsonValueReader::read_tuple_map(const Schema& schema,
                                      const JsonNode& node,
                                      Arena& arena) const {
    if (node.kind != JsonKind::kArray) {
        throw_wrong_type(
            "Maps with non-string fields should be encoded as JSON array of tuples, but found ",
            node);
    }
    const auto entries = arena.make_array<MapEntry>(node.elements.size());
    std::size_t used = 0;
    for (const JsonNode& tuple : node.elements) {
        if (tuple.kind != JsonKind::kArray) {
            throw_wrong_type("Found invalid map entry instead of array tuple: ", tuple);
        }
        if (tuple.elements.size() != 2) {
            throw DataException("Found invalid map entry, expected length 2 but found :" +
                                std::to_string(tuple.elements.size()));
        }
        const Value key = read(schema.key_schema(), &tuple.elements[0], arena);
        const Value value = read(schema.value_schema(), &tuple.elements[1], arena);
        std::size_t at = 0;
        while (at < used && !(entries[at].key == key)) {
            ++at;
        }
        entries[at] = {at == used ? key : entries[at].key, value};
        used += at == used ? 1 : 0;
    }
    return Value::of_map(entries.first(used));
}

Value JsonValueReader::read_struct(const Schema& schema, const JsonNode& node, Arena& arena) const {
    if (node.kind != JsonKind::kObject) {
        throw_wrong_type("Structs should be encoded as JSON objects, but found ", node);
    }
    const auto values = arena.make_array<Value>(schema.fields().size());
    for (const Field& field : schema.fields()) {
        const JsonNode* member = node.get(field.name, field.index);
        const Value value = read(field.schema.get(), member, arena);
        require_no_nulls(*field.schema, value, "field: \"" + field.name + "\"");
        values[field.index] = value;
    }
    return Value::of_struct(values);
}

}  // namespace kconnect::convert
