#include "convert/simple_header_converter.hpp"

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

namespace kconnect::convert {

namespace {

struct HeaderFixture {
    explicit HeaderFixture(const std::string& zone = "UTC") : converter(zone) {
        converter.configure({});
    }

    SchemaAndValue read(std::string_view text) {
        return converter.to_connect_header("topic", {"key", memory.arena().copy(text)}, memory);
    }

    /// Type and value as text: "INT8 1", "ARRAY<INT8> [1, 2]".
    std::string shown(std::string_view text) {
        const SchemaAndValue data = read(text);
        return type_of(data.schema) + " " + to_string(data.value);
    }

    std::string write(const Schema* schema, const Value& value) {
        return std::string(*converter.from_connect_header("topic", {"key", schema, value}, memory));
    }

    /// What is written of what was read.
    std::string round_trip(std::string_view text) {
        const SchemaAndValue data = read(text);
        return write(data.schema, data.value);
    }

    static std::string type_of(const Schema* schema) {
        if (schema == nullptr) {
            return "none";
        }
        std::string text = schema->name().has_value()
                               ? schema->name()->substr(schema->name()->rfind('.') + 1)
                               : std::string(name_of(schema->type()));
        if (schema->type() == SchemaType::kMap) {
            text +=
                "<" + type_of(schema->key_schema()) + "," + type_of(schema->value_schema()) + ">";
        } else if (schema->type() == SchemaType::kArray) {
            text += "<" + type_of(schema->value_schema()) + ">";
        }
        return text;
    }

