#include <algorithm>

#include <kconnect/errors.hpp>
#include <kconnect/schema.hpp>

// What a schema says about a value: whether it fits, what copying it means.
namespace kconnect {

namespace {

bool kind_fits(const Schema& schema, ValueKind kind) noexcept {
    if (schema.type() == SchemaType::kBytes) {
        return kind == ValueKind::kBytes || kind == ValueKind::kDecimal;
    }
    static_assert(static_cast<int>(ValueKind::kInt8) == static_cast<int>(SchemaType::kInt8) + 1 &&
                  static_cast<int>(ValueKind::kStruct) ==
                      static_cast<int>(SchemaType::kStruct) + 1);
    return static_cast<int>(kind) == static_cast<int>(schema.type()) + 1;
}

std::string for_field(std::string_view field_name) {
    return field_name.empty() ? std::string() : " for field: \"" + std::string(field_name) + "\"";
}

const Schema& require_part(const Schema* part, std::string_view place) {
    if (part == nullptr) {
        throw DataException("No schema defined for " + std::string(place));
    }
    return *part;
}

void validate_parts(const Schema& schema, const Value& value) {
    if (schema.type() == SchemaType::kArray) {
        const Schema& elements = require_part(schema.value_schema(), "element of array value");
        for (const Value& element : value.as_array()) {
            validate_value(elements, element);
        }
    } else if (schema.type() == SchemaType::kMap) {
        const Schema& keys = require_part(schema.key_schema(), "key of map value");
        const Schema& values = require_part(schema.value_schema(), "value of map value");
        for (const MapEntry& entry : value.as_map()) {
            validate_value(keys, entry.key);
            validate_value(values, entry.value);
        }
    } else if (schema.type() == SchemaType::kStruct) {
        const std::span<const Value> fields = value.as_struct();
        if (fields.size() != schema.fields().size()) {
            throw DataException("Struct has " + std::to_string(fields.size()) +
                                " fields, its schema has " +
                                std::to_string(schema.fields().size()));
        }
        for (const Field& field : schema.fields()) {
            validate_value(*field.schema, fields[field.index], field.name);
        }
    }
}

}  // namespace

void validate_value(const Schema& schema, const Value& value, std::string_view field_name) {
    if (value.is_null()) {
        if (schema.is_optional() || !schema.default_value().is_null()) {
            return;
        }
        throw DataException("Invalid value: null used for required field: \"" +
                            std::string(field_name) +
                            "\", schema type: " + std::string(name_of(schema.type())));
    }
    if (!kind_fits(schema, value.kind())) {
        const std::string shown =
            schema.name().has_value()
                ? "\"" + *schema.name() + "\" with type " + std::string(name_of(schema.type()))
                : "with type " + std::string(name_of(schema.type()));
        throw DataException("Invalid value for schema " + shown + ": " +
                            std::string(name_of(value.kind())) + for_field(field_name));
    }
    validate_parts(schema, value);
}

namespace {

std::span<const Value> copy_all(std::span<const Value> values, Arena& into) {
    const std::span<Value> copies = into.make_array<Value>(values.size());
    std::ranges::transform(
        values, copies.begin(), [&into](const Value& value) { return copy_value(value, into); });
    return copies;
}

std::span<const std::byte> copy_bytes(std::span<const std::byte> bytes, Arena& into) {
    const std::string_view copy =
        into.copy({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
    return {reinterpret_cast<const std::byte*>(copy.data()), copy.size()};
}

}  // namespace

Value copy_value(const Value& value, Arena& into) {
    switch (value.kind()) {
        case ValueKind::kString:
            return Value::of_string(into.copy(value.as_string()));
        case ValueKind::kBytes:
            return Value::of_bytes(copy_bytes(value.as_bytes(), into));
        case ValueKind::kArray:
            return Value::of_array(copy_all(value.as_array(), into));
        case ValueKind::kStruct:
            return Value::of_struct(copy_all(value.as_struct(), into));
        case ValueKind::kMap: {
            const std::span<const MapEntry> entries = value.as_map();
            const std::span<MapEntry> copies = into.make_array<MapEntry>(entries.size());
            std::ranges::transform(entries, copies.begin(), [&into](const MapEntry& entry) {
                return MapEntry{copy_value(entry.key, into), copy_value(entry.value, into)};
            });
            return Value::of_map(copies);
        }
        case ValueKind::kDecimal: {
            const Decimal& decimal = value.as_decimal();
            return Value::of_decimal(
                into.make<Decimal>(decimal.scale, copy_bytes(decimal.unscaled, into)));
        }
        default:
            return value;
    }
}

}  // namespace kconnect
