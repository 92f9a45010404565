#include <algorithm>
#include <bit>
#include <cmath>
#include <cstdio>

#include <kconnect/errors.hpp>
#include <kconnect/schema.hpp>
#include <kconnect/value.hpp>

namespace kconnect {

std::string_view name_of(ValueKind kind) noexcept {
    switch (kind) {
        case ValueKind::kNull:
            return "NULL";
        case ValueKind::kInt8:
            return "INT8";
        case ValueKind::kInt16:
            return "INT16";
        case ValueKind::kInt32:
            return "INT32";
        case ValueKind::kInt64:
            return "INT64";
        case ValueKind::kFloat32:
            return "FLOAT32";
        case ValueKind::kFloat64:
            return "FLOAT64";
        case ValueKind::kBoolean:
            return "BOOLEAN";
        case ValueKind::kString:
            return "STRING";
        case ValueKind::kBytes:
            return "BYTES";
        case ValueKind::kArray:
            return "ARRAY";
        case ValueKind::kMap:
            return "MAP";
        case ValueKind::kStruct:
            return "STRUCT";
        case ValueKind::kDecimal:
            return "DECIMAL";
    }
    return "UNKNOWN";
}

void Value::throw_wrong_kind(ValueKind wanted) const {
    throw_wrong_kind(std::string(name_of(wanted)).c_str());
}

void Value::throw_wrong_kind(const char* wanted) const {
    throw DataException(std::string("Value is ") + std::string(name_of(kind_)) + ", not " + wanted);
}

namespace {

/// As Java's Double.equals: NaN equals itself, 0.0 is not -0.0.
bool same_real(double left, double right) noexcept {
    return std::bit_cast<std::uint64_t>(left) == std::bit_cast<std::uint64_t>(right) ||
           (std::isnan(left) && std::isnan(right));
}

bool same_entries(std::span<const MapEntry> left, std::span<const MapEntry> right) noexcept {
    if (left.size() != right.size()) {
        return false;
    }
    // The order of a map's entries has no meaning.
    return std::all_of(left.begin(), left.end(), [right](const MapEntry& entry) {
        return std::any_of(right.begin(), right.end(), [&entry](const MapEntry& other) {
            return entry.key == other.key && entry.value == other.value;
        });
    });
}

}  // namespace

// NOLINTNEXTLINE(bugprone-exception-escape): getters are called for kinds that were compared
bool operator==(const Value& left, const Value& right) noexcept {
    if (left.kind() != right.kind()) {
        return false;
    }
    switch (left.kind()) {
        case ValueKind::kNull:
            return true;
        case ValueKind::kInt8:
        case ValueKind::kInt16:
        case ValueKind::kInt32:
        case ValueKind::kInt64:
            return left.to_integer() == right.to_integer();
        case ValueKind::kFloat32:
        case ValueKind::kFloat64:
            return same_real(left.to_real(), right.to_real());
        case ValueKind::kBoolean:
            return left.as_boolean() == right.as_boolean();
        case ValueKind::kString:
            return left.as_string() == right.as_string();
        case ValueKind::kBytes:
            return std::ranges::equal(left.as_bytes(), right.as_bytes());
        case ValueKind::kArray:
            return std::ranges::equal(left.as_array(), right.as_array());
        case ValueKind::kMap:
            return same_entries(left.as_map(), right.as_map());
        case ValueKind::kStruct:
            return std::ranges::equal(left.as_struct(), right.as_struct());
        case ValueKind::kDecimal:
            return left.as_decimal().scale == right.as_decimal().scale &&
                   std::ranges::equal(left.as_decimal().unscaled, right.as_decimal().unscaled);
    }
    return false;
}

std::string to_string(const Value& value) {
    return to_string(nullptr, value);
}

}  // namespace kconnect
