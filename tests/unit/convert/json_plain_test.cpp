// JSON without schemas, and the envelope itself.
#include <array>
#include <limits>

#include <gtest/gtest.h>

#include "json_messages.hpp"

namespace kconnect::convert {

namespace {

constexpr std::string_view kNoEnvelope =
    "JsonConverter with schemas.enable requires \"schema\" and \"payload\" fields and may not "
    "contain additional fields. If you are trying to deserialize plain JSON data, set "
    "schemas.enable=false in your converter configuration.";
constexpr std::string_view kNotJson =
    "Converting byte[] to Kafka Connect data failed due to serialization error: ";

Value read_plain(std::string_view message) {
    static JsonFixture* json = new JsonFixture(plain_json());
    const SchemaAndValue data = json->read(message);
    EXPECT_EQ(data.schema, nullptr);
    return data.value;
}

Value read_in_array(std::string_view element) {
    return read_plain("[" + std::string(element) + "]").as_array()[0];
}

std::string plain_error(std::string_view message) {
    JsonFixture json(plain_json());
    return json.error_of(message);
}

using namespace std::string_view_literals;

}  // namespace

TEST(PlainJson, ReadsATombstoneAsNothing) {
    for (const ConfigMap& config : {ConfigMap{}, plain_json()}) {
        JsonFixture json(config);
        const SchemaAndValue data =
            json.converter.to_connect_data("topic", std::nullopt, json.memory);
        EXPECT_EQ(data.schema, nullptr);
        EXPECT_TRUE(data.value.is_null());
    }
}

TEST(PlainJson, ReadsBlanksAndNullAsNull) {
    EXPECT_TRUE(read_plain("").is_null());
    EXPECT_TRUE(read_plain(" \r\n\t").is_null());
    EXPECT_TRUE(read_plain("null").is_null());
    EXPECT_TRUE(read_in_array("null").is_null());
}

TEST(PlainJson, ReadsIntegersAsInt64AndWrapsThem) {
    EXPECT_EQ(read_plain("12"), Value::of_int64(12));
    EXPECT_EQ(read_plain("0012"), Value::of_int64(12));
    EXPECT_EQ(read_plain("-0"), Value::of_int64(0));
    EXPECT_EQ(read_in_array("0012"), Value::of_int64(12));
    EXPECT_EQ(read_in_array("12345678901234567890"), Value::of_int64(-6101065172474983726));
    EXPECT_EQ(read_in_array("9223372036854775808"),
              Value::of_int64(std::numeric_limits<std::int64_t>::min()));
}

TEST(PlainJson, ReadsFractionsAsFloat64) {
    EXPECT_EQ(read_in_array("1.5"), Value::of_float64(1.5));
    EXPECT_EQ(read_in_array("1e2"), Value::of_float64(100.0));
    EXPECT_EQ(read_in_array("1e400"), Value::of_float64(std::numeric_limits<double>::infinity()));
    EXPECT_EQ(read_in_array("-1e400"), Value::of_float64(-std::numeric_limits<double>::infinity()));
}

TEST(PlainJson, ReadsObjectsAsMapsWhoseLastValueCounts) {
    const std::array inner{Value::of_boolean(true), Value::of_string("x")};
    const std::array entries{MapEntry{Value::of_string("a"), Value::of_int64(2)},
                             MapEntry{Value::of_string("b"), Value::of_array(inner)}};
    EXPECT_EQ(read_plain(R"({"a":2,"b":[true,"x"]})"), Value::of_map(entries));
    EXPECT_EQ(read_plain(R"({"a":1,"b":[true,"x"],"a":2})"), Value::of_map(entries));
}

TEST(PlainJson, FindsRepeatedNamesAmongMany) {
    std::string message = "{";
    for (int index = 0; index < 100; ++index) {
        message += "\"name" + std::to_string(index) + "\":" + std::to_string(index) + ",";
    }
    EXPECT_EQ(read_plain(message + "\"last\":1}").as_map().size(), 101U);
    const Value repeated = read_plain(message + "\"name50\":1}");
    EXPECT_EQ(repeated.as_map().size(), 100U);
    EXPECT_EQ(repeated.as_map()[50].value, Value::of_int64(1));
}

TEST(PlainJson, IgnoresTextAfterTheFirstValue) {
    EXPECT_EQ(read_plain(R"({"a":1} trailing)").as_map().size(), 1U);
    EXPECT_EQ(read_plain(R"({"a":1}{"b":2})").as_map().size(), 1U);
    EXPECT_EQ(read_plain("[1]]"), read_plain("[1]"));
    EXPECT_EQ(read_plain(R"("text"more)"), Value::of_string("text"));
    EXPECT_EQ(read_plain("12 13"), Value::of_int64(12));
}

TEST(PlainJson, SkipsAByteOrderMark) {
    EXPECT_EQ(read_plain("\xEF\xBB\xBF{\"a\":1}").as_map().size(), 1U);
    EXPECT_EQ(read_plain("\xFE\xFF\0[\0]"sv).as_array().size(), 0U);
    EXPECT_EQ(read_plain("[\0\x31\0]\0"sv), read_plain("[1]"));
}

TEST(PlainJson, RefusesWhatIsNoJson) {
    for (const std::string_view message :
         {"NaN",       "[NaN]",        "{\"a\":1,}", "[1,]",       "{'a':1}",
          "// x\n1",   "[1",           "{\"a\"",     "{\"a\":1",   "\"x",
          "[+1]",      "[.5]",         "[1.]",       "[1e]",       "[-]",
          "tru",       "truex",        "1x",         "[1 2]",      "{1:2}",
          "[\"\\x\"]", "[\"\\uD83\"]", "[\"a\tb\"]", "[\"\xFF\"]", "[\"\xE2\x82\"]",
          "]",         "\xEF\xBB\xBF"}) {
        EXPECT_EQ(plain_error(message), kNotJson) << message;
    }
}

TEST(PlainJson, NamesTheCauseAsJavaDoes) {
    JsonFixture json(plain_json());
    try {
        json.read("[1,]");
        FAIL();
    } catch (const DataException& error) {
        const std::string trace = stack_trace(std::make_exception_ptr(error));
        EXPECT_NE(trace.find("Caused by: org.apache.kafka.common.errors.SerializationException: "
                             "com.fasterxml.jackson.core.JsonParseException: "),
                  std::string::npos)
            << trace;
    }
}

TEST(PlainJson, LimitsNestingAndDigitsAsJacksonDoes) {
    const auto nested = [](std::size_t depth) {
        return std::string(depth, '[') + std::string(depth, ']');
    };
    EXPECT_EQ(plain_error(nested(1000)), "");
    EXPECT_EQ(plain_error(nested(1001)), kNotJson);
    EXPECT_EQ(plain_error("[" + std::string(1000, '1') + "]"), "");
    EXPECT_EQ(plain_error("[" + std::string(1001, '1') + "]"), kNotJson);
    EXPECT_EQ(plain_error("[0." + std::string(1001, '1') + "]"), kNotJson);
    EXPECT_EQ(plain_error("[1e99999999999]"), kNotJson);
    EXPECT_EQ(plain_error("[0e99999999999]"), kNotJson);
}

TEST(PlainJson, DecodesEscapes) {
    EXPECT_EQ(read_in_array(R"("\"\\\/\b\f\n\r\t\u00e9")"),
              Value::of_string("\"\\/\b\f\n\r\t\xC3\xA9"));
    EXPECT_EQ(read_in_array(R"("\uD83D\uDE00")"), Value::of_string("\xF0\x9F\x98\x80"));
    EXPECT_EQ(read_in_array(R"("\u0000")"), Value::of_string("\0"sv));
    EXPECT_EQ(read_plain(R"({"\u0061":1,"a":2})").as_map().size(), 1U);
}

TEST(PlainJson, WritesAQuestionMarkForASurrogateWithoutPartner) {
    EXPECT_EQ(read_in_array(R"("a\uD83Db")"), Value::of_string("a?b"));
    EXPECT_EQ(read_in_array(R"("\uDE00\uD83D")"), Value::of_string("??"));
    EXPECT_EQ(read_in_array("\"\xED\xA0\x80\""), Value::of_string("?"));
}

TEST(PlainJson, DecodesBytesAsLenientlyAsJackson) {
    EXPECT_EQ(read_in_array("\"\xC3\xA9\xF0\x9F\x98\x80\""),
              Value::of_string("\xC3\xA9\xF0\x9F\x98\x80"));
    EXPECT_EQ(read_in_array("\"\xC0\x80\""), Value::of_string("\0"sv));
    EXPECT_EQ(read_in_array("\"\xED\xA0\xBD\xED\xB8\x80\""), Value::of_string("\xF0\x9F\x98\x80"));
}

TEST(JsonEnvelope, RefusesWhatIsNotExactlySchemaAndPayload) {
    JsonFixture json;
    for (const std::string_view message : {"",
                                           "  ",
                                           "null",
                                           "5",
                                           "{}",
                                           R"({"schema":null})",
                                           R"({"payload":1})",
                                           R"({"a":1})",
                                           R"({"schema":null,"payload":1,"x":2})"}) {
        EXPECT_EQ(json.error_of(message), kNoEnvelope) << message;
    }
}

TEST(JsonEnvelope, ReadsANullSchemaAsSchemaless) {
    JsonFixture json;
    for (int round = 0; round < 2; ++round) {
        const SchemaAndValue data = json.read(R"({"schema":null,"payload":[12,1.5]})");
        EXPECT_EQ(data.schema, nullptr);
        EXPECT_EQ(data.value.as_array()[1], Value::of_float64(1.5));
    }
}

TEST(JsonEnvelope, LooksAtAllMembersThatFollowAKnownBeginning) {
    JsonFixture json;
    const std::string start = R"({"schema":{"type":"array","items":{"type":"int32"}},"payload":)";
    json.read(start + "[1]}");
    EXPECT_EQ(json.read(start + "[1]} trailing").value.as_array()[0], Value::of_int32(1));
    EXPECT_EQ(json.read(start + "[1],\"payload\":[2]}").value.as_array()[0], Value::of_int32(2));
    EXPECT_EQ(json.error_of(start + "[1],\"x\":[2]}"), kNoEnvelope);
    EXPECT_EQ(json.error_of(start + "[1]"), kNotJson);
    const SchemaAndValue replaced =
        json.read(start + R"([1],"schema":{"type":"array","items":{"type":"int8"}}})");
    EXPECT_EQ(replaced.value.as_array()[0], Value::of_int8(1));
    EXPECT_EQ(json.read(start + "[1]}").value.as_array()[0], Value::of_int32(1));
}

TEST(JsonEnvelope, ReadsThePayloadBeforeTheSchema) {
    JsonFixture json;
    for (int round = 0; round < 2; ++round) {
        EXPECT_EQ(json.read(R"({"payload":7,"schema":{"type":"int8"}})").value, Value::of_int8(7));
    }
}

}  // namespace kconnect::convert
