#include <array>
#include <cstddef>
#include <span>
#include <utility>

#include <kconnect/errors.hpp>
#include <kconnect/testing/literal.hpp>

namespace kconnect::test {

namespace {

/// Two's complement, big-endian, as BigInteger.toByteArray gives it: no superfluous byte.
Value decimal_of(std::int64_t unscaled, std::int32_t scale, Arena& arena) {
    constexpr std::size_t kSize = sizeof unscaled;
    std::array<std::byte, kSize> bytes{};
    for (std::size_t index = 0; index < kSize; ++index) {
        const auto shift = 8U * static_cast<unsigned>(kSize - 1 - index);
        bytes[index] = static_cast<std::byte>(static_cast<std::uint64_t>(unscaled) >> shift);
    }
    const auto is_negative = [](std::byte byte) { return (byte & std::byte{0x80}) != std::byte{}; };
    const std::byte filler = unscaled < 0 ? std::byte{0xFF} : std::byte{0};
    std::size_t first = 0;
    while (first + 1 < kSize && bytes[first] == filler &&
           is_negative(bytes[first + 1]) == (unscaled < 0)) {
        ++first;
    }
    const auto kept = arena.make_array<std::byte>(kSize - first);
    std::copy(bytes.begin() + static_cast<std::ptrdiff_t>(first), bytes.end(), kept.begin());
    return Value::of_decimal(arena.make<Decimal>(scale, std::span<const std::byte>(kept)));
}

Value integer_of(std::int64_t value, const Schema* schema, Arena& arena) {
    if (schema == nullptr) {
        return Value::of_int64(value);
    }
    if (schema->logical_type() == LogicalType::kDecimal) {
        return decimal_of(value, schema->decimal_scale(), arena);
    }
    switch (schema->type()) {
        case SchemaType::kInt8:
            return Value::of_int8(static_cast<std::int8_t>(value));
        case SchemaType::kInt16:
            return Value::of_int16(static_cast<std::int16_t>(value));
        case SchemaType::kInt32:
            return Value::of_int32(static_cast<std::int32_t>(value));
        case SchemaType::kFloat32:
            return Value::of_float32(static_cast<float>(value));
        case SchemaType::kFloat64:
            return Value::of_float64(static_cast<double>(value));
        default:
            return Value::of_int64(value);
    }
}

Value text_of(const std::string& text, const Schema* schema, Arena& arena) {
    const std::string_view copy = arena.copy(text);
    if (schema != nullptr && schema->type() == SchemaType::kBytes) {
        return Value::of_bytes(std::as_bytes(std::span(copy)));
    }
    return Value::of_string(copy);
}

Value list_of(const Literal::List& list, const Schema* schema, Arena& arena) {
    const bool is_struct = schema != nullptr && schema->type() == SchemaType::kStruct;
    if (is_struct && list.size() != schema->fields().size()) {
        throw DataException("A literal of " + std::to_string(list.size()) +
                            " fields for a struct of " + std::to_string(schema->fields().size()));
    }
    const auto values = arena.make_array<Value>(list.size());
    for (std::size_t index = 0; index < list.size(); ++index) {
        const Schema* const part = is_struct           ? schema->fields()[index].schema.get()
                                   : schema != nullptr ? schema->value_schema()
                                                       : nullptr;
        values[index] = list[index].make(part, arena);
    }
    return is_struct ? Value::of_struct(values) : Value::of_array(values);
}

Value entries_of(const Literal::Entries& entries, const Schema* schema, Arena& arena) {
    const auto values = arena.make_array<MapEntry>(entries.size());
    for (std::size_t index = 0; index < entries.size(); ++index) {
        values[index] = {
            entries[index].key.make(schema != nullptr ? schema->key_schema() : nullptr, arena),
            entries[index].value.make(schema != nullptr ? schema->value_schema() : nullptr, arena)};
    }
    return Value::of_map(values);
}

}  // namespace

Literal::Literal() = default;
Literal::Literal(const Literal& other) = default;
Literal::Literal(Literal&& other) noexcept = default;
Literal& Literal::operator=(const Literal& other) = default;
Literal& Literal::operator=(Literal&& other) noexcept = default;
Literal::~Literal() = default;

Literal::Literal(std::nullptr_t) {
}

Literal::Literal(double value) : data_(value) {
}

Literal::Literal(const char* text) : data_(std::string(text)) {
}

Literal::Literal(std::string_view text) : data_(std::string(text)) {
}

Literal::Literal(const std::string& text) : data_(text) {
}

Literal::Literal(List elements) : data_(std::move(elements)) {
}

Literal::Literal(Entries entries) : data_(std::move(entries)) {
}

Value Literal::make(const Schema* schema, Arena& arena) const {
    Value value;
    if (const auto* boolean = std::get_if<bool>(&data_)) {
        value = Value::of_boolean(*boolean);
    } else if (const auto* integer = std::get_if<std::int64_t>(&data_)) {
        value = integer_of(*integer, schema, arena);
    } else if (const auto* real = std::get_if<double>(&data_)) {
        value = schema != nullptr && schema->type() == SchemaType::kFloat32
                    ? Value::of_float32(static_cast<float>(*real))
                    : Value::of_float64(*real);
    } else if (const auto* text = std::get_if<std::string>(&data_)) {
        value = text_of(*text, schema, arena);
    } else if (const auto* elements = std::get_if<List>(&data_)) {
        value = list_of(*elements, schema, arena);
    } else if (const auto* map = std::get_if<Entries>(&data_)) {
        value = entries_of(*map, schema, arena);
    }
    if (schema != nullptr) {
        validate_value(*schema, value);
        if (value.is_integer() && value.to_integer() != std::get<std::int64_t>(data_)) {
            throw DataException(std::to_string(std::get<std::int64_t>(data_)) + " does not fit " +
                                std::string(name_of(schema->type())));
        }
    }
    return value;
}

Literal entries(Literal::Entries entries) {
    return Literal(std::move(entries));
}

}  // namespace kconnect::test
