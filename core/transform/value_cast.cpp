#include "value_cast.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory_resource>
#include <string>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

#include "convert/big_decimal.hpp"
#include "convert/connect_text.hpp"
#include "java_exception.hpp"
#include "java_number_text.hpp"
#include "record_part.hpp"

namespace kconnect::transform {
namespace {

SchemaType type_of(const Value& value) {
    switch (value.kind()) {
        case ValueKind::kInt8:
            return SchemaType::kInt8;
        case ValueKind::kInt16:
            return SchemaType::kInt16;
        case ValueKind::kInt32:
            return SchemaType::kInt32;
        case ValueKind::kInt64:
            return SchemaType::kInt64;
        case ValueKind::kFloat32:
            return SchemaType::kFloat32;
        case ValueKind::kFloat64:
            return SchemaType::kFloat64;
        case ValueKind::kBoolean:
            return SchemaType::kBoolean;
        case ValueKind::kString:
            return SchemaType::kString;
        case ValueKind::kArray:
            return SchemaType::kArray;
        case ValueKind::kMap:
            return SchemaType::kMap;
        case ValueKind::kStruct:
            return SchemaType::kStruct;
        default:
            return SchemaType::kBytes;
    }
}

void check_input(SchemaType type) {
    if (type == SchemaType::kArray || type == SchemaType::kMap || type == SchemaType::kStruct) {
        throw DataException(fmt::format(
            "Cast transformation does not support casting from {}; supported types are {}",
            name_of(type),
            kCastInputs));
    }
}

/// `reason` is the text of Java's NumberFormatException.
[[noreturn]] void throw_no_number(std::string_view text, const std::string& reason) {
    throw DataException(
        fmt::format("Value ({}) was out of range for requested data type", text),
        std::make_exception_ptr(JavaException("java.lang.NumberFormatException", reason)));
}

[[noreturn]] void throw_unexpected(const Schema* schema, const Value& value) {
    throw DataException(fmt::format("Unexpected type in Cast transformation: class {}",
                                    java_class_name(schema, value)));
}

/// The decimal as the number that it is written as.
convert::JsonNumber number_of(const Schema* schema, const Value& value, Arena& arena) {
    return *convert::parse_big_decimal(arena.copy(to_string(schema, value)));
}

/// Java's conversion of floating point to an integer: saturates, NaN is 0.
template <typename Integer>
Integer saturated(double value) {
    if (std::isnan(value)) {
        return 0;
    }
    constexpr double kLeast = static_cast<double>(std::numeric_limits<Integer>::min());
    if (value <= kLeast) {
        return std::numeric_limits<Integer>::min();
    }
    return value >= -kLeast ? std::numeric_limits<Integer>::max() : static_cast<Integer>(value);
}

/// A text's number when it fits `Integer`.
template <typename Integer>
Integer integer_in(std::string_view text, Arena& arena) {
    using Limits = std::numeric_limits<Integer>;
    const auto number = parse_java_long(text, arena);
    if (number && *number >= Limits::min() && *number <= Limits::max()) {
        return static_cast<Integer>(*number);
    }
    // Byte.parseByte and Short.parseShort go by way of Integer.parseInt.
    const bool is_int = number && *number == static_cast<std::int32_t>(*number);
    throw_no_number(text,
                    is_int && sizeof(Integer) < sizeof(std::int32_t)
                        ? fmt::format("Value out of range. Value:\"{}\" Radix:10", text)
                        : fmt::format("For input string: \"{}\"", text));
}

template <typename Real>
Real need_real(std::optional<Real> number, std::string_view text) {
    if (number) {
        return *number;
    }
    const std::string_view shown = java_trimmed(text);
    throw_no_number(
        text, shown.empty() ? "empty String" : fmt::format("For input string: \"{}\"", shown));
}

/// What Number.longValue (`Integer` of 64 bits) or intValue (all others) gives; narrower types are
/// cut out of it.
template <typename Integer>
Integer to_integer(const Schema* schema, const Value& value, Arena& arena) {
    constexpr bool kIsLong = sizeof(Integer) == sizeof(std::int64_t);
    switch (value.kind()) {
        case ValueKind::kFloat32:
        case ValueKind::kFloat64:
            return static_cast<Integer>(kIsLong ? saturated<std::int64_t>(value.to_real())
                                                : saturated<std::int32_t>(value.to_real()));
        case ValueKind::kBoolean:
            return value.as_boolean() ? 1 : 0;
        case ValueKind::kString:
            return integer_in<Integer>(value.as_string(), arena);
        case ValueKind::kDecimal:
            return static_cast<Integer>(convert::to_int64(number_of(schema, value, arena)));
        case ValueKind::kBytes:
            throw_unexpected(schema, value);
        default:
            return static_cast<Integer>(value.to_integer());
    }
}

double to_double(const Schema* schema, const Value& value, Arena& arena) {
    switch (value.kind()) {
        case ValueKind::kFloat32:
        case ValueKind::kFloat64:
            return value.to_real();
        case ValueKind::kBoolean:
            return value.as_boolean() ? 1 : 0;
        case ValueKind::kString:
            return need_real(parse_java_double(value.as_string(), arena), value.as_string());
        case ValueKind::kDecimal:
            return convert::to_float64(number_of(schema, value, arena));
        case ValueKind::kBytes:
            throw_unexpected(schema, value);
        default:
            return static_cast<double>(value.to_integer());
    }
}

float to_float(const Schema* schema, const Value& value, Arena& arena) {
    switch (value.kind()) {
        case ValueKind::kFloat32:
            return value.as_float32();
        case ValueKind::kString:
            return need_real(parse_java_float(value.as_string(), arena), value.as_string());
        case ValueKind::kDecimal:
            return convert::to_float32(number_of(schema, value, arena));
        case ValueKind::kFloat64:
        case ValueKind::kBoolean:
        case ValueKind::kBytes:
            return static_cast<float>(to_double(schema, value, arena));
        default:
            return static_cast<float>(value.to_integer());  // Rounded once, not by way of a double.
    }
}

/// Java: Boolean.parseBoolean for texts, "not 0 as a long" for numbers.
bool to_boolean(const Schema* schema, const Value& value, Arena& arena) {
    if (value.kind() != ValueKind::kString) {
        return to_integer<std::int64_t>(schema, value, arena) != 0;
    }
    return std::ranges::equal(value.as_string(), std::string_view("true"), [](char a, char b) {
        return (a >= 'A' && a <= 'Z' ? static_cast<char>(a - 'A' + 'a') : a) == b;
    });
}

}  // namespace

std::optional<SchemaType> schema_type_of(std::string_view name) {
    for (int number = 0; number <= static_cast<int>(SchemaType::kStruct); ++number) {
        const auto type = static_cast<SchemaType>(number);
        const bool is_it = std::ranges::equal(name, name_of(type), [](char a, char b) {
            return (a >= 'a' && a <= 'z' ? static_cast<char>(a - 'a' + 'A') : a) == b;
        });
        if (is_it) {
            return type;
        }
    }
    return std::nullopt;
}

bool is_cast_output(SchemaType type) noexcept {
    return type <= SchemaType::kString;
}

Value ValueCast::cast(const Schema* schema, const Value& value, SchemaType target, Arena& arena) {
    if (value.is_null()) {
        return {};
    }
    check_input(schema == nullptr ? type_of(value) : schema->type());
    switch (target) {
        case SchemaType::kInt8:
            return Value::of_int8(to_integer<std::int8_t>(schema, value, arena));
        case SchemaType::kInt16:
            return Value::of_int16(to_integer<std::int16_t>(schema, value, arena));
        case SchemaType::kInt32:
            return Value::of_int32(to_integer<std::int32_t>(schema, value, arena));
        case SchemaType::kInt64:
            return Value::of_int64(to_integer<std::int64_t>(schema, value, arena));
        case SchemaType::kFloat32:
            return Value::of_float32(to_float(schema, value, arena));
        case SchemaType::kFloat64:
            return Value::of_float64(to_double(schema, value, arena));
        case SchemaType::kBoolean:
            return Value::of_boolean(to_boolean(schema, value, arena));
        default:
            return Value::of_string(text_of(schema, value, arena));
    }
}

std::string_view ValueCast::text_of(const Schema* schema, const Value& value, Arena& arena) {
    if (value.kind() == ValueKind::kString) {
        return value.as_string();
    }
    std::pmr::string text(&arena);
    convert::append_connect_text(text, schema, value, calendar_);
    return arena.copy(text);
}

}  // namespace kconnect::transform