    SimpleHeaderConverter converter;
    BatchMemory memory;
};

}  // namespace

TEST(SimpleHeaderConverter, ReadsNothingAsNothing) {
    HeaderFixture headers;
    EXPECT_EQ(headers.converter.to_connect_header("t", {"k", {}}, headers.memory).schema, nullptr);
    EXPECT_EQ(headers.shown("null"), "none null");
    EXPECT_EQ(headers.shown(" null "), "none null");
    EXPECT_EQ(headers.shown(""), "STRING ");
    EXPECT_FALSE(
        headers.converter.from_connect_header("t", {"k", nullptr, {}}, headers.memory).has_value());
}

TEST(SimpleHeaderConverter, TakesNumbersAsTheSmallestType) {
    HeaderFixture headers;
    EXPECT_EQ(headers.shown("1.0"), "INT8 1");
    EXPECT_EQ(headers.shown("+1"), "INT8 1");
    EXPECT_EQ(headers.shown("5."), "INT8 5");
    EXPECT_EQ(headers.shown("00128"), "INT16 128");
    EXPECT_EQ(headers.shown("1e3"), "INT16 1000");
    EXPECT_EQ(headers.shown("-2147483649"), "INT64 -2147483649");
    EXPECT_EQ(headers.shown("9223372036854775808"), "Decimal 9223372036854775808");
    EXPECT_EQ(headers.shown("0.1"), "FLOAT32 0.1");
    EXPECT_EQ(headers.shown("1.123456789012345678901"), "FLOAT32 1.1234568");
    EXPECT_EQ(headers.shown("3.4028236e38"), "FLOAT64 3.4028236E38");
    EXPECT_EQ(headers.shown("1E400"), "Decimal 1E+400");
    EXPECT_EQ(headers.shown("1e19"), "FLOAT32 1.0E19");
    EXPECT_EQ(headers.shown("1e-400"), "FLOAT32 0.0");
    for (const char* text : {".5", "1f", "NaN", "Infinity", "0x10", "1_000", "1e99999999999"}) {
        EXPECT_EQ(headers.shown(text), std::string("STRING ") + text);
    }
}

TEST(SimpleHeaderConverter, TakesWordsAsBooleansOnlyWhenAlone) {
    HeaderFixture headers;
    EXPECT_EQ(headers.shown(" true "), "BOOLEAN true");
    EXPECT_EQ(headers.shown("TRUE"), "STRING TRUE");
    EXPECT_EQ(headers.shown("true}"), "STRING true}");
    EXPECT_EQ(headers.shown("\"quoted\""), "STRING \"quoted\"");
}

TEST(SimpleHeaderConverter, DropsWhatFollowsAsJavaDoes) {
    HeaderFixture headers;
    EXPECT_EQ(headers.shown("12:34"), "INT8 12");
    EXPECT_EQ(headers.shown("[1]x"), "ARRAY<INT8> [1]");
}

TEST(SimpleHeaderConverter, TakesDatesOfTheRightLength) {
    HeaderFixture headers;
    EXPECT_EQ(headers.read("2019-08-23").value.as_int32(), 18131);
    EXPECT_EQ(headers.shown("14:34:54.346Z").substr(0, 5), "Time ");
    EXPECT_EQ(headers.read("14:34:54.346Z").value.as_int32(), 52494346);
    EXPECT_EQ(headers.read("2019-08-23T14:34:54.346Z").value.as_int64(), 1566570894346);
    EXPECT_EQ(headers.read("14\\:34\\:54.346Z").value.as_int32(), 52494346);
    EXPECT_EQ(headers.read("2019-13-45").value.as_int32(), 18306);
    EXPECT_EQ(headers.shown("2019-08-23T14:34:54Z"), "STRING 2019-08-23T14:34:54Z");
    EXPECT_EQ(headers.shown("[\"2019-08-23\"]"), "ARRAY<Date> [18131]");
    EXPECT_EQ(headers.shown("[\"2019-08-23\",\"x\"]"), "ARRAY<none> [2019-08-23, x]");
}

TEST(SimpleHeaderConverter, ReadsDatesInTheLocalZone) {
    HeaderFixture berlin("Europe/Berlin");
    EXPECT_EQ(berlin.read("2019-08-23T14:34:54.346Z").value.as_int64(), 1566570894346 - 7200000);
    EXPECT_EQ(berlin.read("00:30:00.000Z").value.as_int32(), -1800000);
    EXPECT_EQ(berlin.read("2019-08-23").value.as_int32(), 18131);
    EXPECT_EQ(berlin.round_trip("2019-08-23T14:34:54.346Z"), "2019-08-23T14:34:54.346Z");
}

TEST(SimpleHeaderConverter, FindsACommonTypeOfParts) {
    HeaderFixture headers;
    EXPECT_EQ(headers.shown("[1, 2.5, 300]"), "ARRAY<FLOAT32> [1.0, 2.5, 300.0]");
    EXPECT_EQ(headers.shown("[1,\"a\"]"), "ARRAY<none> [1, a]");
    EXPECT_EQ(headers.shown("[]"), "ARRAY<none> []");
    EXPECT_EQ(headers.shown("[null]"), "ARRAY<none> [null]");
    EXPECT_EQ(headers.shown("[1,]"), "ARRAY<INT8> [1]");
    EXPECT_EQ(headers.shown("{\"a\":1,\"b\":2.5}"), "MAP<STRING,FLOAT32> {a=1.0, b=2.5}");
    EXPECT_EQ(headers.shown("{\"a\":1 \"b\":2}"), "MAP<STRING,INT8> {a=1, b=2}");
    EXPECT_EQ(headers.shown("{}"), "MAP<none,none> {}");
    EXPECT_EQ(headers.shown("{\"a\":[1,2],\"b\":{}}"), "MAP<STRING,none> {a=[1, 2], b={}}");
    EXPECT_EQ(headers.shown("{1:1, 2:2, 1:3}"), "MAP<INT8,INT8> {1=3, 2=2}");
    for (const char* text : {"[1,null]", "[,1]", "[1 2]", "[1", "{a:1}", "{null:1}", "[foo]"}) {
        EXPECT_EQ(headers.shown(text), std::string("STRING ") + text);
    }
}

TEST(SimpleHeaderConverter, GivesBytesWhereJavasStackEnds) {
    HeaderFixture headers;
    const std::string deep(100000, '[');
    EXPECT_EQ(headers.read(deep).schema->type(), SchemaType::kBytes);
    EXPECT_EQ(headers.read(std::string(1000, '[')).schema->type(), SchemaType::kString);
}

TEST(SimpleHeaderConverter, WritesTexts) {
    HeaderFixture headers;
    EXPECT_EQ(headers.round_trip("[1, \"a\\\"b\"]"), R"([1,"a\\\"b"])");
    EXPECT_EQ(headers.round_trip("{\"k\":\"v\",\"n\":1}"), R"({"k":"v","n":1})");
    EXPECT_EQ(headers.round_trip("2019-08-23"), "2019-08-23");
    EXPECT_EQ(headers.round_trip("14:34:54.346Z"), "14:34:54.346Z");
    EXPECT_EQ(headers.write(nullptr, Value::of_string("a\"b")), "a\"b");
    EXPECT_EQ(headers.write(nullptr, Value::of_bytes(std::as_bytes(std::span("ab", 2)))), "YWI=");
    EXPECT_EQ(headers.write(logical_schema(LogicalType::kDate).get(), Value::of_int32(-1)),
              "00:00:00.000Z");
    const SchemaPtr schema =
        SchemaBuilder(SchemaType::kStruct)
            .field("a", primitive_schema(SchemaType::kInt32))
            .field("b",
                   SchemaBuilder(SchemaType::kString).default_value(Value::of_string("x")).build())
            .build();
    const Value fields[] = {Value::of_int32(1), Value()};
    EXPECT_EQ(headers.write(schema.get(), Value::of_struct(fields)), R"({"a":1,"b":"x"})");
    EXPECT_THROW(headers.write(nullptr, Value::of_struct(fields)), DataException);
}

}  // namespace kconnect::convert
