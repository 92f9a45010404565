#include "convert/byte_array_converter.hpp"

#include <span>
#include <string>

#include <kconnect/errors.hpp>

#include "convert/java_class_name.hpp"
#include "convert/number_converter.hpp"

namespace kconnect::convert {

const ConfigDef& ByteArrayConverter::config_def() {
    return plain_converter_config_def();
}

void ByteArrayConverter::configure(const ConfigMap& config, ConverterRole /*role*/) {
    config_def().parse(config);
}

SchemaAndValue ByteArrayConverter::to_connect_data(std::string_view /*topic*/,
                                                   std::optional<std::string_view> payload,
                                                   BatchMemory& /*memory*/) {
    const Schema* schema = primitive_schema(SchemaType::kBytes, true).get();
    if (!payload.has_value()) {
        return {schema, Value()};
    }
    return {schema, Value::of_bytes(std::as_bytes(std::span(*payload)))};
}

std::optional<std::string_view> ByteArrayConverter::from_connect_data(std::string_view /*topic*/,
                                                                      const SchemaAndValue& data,
                                                                      BatchMemory& /*memory*/) {
    if (data.schema != nullptr && data.schema->type() != SchemaType::kBytes) {
        throw DataException("Invalid schema type for ByteArrayConverter: " +
                            std::string(name_of(data.schema->type())));
    }
    if (data.value.is_null()) {
        return std::nullopt;
    }
    if (data.value.kind() != ValueKind::kBytes) {
        throw DataException("ByteArrayConverter is not compatible with objects of type " +
                            std::string(java_class_of(data.value.kind())));
    }
    const auto bytes = data.value.as_bytes();
    return std::string_view{reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace kconnect::convert
