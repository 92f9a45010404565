#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

#include <kconnect/export.hpp>

namespace kconnect {

/// What a Value holds. Connect's types, plus null, plus a decimal with a scale of its own.
enum class ValueKind : std::uint8_t {
    kNull,
    kInt8,
    kInt16,
    kInt32,
    kInt64,
    kFloat32,
    kFloat64,
    kBoolean,
    kString,
    kBytes,
    kArray,
    kMap,
    kStruct,
    kDecimal,
};

class Value;
struct MapEntry;

/// A decimal number: `unscaled` * 10^-`scale`; `unscaled` is two's complement, big-endian, as
/// Connect's Decimal sends it (java.math.BigInteger.toByteArray). Never empty.
struct Decimal {
    std::int32_t scale;
    std::span<const std::byte> unscaled;
};

/// One value of a record: 16 bytes, trivially copyable, owns nothing.
/// Text, bytes, elements and decimals point into the Kafka payload, the batch's arena or a
/// schema, and live as long as the batch (or schema) they came from. The schema travels beside the
/// value: a struct holds its fields by position in the schema; dates and times are plain
/// integers (days, milliseconds) whose meaning the schema's name gives.
/// The `as_...` getters throw DataException when the value is of another kind.
class Value {
public:
    constexpr Value() noexcept = default;

    static constexpr Value of_boolean(bool value) noexcept {
        Value result{ValueKind::kBoolean, 0};
        result.integer_ = value ? 1 : 0;
        return result;
    }
    static constexpr Value of_int8(std::int8_t value) noexcept {
        return of_integer(ValueKind::kInt8, value);
    }
    static constexpr Value of_int16(std::int16_t value) noexcept {
        return of_integer(ValueKind::kInt16, value);
    }
    static constexpr Value of_int32(std::int32_t value) noexcept {
        return of_integer(ValueKind::kInt32, value);
    }
    static constexpr Value of_int64(std::int64_t value) noexcept {
        return of_integer(ValueKind::kInt64, value);
    }
    static constexpr Value of_float32(float value) noexcept {
        Value result{ValueKind::kFloat32, 0};
        result.real_ = value;
        return result;
    }
    static constexpr Value of_float64(double value) noexcept {
        Value result{ValueKind::kFloat64, 0};
        result.real_ = value;
        return result;
    }
    /// UTF-8 text, at most 4 GiB; may hold U+0000.
    static constexpr Value of_string(std::string_view text) noexcept {
        Value result{ValueKind::kString, static_cast<std::uint32_t>(text.size())};
        result.text_ = text.data();
        return result;
    }
    static Value of_bytes(std::span<const std::byte> bytes) noexcept {
        Value result{ValueKind::kBytes, static_cast<std::uint32_t>(bytes.size())};
        result.text_ = reinterpret_cast<const char*>(bytes.data());
        return result;
    }
    static constexpr Value of_array(std::span<const Value> elements) noexcept {
        Value result{ValueKind::kArray, static_cast<std::uint32_t>(elements.size())};
        result.elements_ = elements.data();
        return result;
    }
    static constexpr Value of_map(std::span<const MapEntry> entries) noexcept {
        Value result{ValueKind::kMap, static_cast<std::uint32_t>(entries.size())};
        result.entries_ = entries.data();
        return result;
    }
    /// One value per field, in the order of the schema; an absent field is null.
    static constexpr Value of_struct(std::span<const Value> fields) noexcept {
        Value result{ValueKind::kStruct, static_cast<std::uint32_t>(fields.size())};
        result.elements_ = fields.data();
        return result;
    }
    static constexpr Value of_decimal(const Decimal* decimal) noexcept {
        Value result{ValueKind::kDecimal, 1};
        result.decimal_ = decimal;
        return result;
    }

