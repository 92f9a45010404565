// Payloads by schema: each row of the contract's table, through the exact reader (first message)
// and through the fast one (second message of the same beginning).
#include <array>
#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include "json_messages.hpp"

namespace kconnect::convert {

namespace {

/// What a payload of this schema reads as; both readers have to agree.
Value read_payload(JsonFixture& json, std::string_view schema, std::string_view payload) {
    const std::string message = envelope(schema, payload);
    const Value first = json.read(message).value;
    const Value second = json.read(message).value;
    EXPECT_EQ(first, second) << message;
    return second;
}

Value read_payload(std::string_view type, std::string_view payload) {
    static JsonFixture* json = new JsonFixture();
    return read_payload(*json, "{\"type\":\"" + std::string(type) + "\"}", payload);
}

std::string payload_error(std::string_view schema, std::string_view payload) {
    JsonFixture json;
    const std::string first = json.error_of(envelope(schema, payload));
    EXPECT_EQ(json.error_of(envelope(schema, payload)), first);
    return first;
}

constexpr std::string_view kDecimal =
    R"({"type":"bytes","name":"org.apache.kafka.connect.data.Decimal","parameters":{"scale":"2"}})";
constexpr std::string_view kDate =
    R"({"type":"int32","name":"org.apache.kafka.connect.data.Date"})";
constexpr std::string_view kTime =
    R"({"type":"int32","name":"org.apache.kafka.connect.data.Time"})";
constexpr std::string_view kTimestamp =
    R"({"type":"int64","name":"org.apache.kafka.connect.data.Timestamp"})";
constexpr std::string_view kIntKeyMap =
    R"({"type":"map","keys":{"type":"int32"},"values":{"type":"int32"}})";

std::string bytes_text(std::span<const std::byte> bytes) {
    return {reinterpret_cast<const char*>(bytes.data()), bytes.size()};
}

}  // namespace

TEST(JsonPayload, ReadsNumbersOfTheSchemasType) {
    EXPECT_EQ(read_payload("int8", "12"), Value::of_int8(12));
    EXPECT_EQ(read_payload("int16", "-12"), Value::of_int16(-12));
    EXPECT_EQ(read_payload("int32", "12"), Value::of_int32(12));
    EXPECT_EQ(read_payload("int64", "4398046511104"), Value::of_int64(4398046511104));
    EXPECT_EQ(read_payload("float", "12.34"), Value::of_float32(12.34F));
    EXPECT_EQ(read_payload("double", "12.34"), Value::of_float64(12.34));
    EXPECT_EQ(read_payload("boolean", "true"), Value::of_boolean(true));
}

TEST(JsonPayload, AllowsLeadingZeros) {
    EXPECT_EQ(read_payload("int8", "0012"), Value::of_int8(12));
    EXPECT_EQ(read_payload("int64", "00000004398046511104"), Value::of_int64(4398046511104));
}

TEST(JsonPayload, ReadsNumbersOfAnotherTypeAsJavaDoes) {
    EXPECT_EQ(read_payload("int32", "\"abc\""), Value::of_int32(0));
    EXPECT_EQ(read_payload("int8", "300"), Value::of_int8(44));
    EXPECT_EQ(read_payload("int32", "3000000000"), Value::of_int32(-1294967296));
    EXPECT_EQ(read_payload("int32", "1.9"), Value::of_int32(1));
    EXPECT_EQ(read_payload("int32", "-1.9e3"), Value::of_int32(-1900));
    EXPECT_EQ(read_payload("int64", "12345678901234567890"), Value::of_int64(-6101065172474983726));
    EXPECT_EQ(read_payload("boolean", "\"true\""), Value::of_boolean(false));
    EXPECT_EQ(read_payload("double", "1"), Value::of_float64(1.0));
    EXPECT_EQ(read_payload("float", "1e300"),
              Value::of_float32(std::numeric_limits<float>::infinity()));
    EXPECT_EQ(read_payload("double", "true"), Value::of_float64(0.0));
}

TEST(JsonPayload, HasNoNegativeZeroUnlessANumberIsTooSmall) {
    EXPECT_FALSE(std::signbit(read_payload("double", "-0.0").as_float64()));
    EXPECT_FALSE(std::signbit(read_payload("double", "-0").as_float64()));
    EXPECT_TRUE(std::signbit(read_payload("double", "-1e-400").as_float64()));
}

TEST(JsonPayload, ReadsTextOfAnotherTypeAsNull) {
    EXPECT_EQ(read_payload("string", "\"foo-bar-baz\""), Value::of_string("foo-bar-baz"));
    EXPECT_TRUE(read_payload("string", "5").is_null());
    EXPECT_TRUE(read_payload("bytes", "5").is_null());
}

TEST(JsonPayload, RefusesANumberAsTextOfARequiredField) {
    EXPECT_EQ(payload_error(struct_of_x(R"("type":"string")"), R"({"x":5})"),
              "Invalid value: null used for required field: \"x\", schema type: STRING");
    EXPECT_EQ(payload_error(struct_of_x(R"("type":"array","items":{"type":"string"})"),
                            R"({"x":["a",5]})"),
              "Invalid value: null used for required element of array field: \"x\", schema type: "
              "STRING");
}

TEST(JsonPayload, DecodesBase64) {
    EXPECT_EQ(bytes_text(read_payload("bytes", "\"dGVzdC1zdHJpbmc=\"").as_bytes()), "test-string");
    EXPECT_EQ(payload_error(R"({"type":"bytes"})", "\"QQ\""), "Invalid bytes field");
    EXPECT_EQ(payload_error(R"({"type":"bytes"})", "\"!\""), "Invalid bytes field");
}

TEST(JsonPayload, ReadsWhatIsNoArrayAsItsElements) {
    JsonFixture json;
    const std::string schema = R"({"type":"array","items":{"type":"int32"}})";
    const std::array three{Value::of_int32(1), Value::of_int32(2), Value::of_int32(3)};
    EXPECT_EQ(read_payload(json, schema, "[1,2,3]"), Value::of_array(three));
    EXPECT_TRUE(read_payload(json, schema, "5").as_array().empty());
    EXPECT_EQ(read_payload(json, schema, R"({"a":1,"b":2,"c":3})"), Value::of_array(three));
}

TEST(JsonPayload, ReadsMapsWithTextKeys) {
    JsonFixture json;
    const std::string schema =
        R"({"type":"map","keys":{"type":"string"},"values":{"type":"int32"}})";
    const std::array entries{MapEntry{Value::of_string("a"), Value::of_int32(3)},
                             MapEntry{Value::of_string("b"), Value::of_int32(2)}};
    EXPECT_EQ(read_payload(json, schema, R"({"a":1,"b":2,"a":3})"), Value::of_map(entries));
    EXPECT_EQ(payload_error(schema, "[1]"),
              "Maps with string fields should be encoded as JSON objects, but found ARRAY");
}

TEST(JsonPayload, ReadsMapsWithOtherKeysFromTuples) {
    JsonFixture json;
    const std::array entries{MapEntry{Value::of_int32(1), Value::of_int32(12)},
                             MapEntry{Value::of_int32(2), Value::of_int32(15)}};
    EXPECT_EQ(read_payload(json, kIntKeyMap, "[[1,12],[2,15]]"), Value::of_map(entries));
    EXPECT_EQ(payload_error(kIntKeyMap, "{}"),
              "Maps with non-string fields should be encoded as JSON array of tuples, but found "
              "OBJECT");
    EXPECT_EQ(payload_error(kIntKeyMap, "[1]"),
              "Found invalid map entry instead of array tuple: NUMBER");
    EXPECT_EQ(payload_error(kIntKeyMap, "[[1]]"),
              "Found invalid map entry, expected length 2 but found :1");
}

TEST(JsonPayload, IgnoresUnknownMembersOfAStruct) {
    JsonFixture json;
    const std::array fields{Value::of_int32(1)};
    EXPECT_EQ(read_payload(json, struct_of_x(R"("type":"int32")"), R"({"y":2,"x":1,"z":[]})"),
              Value::of_struct(fields));
    EXPECT_EQ(payload_error(struct_of_x(R"("type":"int32")"), "[]"),
              "Structs should be encoded as JSON objects, but found ARRAY");
}

TEST(JsonPayload, TakesTheLastOfRepeatedMembersOfAStruct) {
    JsonFixture json;
    EXPECT_EQ(
        read_payload(json, struct_of_x(R"("type":"int32")"), R"({"x":1,"x":2})").as_struct()[0],
        Value::of_int32(2));
}

TEST(JsonPayload, PutsNullOrTheDefaultForMissingAndNullFields) {
    JsonFixture json;
    const auto x_of = [&json](std::string_view schema, std::string_view payload) {
        return read_payload(json, struct_of_x(schema), payload).as_struct()[0];
    };
    const std::string_view optional = R"("type":"int32","optional":true)";
    const std::string_view with_default = R"("type":"int32","optional":true,"default":7)";
    EXPECT_TRUE(x_of(optional, "{}").is_null());
    EXPECT_TRUE(x_of(optional, R"({"x":null})").is_null());
    EXPECT_EQ(x_of(with_default, "{}"), Value::of_int32(7));
    EXPECT_EQ(x_of(with_default, R"({"x":null})"), Value::of_int32(7));
    EXPECT_EQ(payload_error(struct_of_x(R"("type":"int32")"), "{}"),
              "Invalid null value for required INT32 field");
}

TEST(JsonPayload, KeepsNullWhenDefaultsAreNotToReplaceIt) {
    JsonFixture json(ConfigMap{{"replace.null.with.default", "false"}});
    const std::string schema = struct_of_x(R"("type":"string","optional":true,"default":"d")");
    EXPECT_TRUE(read_payload(json, schema, R"({"x":null})").as_struct()[0].is_null());
    EXPECT_TRUE(
        read_payload(json, R"({"type":"string","optional":true,"default":"d"})", "null").is_null());
    const std::string required = struct_of_x(R"("type":"string","default":"d")");
    EXPECT_EQ(json.error_of(envelope(required, "{}")),
              "Invalid null value for required STRING field");
}

TEST(JsonPayload, ReadsDecimalsWithTheScaleOfTheirText) {
    JsonFixture json;
    const auto decimal_of = [&json](std::string_view payload) {
        const Decimal decimal = read_payload(json, kDecimal, payload).as_decimal();
        return bytes_text(decimal.unscaled) + "/" + std::to_string(decimal.scale);
    };
    EXPECT_EQ(decimal_of("1.5"), "\x0F/1");
    EXPECT_EQ(decimal_of("1.50"), std::string("\0\x96/2", 4));
    EXPECT_EQ(decimal_of("-1e3"), "\xFF/-3");
    EXPECT_EQ(decimal_of("7"), "\x07/0");
    EXPECT_EQ(decimal_of("\"AJw=\""), std::string("\0\x9C/2", 4));
}

TEST(JsonPayload, RefusesWhatIsNoDecimal) {
    EXPECT_EQ(payload_error(kDecimal, "true"),
              "Invalid type for Decimal, underlying representation should be numeric or bytes but "
              "was BOOLEAN");
    EXPECT_EQ(payload_error(kDecimal, "\"QQ\""), "Invalid bytes for Decimal field");
    EXPECT_EQ(payload_error(kDecimal, "\"\""), "Invalid bytes for Decimal field");
    constexpr std::string_view kNoScale =
        R"({"type":"bytes","name":"org.apache.kafka.connect.data.Decimal"})";
    EXPECT_EQ(payload_error(kNoScale, "\"QUE=\""), "Invalid bytes for Decimal field");
    EXPECT_EQ(
        payload_error(struct_of_x(kNoScale.substr(1, kNoScale.size() - 2)), R"({"x":"QUE="})"),
        "Invalid bytes for Decimal field");
}

TEST(JsonPayload, ReadsDatesTimesAndTimestamps) {
    JsonFixture json;
    EXPECT_EQ(read_payload(json, kDate, "10000"), Value::of_int32(10000));
    EXPECT_EQ(read_payload(json, kTime, "86400000"), Value::of_int32(86400000));
    EXPECT_EQ(read_payload(json, kTimestamp, "-4000000000"), Value::of_int64(-4000000000));
}

TEST(JsonPayload, RefusesWhatIsNoDateTimeOrTimestamp) {
    EXPECT_EQ(payload_error(kDate, "\"1\""),
              "Invalid type for Date, underlying representation should be integer but was STRING");
    EXPECT_EQ(payload_error(kDate, "3000000000"),
              "Invalid type for Date, underlying representation should be integer but was NUMBER");
    EXPECT_EQ(payload_error(kTime, "1.0"),
              "Invalid type for Time, underlying representation should be integer but was NUMBER");
    EXPECT_EQ(payload_error(kTimestamp, "1.5"),
              "Invalid type for Timestamp, underlying representation should be integral but was "
              "NUMBER");
    for (const std::string_view time : {"-1", "86400001"}) {
        EXPECT_EQ(payload_error(kTime, time),
                  "Time values must use number of milliseconds greater than 0 and less than "
                  "86400000");
    }
}

TEST(JsonPayload, ReadsTheWrongTimeInAStructAsAnErrorToo) {
    EXPECT_EQ(payload_error(struct_of_x(kTime.substr(1, kTime.size() - 2)), R"({"x":86400001})"),
              "Time values must use number of milliseconds greater than 0 and less than 86400000");
}

}  // namespace kconnect::convert
