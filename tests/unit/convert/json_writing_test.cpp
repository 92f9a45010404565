// What JsonConverter writes, to the byte.
#include <array>
#include <limits>

#include <gtest/gtest.h>

#include "json_messages.hpp"

namespace kconnect::convert {

namespace {

using namespace std::string_view_literals;

std::string write(const ConfigMap& config, const Schema* schema, const Value& value) {
    JsonFixture json(config);
    const auto message = json.converter.from_connect_data("topic", {schema, value}, json.memory);
    return message.has_value() ? std::string(*message) : "absent";
}

std::string write_plain(const Value& value, const Schema* schema = nullptr) {
    return write(plain_json(), schema, value);
}

std::string write_error(const ConfigMap& config, const Schema* schema, const Value& value) {
    try {
        write(config, schema, value);
    } catch (const DataException& error) {
        return error.what();
    }
    return {};
}

const Schema* required(SchemaType type) {
    return primitive_schema(type).get();
}

/// A decimal of up to 8 bytes that lives as long as the test.
struct TestDecimal {
    TestDecimal(std::string_view unscaled, std::int32_t scale)
        : decimal{scale, std::as_bytes(std::span(unscaled))} {}
    Decimal decimal;
    Value value() const { return Value::of_decimal(&decimal); }
};

}  // namespace

TEST(JsonWriting, WritesATombstoneOnlyWithoutSchema) {
    const Schema* optional = primitive_schema(SchemaType::kInt32, true).get();
    EXPECT_EQ(write({}, nullptr, Value()), "absent");
    EXPECT_EQ(write(plain_json(), nullptr, Value()), "absent");
    EXPECT_EQ(write({}, optional, Value()),
              R"({"schema":{"type":"int32","optional":true},"payload":null})");
    EXPECT_EQ(write(plain_json(), optional, Value()), "null");
}

TEST(JsonWriting, WritesSchemalessDataInAnEnvelope) {
    const std::array elements{Value::of_int64(1), Value::of_string("a"), Value()};
    EXPECT_EQ(write({}, nullptr, Value::of_array(elements)),
              R"({"schema":null,"payload":[1,"a",null]})");
}

TEST(JsonWriting, WritesTheMembersOfASchemaInJavasOrder) {
    const SchemaPtr x = SchemaBuilder(SchemaType::kInt8)
                            .optional()
                            .name("n")
                            .version(2)
                            .doc("d")
                            .parameter("k", "v")
                            .default_value(Value::of_int8(3))
                            .build();
    const SchemaPtr map = SchemaBuilder(SchemaType::kMap)
                              .keys(primitive_schema(SchemaType::kString))
                              .values(primitive_schema(SchemaType::kFloat64))
                              .build();
    const SchemaPtr schema =
        SchemaBuilder(SchemaType::kStruct).field("x", x).field("m", map).name("s").build();
    const std::array fields{Value(), Value::of_map({})};
    EXPECT_EQ(write({}, schema.get(), Value::of_struct(fields)),
              R"({"schema":{"type":"struct","fields":[{"type":"int8","optional":true,"name":"n",)"
              R"("version":2,"doc":"d","parameters":{"k":"v"},"default":3,"field":"x"},)"
              R"({"type":"map","keys":{"type":"string","optional":false},)"
              R"("values":{"type":"double","optional":false},"optional":false,"field":"m"}],)"
              R"("optional":false,"name":"s"},"payload":{"x":3,"m":{}}})");
}

TEST(JsonWriting, KeepsNullFieldsWhenDefaultsAreNotToReplaceThem) {
    const SchemaPtr x =
        SchemaBuilder(SchemaType::kInt8).optional().default_value(Value::of_int8(3)).build();
    const SchemaPtr schema = SchemaBuilder(SchemaType::kStruct).field("x", x).build();
    const Value null;
    const ConfigMap config{{"schemas.enable", "false"}, {"replace.null.with.default", "false"}};
    EXPECT_EQ(write(config, schema.get(), Value::of_struct({&null, 1})), R"({"x":null})");
}

TEST(JsonWriting, WritesNumbersAsJavaPrintsThem) {
    EXPECT_EQ(write_plain(Value::of_float64(1e10)), "1.0E10");
    EXPECT_EQ(write_plain(Value::of_float32(1.1F)), "1.1");
    EXPECT_EQ(write_plain(Value::of_float64(100)), "100.0");
    EXPECT_EQ(write_plain(Value::of_float64(std::numeric_limits<double>::quiet_NaN())), "\"NaN\"");
    EXPECT_EQ(write_plain(Value::of_float32(-std::numeric_limits<float>::infinity())),
              "\"-Infinity\"");
    EXPECT_EQ(write_plain(Value::of_int64(std::numeric_limits<std::int64_t>::min())),
              "-9223372036854775808");
}

TEST(JsonWriting, EscapesOnlyWhatItMust) {
    EXPECT_EQ(write_plain(Value::of_string("\"\\/\b\t\n\f\r\x01<\x7F\xC3\xA9\xE2\x80\xA8"sv)),
              "\"\\\"\\\\/\\b\\t\\n\\f\\r\\u0001<\x7F\xC3\xA9\xE2\x80\xA8\"");
    EXPECT_EQ(write_plain(Value::of_string("\xF0\x9F\x98\x80")), R"("\uD83D\uDE00")");
}

TEST(JsonWriting, WritesBytesAsBase64) {
    EXPECT_EQ(write_plain(Value::of_bytes(std::as_bytes(std::span("test-string"sv)))),
              "\"dGVzdC1zdHJpbmc=\"");
}

TEST(JsonWriting, WritesMapsWithOtherKeysAsPairs) {
    const std::array text_keys{MapEntry{Value::of_string("a"), Value::of_int64(1)}};
    const std::array mixed_keys{MapEntry{Value::of_string("a"), Value::of_int64(1)},
                                MapEntry{Value::of_int64(2), Value()}};
    EXPECT_EQ(write_plain(Value::of_map(text_keys)), R"({"a":1})");
    EXPECT_EQ(write_plain(Value::of_map(mixed_keys)), R"([["a",1],[2,null]])");
}

TEST(JsonWriting, WritesDecimalsAsConfigured) {
    const SchemaPtr schema = decimal_schema(2);
    const TestDecimal fits("\0\x9C"sv, 2);
    const TestDecimal other("\x0F"sv, 1);
    EXPECT_EQ(write_plain(fits.value(), schema.get()), "\"AJw=\"");
    EXPECT_EQ(write_error(plain_json(), schema.get(), other.value()),
              "Decimal value has mismatching scale for given Decimal schema. Schema has scale 2, "
              "value has scale 1.");
    const ConfigMap numeric{{"schemas.enable", "false"}, {"decimal.format", "NuMeRiC"}};
    EXPECT_EQ(write(numeric, schema.get(), fits.value()), "1.56");
    EXPECT_EQ(write(numeric, schema.get(), other.value()), "1.5");
    EXPECT_EQ(write_error(plain_json(), nullptr, fits.value()),
              "Java class class java.math.BigDecimal does not have corresponding schema type.");
}

TEST(JsonWriting, RefusesWhatDoesNotFitTheSchema) {
    EXPECT_EQ(write_error({}, required(SchemaType::kInt32), Value()),
              "Conversion error: null value for field that is required and has no default value");
    EXPECT_EQ(write_error({}, required(SchemaType::kInt32), Value::of_string("a")),
              "Invalid type for INT32: class java.lang.String");
    EXPECT_EQ(write_error({}, nullptr, Value::of_struct({})), "Mismatching schema.");
    EXPECT_EQ(write_error({}, logical_schema(LogicalType::kDate).get(), Value::of_string("a")),
              "Invalid type for Date, expected Date but was class java.lang.String");
}

TEST(JsonWriting, WritesWhatItReads) {
    const std::string message = envelope(
        R"({"type":"struct","fields":[{"type":"int64","optional":true,"field":"id"},)"
        R"({"type":"array","items":{"type":"string","optional":true},"optional":false,"field":"a"},)"
        R"({"type":"int32","optional":false,"name":"org.apache.kafka.connect.data.Date",)"
        R"("version":1,"field":"day"}],"optional":false})",
        R"({"id":5,"a":["x",null],"day":19000})");
    JsonFixture json;
    const SchemaAndValue data = json.read(message);
    EXPECT_EQ(json.converter.from_connect_data("topic", data, json.memory), message);
}

TEST(DecimalText, IsThatOfBigDecimal) {
    const auto text = [](std::string_view unscaled, std::int32_t scale) {
        const TestDecimal decimal(unscaled, scale);
        return to_string(Value::of_decimal(&decimal.decimal));
    };
    EXPECT_EQ(text("\0"sv, 0), "0");
    EXPECT_EQ(text("\0"sv, 2), "0.00");
    EXPECT_EQ(text("\x7B"sv, 2), "1.23");
    EXPECT_EQ(text("\x85"sv, 5), "-0.00123");
    EXPECT_EQ(text("\x7B"sv, 9), "1.23E-7");
    EXPECT_EQ(text("\x01"sv, -3), "1E+3");
    EXPECT_EQ(text("\x7B"sv, -3), "1.23E+5");
    EXPECT_EQ(text("\x80"sv, 0), "-128");
    EXPECT_EQ(text("\0\0"sv, 7), "0E-7");
    EXPECT_EQ(text("\x01\0\0\0\0\0\0\0\0"sv, 4), "1844674407370955.1616");
}

}  // namespace kconnect::convert
