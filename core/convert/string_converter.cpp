#include "convert/string_converter.hpp"

#include <unicode/ucnv.h>

#include <kconnect/errors.hpp>

#include "convert/converter_type_key.hpp"
#include "convert/serialization_error.hpp"

namespace kconnect::convert {

const ConfigDef& StringConverter::config_def() {
    static const ConfigDef def{
        {.name = "converter.encoding",
         .type = ConfigType::kString,
         .default_value = "UTF-8",
         .importance = Importance::kHigh,
         .doc = "Character set of the text in Kafka, by its Java name.",
         .width = Width::kMedium,
         .display_name = "Encoding"},
        converter_type_key(),
    };
    return def;
}

StringConverter::StringConverter() = default;
StringConverter::~StringConverter() = default;

void StringConverter::configure(const ConfigMap& config, ConverterRole /*role*/) {
    encoding_ = config_def().parse(config).string("converter.encoding");
    utf8_ = ucnv_compareNames(encoding_.c_str(), "UTF-8") == 0;
    charset_ = utf8_ ? std::nullopt : JavaCharset::named(encoding_);
}

SchemaAndValue StringConverter::to_connect_data(std::string_view /*topic*/,
                                                std::optional<std::string_view> payload,
                                                BatchMemory& memory) {
    const Schema* schema = primitive_schema(SchemaType::kString, true).get();
    if (!payload.has_value()) {
        return {schema, Value()};
    }
    if (utf8_) {
        return {schema, Value::of_string(decode_utf8_as_java(*payload, memory.arena()))};
    }
    const JavaCharset& known =
        charset("Failed to deserialize string: ", "deserializing byte[] to string");
    return {schema, Value::of_string(known.decode(*payload, memory.arena()))};
}

std::optional<std::string_view> StringConverter::from_connect_data(std::string_view /*topic*/,
                                                                   const SchemaAndValue& data,
                                                                   BatchMemory& memory) {
    if (data.value.is_null()) {
        return std::nullopt;
    }
    const std::string_view text = data.value.kind() == ValueKind::kString
                                      ? data.value.as_string()
                                      : memory.arena().copy(to_string(data.schema, data.value));
    if (utf8_) {
        return text;
    }
    const JavaCharset& known =
        charset("Failed to serialize to a string: ", "serializing string to byte[]");
    return known.encode(text, memory.arena());
}

const JavaCharset& StringConverter::charset(const std::string& failure,
                                            const std::string& problem) const {
    if (!charset_.has_value()) {
        throw DataException(
            failure,
            std::make_exception_ptr(SerializationException(
                "Error when " + problem + " due to unsupported encoding " + encoding_)));
    }
    return *charset_;
}

}  // namespace kconnect::convert
