#include "convert/boolean_converter.hpp"

#include <string>

#include <kconnect/errors.hpp>

#include "convert/java_class_name.hpp"
#include "convert/number_converter.hpp"
#include "convert/serialization_error.hpp"

namespace kconnect::convert {

namespace {

constexpr std::string_view kTrue{"\x01", 1};
constexpr std::string_view kFalse{"\0", 1};

[[noreturn]] void throw_unreadable(const std::string& problem) {
    throw DataException("Failed to deserialize boolean: ",
                        std::make_exception_ptr(SerializationException(problem)));
}

}  // namespace

const ConfigDef& BooleanConverter::config_def() {
    return plain_converter_config_def();
}

void BooleanConverter::configure(const ConfigMap& config, ConverterRole /*role*/) {
    config_def().parse(config);
}

SchemaAndValue BooleanConverter::to_connect_data(std::string_view /*topic*/,
                                                 std::optional<std::string_view> payload,
                                                 BatchMemory& /*memory*/) {
    const Schema* schema = primitive_schema(SchemaType::kBoolean, true).get();
    if (!payload.has_value()) {
        return {schema, Value()};
    }
    if (payload->size() != 1) {
        throw_unreadable("Size of data received by BooleanDeserializer is not 1");
    }
    if (payload != kTrue && payload != kFalse) {
        const auto byte = static_cast<signed char>(payload->front());
        throw_unreadable("Unexpected byte received by BooleanDeserializer: " +
                         std::to_string(byte));
    }
    return {schema, Value::of_boolean(payload == kTrue)};
}

std::optional<std::string_view> BooleanConverter::from_connect_data(std::string_view /*topic*/,
                                                                    const SchemaAndValue& data,
                                                                    BatchMemory& /*memory*/) {
    if (data.schema != nullptr && data.schema->type() != SchemaType::kBoolean) {
        throw DataException("Invalid schema type for BooleanConverter: " +
                            std::string(name_of(data.schema->type())));
    }
    if (data.value.is_null()) {
        return std::nullopt;
    }
    if (data.value.kind() != ValueKind::kBoolean) {
        throw DataException("BooleanConverter is not compatible with objects of type " +
                            std::string(java_class_of(data.value.kind())));
    }
    return data.value.as_boolean() ? kTrue : kFalse;
}

}  // namespace kconnect::convert