    constexpr ValueKind kind() const noexcept { return kind_; }
    constexpr bool is_null() const noexcept { return kind_ == ValueKind::kNull; }
    /// INT8, INT16, INT32 or INT64.
    constexpr bool is_integer() const noexcept {
        return kind_ >= ValueKind::kInt8 && kind_ <= ValueKind::kInt64;
    }

    bool as_boolean() const { return need(ValueKind::kBoolean).integer_ != 0; }
    std::int8_t as_int8() const {
        return static_cast<std::int8_t>(need(ValueKind::kInt8).integer_);
    }
    std::int16_t as_int16() const {
        return static_cast<std::int16_t>(need(ValueKind::kInt16).integer_);
    }
    std::int32_t as_int32() const {
        return static_cast<std::int32_t>(need(ValueKind::kInt32).integer_);
    }
    std::int64_t as_int64() const { return need(ValueKind::kInt64).integer_; }
    float as_float32() const { return static_cast<float>(need(ValueKind::kFloat32).real_); }
    double as_float64() const { return need(ValueKind::kFloat64).real_; }
    std::string_view as_string() const { return {need(ValueKind::kString).text_, size_}; }
    std::span<const std::byte> as_bytes() const {
        return {reinterpret_cast<const std::byte*>(need(ValueKind::kBytes).text_), size_};
    }
    std::span<const Value> as_array() const { return {need(ValueKind::kArray).elements_, size_}; }
    inline std::span<const MapEntry> as_map() const;
    std::span<const Value> as_struct() const { return {need(ValueKind::kStruct).elements_, size_}; }
    const Decimal& as_decimal() const { return *need(ValueKind::kDecimal).decimal_; }

    /// The number of any of the four integer kinds, widened.
    std::int64_t to_integer() const {
        if (!is_integer()) {
            throw_wrong_kind("an integer");
        }
        return integer_;
    }
    /// The number of FLOAT32 or FLOAT64, widened.
    double to_real() const {
        if (kind_ != ValueKind::kFloat32 && kind_ != ValueKind::kFloat64) {
            throw_wrong_kind("a floating-point number");
        }
        return real_;
    }

private:
    constexpr Value(ValueKind kind, std::uint32_t size) noexcept : kind_(kind), size_(size) {}

    static constexpr Value of_integer(ValueKind kind, std::int64_t value) noexcept {
        Value result{kind, 0};
        result.integer_ = value;
        return result;
    }

    const Value& need(ValueKind kind) const {
        if (kind_ != kind) {
            throw_wrong_kind(kind);
        }
        return *this;
    }

    [[noreturn]] KCONNECT_API void throw_wrong_kind(ValueKind wanted) const;
    [[noreturn]] KCONNECT_API void throw_wrong_kind(const char* wanted) const;

    ValueKind kind_ = ValueKind::kNull;
    std::uint32_t size_ = 0;  ///< Bytes of text, or number of elements, entries or fields.
    union {
        std::int64_t integer_ = 0;
        double real_;
        const char* text_;
        const Value* elements_;
        const MapEntry* entries_;
        const Decimal* decimal_;
    };
};

/// One entry of a map, in the order of its source.
struct MapEntry {
    Value key;
    Value value;
};

inline std::span<const MapEntry> Value::as_map() const {
    return {need(ValueKind::kMap).entries_, size_};
}

static_assert(sizeof(Value) == 16 && std::is_trivially_copyable_v<Value>);

/// Connect's word for the kind: "INT32", "STRING", ..., "NULL", "DECIMAL".
KCONNECT_API std::string_view name_of(ValueKind kind) noexcept;

/// Deep comparison of content; decimals are equal when scale and number are.
// NOLINTNEXTLINE(bugprone-exception-escape): getters are called for kinds that were compared
KCONNECT_API bool operator==(const Value& left, const Value& right) noexcept;

/// The value as Java's `toString` shows it in logs: `Struct{id=1}` needs a schema, see
/// to_string(const Schema*, const Value&); this form prints fields without names.
KCONNECT_API std::string to_string(const Value& value);

}  // namespace kconnect
