#include "convert/string_converter.hpp"

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

namespace kconnect::convert {

namespace {

using namespace std::string_view_literals;

struct StringFixture {
    explicit StringFixture(const std::string& encoding = "UTF-8") {
        converter.configure({{"converter.encoding", encoding}}, ConverterRole::kKey);
    }

    std::string read(std::string_view bytes) {
        return std::string(converter.to_connect_data("topic", bytes, memory).value.as_string());
    }

    std::string write(const SchemaAndValue& data) {
        return std::string(*converter.from_connect_data("topic", data, memory));
    }

    StringConverter converter;
    BatchMemory memory;
};

constexpr const char* kReplaced = "\xEF\xBF\xBD";

}  // namespace

TEST(StringConverter, ReadsBytesAsOptionalText) {
    StringFixture strings;
    const SchemaAndValue data =
        strings.converter.to_connect_data("topic", "caf\xC3\xA9", strings.memory);
    EXPECT_TRUE(*data.schema == *primitive_schema(SchemaType::kString, true));
    EXPECT_EQ(data.value, Value::of_string("caf\xC3\xA9"));
    EXPECT_TRUE(
        strings.converter.to_connect_data("topic", std::nullopt, strings.memory).value.is_null());
}

TEST(StringConverter, ReplacesMalformedBytesAsJavaDoes) {
    StringFixture strings;
    const std::string r = kReplaced;
    EXPECT_EQ(strings.read("a\xFFz"), "a" + r + "z");
    EXPECT_EQ(strings.read("\xC0\x80"), r + r);
    EXPECT_EQ(strings.read("\xE2\x82"), r);
    EXPECT_EQ(strings.read("\xE2\x28\xA1"), r + "(" + r);
    EXPECT_EQ(strings.read("\xED\xA0\x80x"), r + "x");
    EXPECT_EQ(strings.read("\xF0\x9F\x98"), r);
    EXPECT_EQ(strings.read("\xF0\x9F\x98z"), r + "z");
    EXPECT_EQ(strings.read("\xF4\x90\x80\x80"), r + r + r + r);
    EXPECT_EQ(strings.read("\xE0\x80\x80"), r + r + r);
}

TEST(StringConverter, ReadsAndWritesOtherEncodings) {
    EXPECT_EQ(StringFixture("ISO-8859-1").read("caf\xE9"), "caf\xC3\xA9");
    EXPECT_EQ(StringFixture("US-ASCII").read("caf\xE9"), "caf" + std::string(kReplaced));
    EXPECT_EQ(StringFixture("UTF-16").read("\0a\0b"sv), "ab");
    EXPECT_EQ(StringFixture("UTF-16").read("\xFF\xFE\x61\0"sv), "a");
    EXPECT_EQ(StringFixture("UTF-16").read("\xFE\xFF\0a"sv), "a");
    const SchemaAndValue text{nullptr, Value::of_string("\xC3\xA9\xE2\x82\xAC")};
    EXPECT_EQ(StringFixture("ISO-8859-1").write(text), "\xE9?");
    EXPECT_EQ(StringFixture("US-ASCII").write(text), "??");
    EXPECT_EQ(StringFixture("UTF-16").write(text), "\xFE\xFF\0\xE9\x20\xAC"sv);
}

TEST(StringConverter, WritesAnyDataAsItsJavaText) {
    StringFixture strings;
    const SchemaPtr schema =
        SchemaBuilder(SchemaType::kStruct).field("a", primitive_schema(SchemaType::kInt32)).build();
    const Value field = Value::of_int32(1);
    EXPECT_EQ(strings.write({schema.get(), Value::of_struct({&field, 1})}), "Struct{a=1}");
    EXPECT_EQ(strings.write({nullptr, Value::of_float64(1.5)}), "1.5");
    EXPECT_FALSE(strings.converter.from_connect_data("topic", {}, strings.memory).has_value());
}

TEST(StringConverter, RefusesAnUnknownEncoding) {
    try {
        const StringFixture strings("no-such-charset");
        FAIL() << "no exception";
    } catch (const ConnectException& error) {
        EXPECT_STREQ(error.what(), "Unsupported encoding no-such-charset");
        EXPECT_EQ(error.java_class(), "org.apache.kafka.common.errors.SerializationException");
    }
}

}  // namespace kconnect::convert
