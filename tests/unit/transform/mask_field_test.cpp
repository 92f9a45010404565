#include <gtest/gtest.h>

#include <kconnect/schemas.hpp>

#include "transforms.hpp"

namespace kconnect::test {
namespace {

/// A value of each type that can be masked.
SinkRecordSpec record_with_schema() {
    static const SchemaPtr schema =
        SchemaBuilder(SchemaType::kStruct)
            .field("magic", int32_schema())
            .field("bool", boolean_schema())
            .field("byte", int8_schema())
            .field("short", int16_schema())
            .field("int", int32_schema())
            .field("long", int64_schema())
            .field("float", float32_schema())
            .field("double", float64_schema())
            .field("string", string_schema())
            .field("date", logical_schema(LogicalType::kDate))
            .field("time", logical_schema(LogicalType::kTime))
            .field("timestamp", logical_schema(LogicalType::kTimestamp))
            .field("decimal", decimal_schema(2))
            .field("array", SchemaBuilder(SchemaType::kArray).values(int32_schema()).build())
            .field("map",
                   SchemaBuilder(SchemaType::kMap)
                       .keys(string_schema())
                       .values(string_schema())
                       .build())
            .build();
    return {.value_schema = schema,
            .value = list(42,
                          true,
                          1,
                          2,
                          3,
                          4,
                          5.5,
                          6.5,
                          "text",
                          7,
                          8,
                          9,
                          123,
                          list(1, 2),
                          entries({{"k", "v"}}))};
}

TransformationDriver mask(const char* fields, const char* replacement = nullptr) {
    ConfigMap config{{"fields", fields}};
    if (replacement != nullptr) {
        config["replacement"] = replacement;
    }
    return make_transformation("MaskField$Value", config);
}

std::string error_with_schema(const char* fields, const char* replacement = nullptr) {
    return error_of([&] { mask(fields, replacement).apply(record_with_schema()); });
}

TEST(MaskField, PutsTheEmptyValueOfEachType) {
    auto transformation =
        mask("bool,byte,short,int,long,float,double,string,date,time,timestamp,decimal,array,map");
    const SinkRecordSpec record = record_with_schema();
    const auto result = transformation.apply(record);
    EXPECT_EQ(value_text(*result),
              "Struct{magic=42,bool=false,byte=0,short=0,int=0,long=0,float=0.0,double=0.0,"
              "string=,date=Thu Jan 01 00:00:00 UTC 1970,time=Thu Jan 01 00:00:00 UTC 1970,"
              "timestamp=Thu Jan 01 00:00:00 UTC 1970,decimal=0,array=[],map={}}");
    EXPECT_EQ(result->value_schema, record.value_schema.get());
}

TEST(MaskField, PutsTheReplacementAsEachTypeOfNumberAndText) {
    auto transformation = mask("byte,short,int,long,float,double,string,decimal", "-1.5e2");
    const auto result = transformation.apply(record_with_schema());
    const auto fields = result->value.as_struct();
    EXPECT_EQ(fields[2], Value::of_int8(106));
    EXPECT_EQ(fields[3], Value::of_int16(-150));
    EXPECT_EQ(fields[4], Value::of_int32(-150));
    EXPECT_EQ(fields[5], Value::of_int64(-150));
    EXPECT_EQ(fields[6], Value::of_float32(-150));
    EXPECT_EQ(fields[7], Value::of_float64(-150));
    EXPECT_EQ(fields[8], Value::of_string("-1.5e2"));
    EXPECT_EQ(to_string(fields[12]), "-1.5E+2");
}

TEST(MaskField, WrapsAReplacementThatExceedsTheType) {
    auto transformation = mask("byte,long,float", "9223372036854775808");
    const auto result = transformation.apply(record_with_schema());
    const auto fields = result->value.as_struct();
    EXPECT_EQ(fields[2], Value::of_int8(0));
    EXPECT_EQ(fields[5], Value::of_int64(INT64_MIN));
    EXPECT_EQ(fields[6], Value::of_float32(9223372036854775808.0F));
}

TEST(MaskField, MasksEntriesOfAMapAndAddsThoseItHasNot) {
    auto transformation = mask("text,number,flag,list,map,unknown");
    const auto result = transformation.apply({.value = entries({{"text", "a"},
                                                                {"number", 5},
                                                                {"flag", true},
                                                                {"list", list(1)},
                                                                {"map", entries({{"k", 1}})},
                                                                {"other", 7}})});
    EXPECT_EQ(value_text(*result),
              "{text=, number=0, flag=false, list=[], map={}, other=7, unknown=null}");
    EXPECT_EQ(result->value_schema, nullptr);
}

TEST(MaskField, ReplacesEntriesOfAMap) {
    auto transformation = mask("text,number,real", "12.75");
    const auto result =
        transformation.apply({.value = entries({{"text", "a"}, {"number", 5}, {"real", 1.5}})});
    EXPECT_EQ(value_text(*result), "{text=12.75, number=12, real=12.75}");
}

TEST(MaskField, LeavesNullAsItIs) {
    auto transformation = mask("a", "5");
    EXPECT_EQ(value_text(*transformation.apply({.value = entries({{"a", nullptr}})})), "{a=null}");
    const SchemaPtr schema = struct_schema("n", {{"a", int32_schema(true)}});
    const auto result = transformation.apply({.value_schema = schema, .value = list(nullptr)});
    EXPECT_TRUE(result->value.as_struct()[0].is_null());
}

TEST(MaskField, MasksTheDefaultInThePlaceOfNullUnlessToldNotTo) {
    const SchemaPtr with_default = SchemaBuilder(SchemaType::kString)
                                       .optional()
                                       .default_value(Value::of_string("default"))
                                       .build();
    const SinkRecordSpec record{
        .value_schema = struct_schema("n", {{"a", with_default}, {"b", with_default}}),
        .value = list(nullptr, nullptr)};
    auto replaces = mask("a");
    const auto replaced = replaces.apply(record);
    EXPECT_EQ(replaced->value.as_struct()[0], Value::of_string(""));
    EXPECT_EQ(replaced->value.as_struct()[1], Value::of_string("default"));
    auto keeps = make_transformation("MaskField$Value",
                                     {{"fields", "a"}, {"replace.null.with.default", "false"}});
    const auto kept = keeps.apply(record);
    EXPECT_TRUE(kept->value.as_struct()[0].is_null());
    EXPECT_TRUE(kept->value.as_struct()[1].is_null());
}

TEST(MaskField, WorksOnTheKey) {
    auto transformation = make_transformation("MaskField$Key", {{"fields", "a"}});
    const auto result =
        transformation.apply({.key = entries({{"a", 1}}), .value = entries({{"a", 1}})});
    EXPECT_EQ(key_text(*result), "{a=0}");
    EXPECT_EQ(value_text(*result), "{a=1}");
}

TEST(MaskField, RefusesBytesAndStructs) {
    const SchemaPtr inner = struct_schema("i", {{"x", int8_schema()}});
    const SchemaPtr schema = struct_schema("n", {{"bytes", bytes_schema()}, {"struct", inner}});
    const SinkRecordSpec record{.value_schema = schema, .value = list("b", list(1))};
    EXPECT_EQ(error_of([&] { mask("bytes").apply(record); }),
              std::string(kDataError) + "Cannot mask value of type: class [B");
    EXPECT_EQ(error_of([&] { mask("struct").apply(record); }),
              std::string(kDataError) +
                  "Cannot mask value of type: class org.apache.kafka.connect.data.Struct");
    EXPECT_EQ(
        error_of([&] { mask("bytes", "1").apply(record); }),
        std::string(kDataError) + "Cannot mask value of type class [B with custom replacement.");
}

TEST(MaskField, ReplacesNumbersAndTextsOnly) {
    const auto expected = [](const char* java_class) {
        return std::string(kDataError) + "Cannot mask value of type class " + java_class +
               " with custom replacement.";
    };
    EXPECT_EQ(error_with_schema("bool", "1"), expected("java.lang.Boolean"));
    EXPECT_EQ(error_with_schema("date", "1"), expected("java.util.Date"));
    EXPECT_EQ(error_with_schema("time", "1"), expected("java.util.Date"));
    EXPECT_EQ(error_with_schema("timestamp", "1"), expected("java.util.Date"));
    EXPECT_EQ(error_with_schema("array", "1"), expected("java.util.ArrayList"));
    EXPECT_EQ(error_with_schema("map", "1"), expected("java.util.HashMap"));
}

TEST(MaskField, RefusesAReplacementThatIsNoNumberWhereOneIsNeeded) {
    for (const char* field : {"byte", "short", "int", "long", "float", "double"}) {
        EXPECT_EQ(
            error_with_schema(field, "foo"),
            std::string(kDataError) + "Unable to convert foo (class java.lang.String) to a number");
    }
    EXPECT_EQ(error_with_schema("decimal", "foo"),
              std::string(kDataError) + "Unable to convert foo (class java.lang.String) to number");
    EXPECT_EQ(error_with_schema("string", "foo"), "");
}

TEST(MaskField, RefusesWhatIsNoMapOrStruct) {
    EXPECT_EQ(error_of([] { mask("a").apply({.value = nullptr}); }),
              std::string(kDataError) +
                  "Only Map objects supported in absence of schema for [mask fields], found: null");
    EXPECT_EQ(error_of([] { mask("a").apply({.value_schema = string_schema(), .value = "x"}); }),
              std::string(kDataError) +
                  "Only Struct objects supported for [mask fields], found: java.lang.String");
}

TEST(MaskField, NeedsFieldsAndNoEmptyReplacement) {
    EXPECT_EQ(error_of([] { mask(""); }),
              std::string(kConfigError) + "Invalid value [] for configuration fields: Empty list");
    EXPECT_EQ(error_of([] { mask("a", ""); }),
              std::string(kConfigError) +
                  "Invalid value  for configuration replacement: String must be non-empty");
}

}  // namespace
}  // namespace kconnect::test
