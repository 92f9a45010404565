#include "convert/number_converter.hpp"

#include <bit>
#include <cstdint>
#include <string>

#include <kconnect/errors.hpp>

#include "convert/converter_type_key.hpp"
#include "convert/java_class_name.hpp"
#include "convert/serialization_error.hpp"

namespace kconnect::convert {

namespace {

Value value_of(ValueKind kind, std::uint64_t bits) {
    switch (kind) {
        case ValueKind::kInt16:
            return Value::of_int16(static_cast<std::int16_t>(bits));
        case ValueKind::kInt32:
            return Value::of_int32(static_cast<std::int32_t>(bits));
        case ValueKind::kFloat32:
            return Value::of_float32(std::bit_cast<float>(static_cast<std::uint32_t>(bits)));
        case ValueKind::kFloat64:
            return Value::of_float64(std::bit_cast<double>(bits));
        default:
            return Value::of_int64(static_cast<std::int64_t>(bits));
    }
}

std::uint64_t bits_of(const Value& value) {
    switch (value.kind()) {
        case ValueKind::kFloat32:
            return std::bit_cast<std::uint32_t>(value.as_float32());
        case ValueKind::kFloat64:
            return std::bit_cast<std::uint64_t>(value.as_float64());
        default:
            return static_cast<std::uint64_t>(value.to_integer());
    }
}

}  // namespace

const ConfigDef& plain_converter_config_def() {
    static const ConfigDef def{converter_type_key()};
    return def;
}

SchemaAndValue read_number(const NumberType& type, std::optional<std::string_view> payload) {
    const Schema* schema = primitive_schema(type.schema_type, true).get();
    if (!payload.has_value()) {
        return {schema, Value()};
    }
    if (payload->size() != type.size) {
        throw DataException("Failed to deserialize " + std::string(type.name) + ": ",
                            std::make_exception_ptr(SerializationException(
                                "Size of data received by " + std::string(type.deserializer) +
                                " is not " + std::to_string(type.size))));
    }
    std::uint64_t bits = 0;
    for (const char byte : *payload) {
        bits = (bits << 8U) | static_cast<unsigned char>(byte);
    }
    return {schema, value_of(type.kind, bits)};
}

std::optional<std::string_view> write_number(const NumberType& type,
                                             const Value& value,
                                             Arena& arena) {
    if (value.is_null()) {
        return std::nullopt;
    }
    if (value.kind() != type.kind) {
        throw DataException("Failed to serialize to " + std::string(type.name) + " (was " +
                                std::string(java_class_of(value.kind())) + "): ",
                            std::make_exception_ptr(ClassCastException(value.kind(), type.kind)));
    }
    std::uint64_t bits = bits_of(value);
    char* const bytes = arena.make_bytes(type.size);
    for (std::size_t index = type.size; index-- > 0;) {
        bytes[index] = static_cast<char>(bits & 0xFFU);
        bits >>= 8U;
    }
    return std::string_view(bytes, type.size);
}

}  // namespace kconnect::convert
