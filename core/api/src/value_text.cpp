#include <algorithm>
#include <charconv>
#include <cmath>

#include <kconnect/schema.hpp>

#include "decimal_text.hpp"
#include "java_date_text.hpp"

// Values as Java's toString shows them.
namespace kconnect {

namespace {

constexpr std::int64_t kMillisecondsPerDay = 86400000;

/// Digits and exponent of a finite number other than 0, as Java 19 and later choose them: the
/// shortest that read back as the number, and of those with one or two digits the closest.
struct Digits {
    std::string digits;
    int exponent;
};

template <typename Real>
Digits shortest_digits(Real magnitude) {
    char buffer[64];
    char* const last = std::end(buffer);
    auto end = std::to_chars(buffer, last, magnitude, std::chars_format::scientific).ptr;
    if (buffer[1] == 'e') {
        char longer[64];
        const auto longer_end =
            std::to_chars(longer, std::end(longer), magnitude, std::chars_format::scientific, 1)
                .ptr;
        Real back = 0;
        std::from_chars(longer, longer_end, back);
        if (back == magnitude) {
            end = std::copy(longer, longer_end, buffer);
        }
    }
    const std::string_view text{buffer, static_cast<std::size_t>(end - buffer)};
    const std::size_t exponent_at = text.find('e');
    Digits result{std::string(text.substr(0, exponent_at)), 0};
    std::erase(result.digits, '.');
    if (result.digits.size() == 2 && result.digits[1] == '0') {
        result.digits.pop_back();
    }
    const std::string_view exponent =
        text.substr(exponent_at + (text[exponent_at + 1] == '+' ? 2 : 1));
    std::from_chars(exponent.data(), exponent.data() + exponent.size(), result.exponent);
    return result;
}

/// Java prints plainly from 1e-3 up to 1e7 and as d.dddEn elsewhere.
std::string placed(Digits number) {
    std::string& digits = number.digits;
    if (number.exponent < -3 || number.exponent >= 7) {
        const std::string fraction = digits.size() > 1 ? digits.substr(1) : "0";
        return digits.substr(0, 1) + "." + fraction + "E" + std::to_string(number.exponent);
    }
    if (number.exponent < 0) {
        return "0." + std::string(static_cast<std::size_t>(-number.exponent - 1), '0') + digits;
    }
    const auto whole = static_cast<std::size_t>(number.exponent) + 1;
    if (digits.size() < whole) {
        digits.append(whole - digits.size(), '0');
    }
    const std::string fraction = digits.size() > whole ? digits.substr(whole) : "0";
    return digits.substr(0, whole) + "." + fraction;
}

std::string real_text(double value, bool single) {
    if (std::isnan(value)) {
        return "NaN";
    }
    const std::string sign = std::signbit(value) ? "-" : "";
    const double magnitude = std::abs(value);
    if (std::isinf(value)) {
        return sign + "Infinity";
    }
    if (magnitude == 0.0) {
        return sign + "0.0";
    }
    return sign + placed(single ? shortest_digits(static_cast<float>(magnitude))
                                : shortest_digits(magnitude));
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

/// An integer, or what java.util.Date makes of it where the schema says that it is a date or time.
std::string integer_text(const Schema* schema, const Value& value) {
    const std::int64_t number = value.to_integer();
    switch (schema == nullptr ? LogicalType::kNone : schema->logical_type()) {
        case LogicalType::kDate:
            return java_date_text(number * kMillisecondsPerDay);
        case LogicalType::kTime:
        case LogicalType::kTimestamp:
            return java_date_text(number);
        case LogicalType::kDecimal:
        case LogicalType::kNone:
            break;
    }
    return std::to_string(number);
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
            return integer_text(schema, value);
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
            return decimal_text(value.as_decimal());
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

}  // namespace kconnect
