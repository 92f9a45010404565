#include <algorithm>
#include <charconv>
#include <cmath>
#include <cstdio>

#include <kconnect/errors.hpp>
#include <kconnect/schema.hpp>

// What a schema says about a value: whether it fits, how it reads, what copying it means.
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

void validate_parts(const Schema& schema, const Value& value) {
    if (schema.type() == SchemaType::kArray) {
        for (const Value& element : value.as_array()) {
            validate_value(*schema.value_schema(), element);
        }
    } else if (schema.type() == SchemaType::kMap) {
        for (const MapEntry& entry : value.as_map()) {
            validate_value(*schema.key_schema(), entry.key);
            validate_value(*schema.value_schema(), entry.value);
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

std::string real_text(double value, bool single) {
    if (std::isnan(value)) {
        return "NaN";
    }
    if (std::isinf(value)) {
        return value > 0 ? "Infinity" : "-Infinity";
    }
    char shortest[64];
    const auto result =
        single
            ? std::to_chars(std::begin(shortest),
                            std::end(shortest),
                            static_cast<float>(value),
                            std::chars_format::scientific)
            : std::to_chars(
                  std::begin(shortest), std::end(shortest), value, std::chars_format::scientific);
    const std::string_view text{shortest, static_cast<std::size_t>(result.ptr - shortest)};
    // Java prints plainly from 1e-3 up to 1e7 and as d.dddE±n elsewhere.
    const std::size_t exponent_at = text.find('e');
    const int exponent = std::stoi(std::string(text.substr(exponent_at + 1)));
    std::string digits{text.substr(0, exponent_at)};
    const std::string sign = digits.starts_with('-') ? "-" : "";
    std::erase_if(digits, [](char character) { return character == '-' || character == '.'; });
    if (value == 0.0) {
        return sign + "0.0";
    }
    if (exponent < -3 || exponent >= 7) {
        const std::string fraction = digits.size() > 1 ? digits.substr(1) : "0";
        return sign + digits.substr(0, 1) + "." + fraction + "E" + std::to_string(exponent);
    }
    if (exponent < 0) {
        return sign + "0." + std::string(static_cast<std::size_t>(-exponent - 1), '0') + digits;
    }
    const auto whole = static_cast<std::size_t>(exponent) + 1;
    if (digits.size() < whole) {
        digits.append(whole - digits.size(), '0');
    }
    const std::string fraction = digits.size() > whole ? digits.substr(whole) : "0";
    return sign + digits.substr(0, whole) + "." + fraction;
}

template <typename Range, typename Print>
std::string joined(const Range& range, std::string_view separator, Print print) {
    std::string text;
    bool first = true;
    for (const auto& element : range) {
        text.append(first ? "" : separator).append(print(element));
        first = false;
    }
    return text;
}

/// By append: GCC 12 sees an overlap in `"[" + text` that cannot be (its bug 105329).
std::string enclosed(char open, std::string_view text, char close) {
    std::string result(1, open);
    result.append(text).push_back(close);
    return result;
}

std::string struct_text(const Schema* schema, std::span<const Value> values) {
    std::string text = "Struct{";
    bool first = true;
    for (std::size_t index = 0; index < values.size(); ++index) {
        const Field* field = schema == nullptr ? nullptr : &schema->fields()[index];
        if (values[index].is_null()) {
            continue;  // Java leaves out what is null.
        }
        text.append(first ? "" : ",");
        text.append(field == nullptr ? std::to_string(index) : field->name).append("=");
        text.append(to_string(field == nullptr ? nullptr : field->schema.get(), values[index]));
        first = false;
    }
    return text + "}";
}

std::string hex_text(std::span<const std::byte> bytes) {
    static constexpr char kDigits[] = "0123456789abcdef";
    std::string text = "0x";
    for (const std::byte byte : bytes) {
        text.push_back(kDigits[std::to_integer<unsigned>(byte) >> 4]);
        text.push_back(kDigits[std::to_integer<unsigned>(byte) & 15U]);
    }
    return text;
}

}  // namespace

std::string to_string(const Schema* schema, const Value& value) {
    const Schema* elements = schema == nullptr ? nullptr : schema->value_schema();
    switch (value.kind()) {
        case ValueKind::kNull:
            return "null";
        case ValueKind::kInt8:
        case ValueKind::kInt16:
        case ValueKind::kInt32:
        case ValueKind::kInt64:
            return std::to_string(value.to_integer());
        case ValueKind::kFloat32:
            return real_text(value.to_real(), true);
        case ValueKind::kFloat64:
            return real_text(value.to_real(), false);
        case ValueKind::kBoolean:
            return value.as_boolean() ? "true" : "false";
        case ValueKind::kString:
            return std::string(value.as_string());
        case ValueKind::kBytes:
            return hex_text(value.as_bytes());
        case ValueKind::kDecimal:
            return hex_text(value.as_decimal().unscaled) + "E" +
                   std::to_string(-static_cast<std::int64_t>(value.as_decimal().scale));
        case ValueKind::kArray:
            return enclosed(
                '[',
                joined(value.as_array(),
                       ", ",
                       [elements](const Value& element) { return to_string(elements, element); }),
                ']');
        case ValueKind::kMap:
            return enclosed(
                '{',
                joined(value.as_map(),
                       ", ",
                       [&](const MapEntry& entry) {
                           return to_string(schema == nullptr ? nullptr : schema->key_schema(),
                                            entry.key) +
                                  "=" + to_string(elements, entry.value);
                       }),
                '}');
        case ValueKind::kStruct:
            return struct_text(schema, value.as_struct());
    }
    return {};
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
