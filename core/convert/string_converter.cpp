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
    const std::string encoding = config_def().parse(config).string("converter.encoding");
    charset_.reset();
    if (ucnv_compareNames(encoding.c_str(), "UTF-8") == 0) {
        return;
    }
    charset_ = JavaCharset::named(encoding);
    if (!charset_.has_value()) {
        throw SerializationException(
            "Unsupported encoding " + encoding,
            std::make_exception_ptr(
                JavaException("java.nio.charset.UnsupportedCharsetException", encoding)));
    }
}

SchemaAndValue StringConverter::to_connect_data(std::string_view /*topic*/,
                                                std::optional<std::string_view> payload,
                                                BatchMemory& memory) {
    const Schema* schema = primitive_schema(SchemaType::kString, true).get();
    if (!payload.has_value()) {
        return {schema, Value()};
    }
    Arena& arena = memory.arena();
    return {schema,
            Value::of_string(charset_.has_value() ? charset_->decode(*payload, arena)
                                                  : decode_utf8_as_java(*payload, arena))};
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
    return charset_.has_value() ? charset_->encode(text, memory.arena()) : text;
}

}  // namespace kconnect::convert
