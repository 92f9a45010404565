#pragma once

#include <optional>
#include <string_view>

#include <kconnect/converter.hpp>

namespace kconnect::convert {

/// What Java's ShortConverter, IntegerConverter, LongConverter, FloatConverter and DoubleConverter
/// differ in.
struct NumberType {
    ValueKind kind;
    SchemaType schema_type;
    std::size_t size;               ///< Bytes in Kafka, most significant first.
    std::string_view name;          ///< In Connect's error texts: "integer".
    std::string_view deserializer;  ///< In Kafka's error texts; float and double have none there.
};

inline constexpr NumberType kShortType{
    ValueKind::kInt16, SchemaType::kInt16, 2, "short", "ShortDeserializer"};
inline constexpr NumberType kIntegerType{
    ValueKind::kInt32, SchemaType::kInt32, 4, "integer", "IntegerDeserializer"};
inline constexpr NumberType kLongType{
    ValueKind::kInt64, SchemaType::kInt64, 8, "long", "LongDeserializer"};
inline constexpr NumberType kFloatType{
    ValueKind::kFloat32, SchemaType::kFloat32, 4, "float", "Deserializer"};
inline constexpr NumberType kDoubleType{
    ValueKind::kFloat64, SchemaType::kFloat64, 8, "double", "Deserializer"};

/// Reads exactly `type.size` bytes as an optional number. Throws DataException with Java's texts.
SchemaAndValue read_number(const NumberType& type, std::optional<std::string_view> payload);

/// Writes a number of exactly this type; the schema is not looked at, as in Java.
/// Throws DataException with Java's texts.
std::optional<std::string_view> write_number(const NumberType& type,
                                             const Value& value,
                                             Arena& arena);

/// The keys of converters that have none of their own.
const ConfigDef& plain_converter_config_def();

/// org.apache.kafka.connect.converters.ShortConverter and its kin, one number of fixed size.
template <const NumberType& kType>
class NumberConverter final : public Converter {
public:
    static const ConfigDef& config_def() { return plain_converter_config_def(); }

    const ConfigDef& config() const override { return config_def(); }

    void configure(const ConfigMap& config, ConverterRole /*role*/) override {
        config_def().parse(config);
    }

    SchemaAndValue to_connect_data(std::string_view /*topic*/,
                                   std::optional<std::string_view> payload,
                                   BatchMemory& /*memory*/) override {
        return read_number(kType, payload);
    }

    std::optional<std::string_view> from_connect_data(std::string_view /*topic*/,
                                                      const SchemaAndValue& data,
                                                      BatchMemory& memory) override {
        return write_number(kType, data.value, memory.arena());
    }
};

}  // namespace kconnect::convert
