#include <gtest/gtest.h>

#include <kconnect/schemas.hpp>

#include "transforms.hpp"

namespace kconnect::test {
namespace {

SchemaPtr string_with_default(const char* text) {
    return SchemaBuilder(SchemaType::kString).default_value(Value::of_string(text)).build();
}

SchemaPtr array_of_int32() {
    return SchemaBuilder(SchemaType::kArray).name("A").values(int32_schema()).optional().build();
}

/// {top: 1, B: {b: 2, C: {c: [3]}}}
SinkRecordSpec nested_record() {
    static const SchemaPtr inner = struct_schema("C", {{"c", array_of_int32()}});
    static const SchemaPtr middle = struct_schema("B", {{"b", int64_schema()}, {"C", inner}});
    static const SchemaPtr outer = SchemaBuilder(SchemaType::kStruct)
                                       .name("N")
                                       .version(3)
                                       .doc("d")
                                       .parameter("p", "q")
                                       .field("top", int8_schema())
                                       .field("B", middle)
                                       .build();
    return {.value_schema = outer, .value = list(1, list(2, list(list(3))))};
}

TEST(Flatten, JoinsTheNamesOfNestedStructs) {
    auto transformation = make_transformation("Flatten$Value");
    const auto result = transformation.apply(nested_record());
    EXPECT_EQ(value_text(*result), "Struct{top=1,B.b=2,B.C.c=[3]}");
    const Schema& schema = *result->value_schema;
    EXPECT_EQ(schema.name(), "N");
    EXPECT_EQ(schema.version(), 3);
    EXPECT_EQ(schema.doc(), "d");
    EXPECT_EQ(*schema.parameter("p"), "q");
    EXPECT_EQ(*schema.field("top")->schema, *int8_schema());
    EXPECT_EQ(*schema.field("B.b")->schema, *int64_schema());
    EXPECT_EQ(*schema.field("B.C.c")->schema, *array_of_int32());
}

TEST(Flatten, JoinsByTheConfiguredDelimiter) {
    auto transformation = make_transformation("Flatten$Value", {{"delimiter", "#"}});
    EXPECT_EQ(value_text(*transformation.apply(nested_record())), "Struct{top=1,B#b=2,B#C#c=[3]}");
    const SinkRecordSpec map{.value = entries({{"a", entries({{"b", 1}})}})};
    EXPECT_EQ(value_text(*transformation.apply(map)), "{a#b=1}");
}

TEST(Flatten, MakesTheNewSchemaOnce) {
    auto transformation = make_transformation("Flatten$Value");
    const SchemaPtr first = transformation.apply(nested_record())->value_schema->shared();
    EXPECT_EQ(transformation.apply(nested_record())->value_schema, first.get());
}

TEST(Flatten, JoinsTheKeysOfNestedMaps) {
    auto transformation = make_transformation("Flatten$Value");
    const auto result = transformation.apply(
        {.value = entries({{"a", 1},
                           {"b", entries({{"c", true}, {"d", entries({{"e", nullptr}})}})},
                           {"empty", entries({})},
                           {"list", list(entries({{"x", 1}}))}})});
    EXPECT_EQ(value_text(*result), "{a=1, b.c=true, b.d.e=null, list=[{x=1}]}");
    EXPECT_EQ(result->value_schema, nullptr);
}

TEST(Flatten, LetsTheLastOfEqualNamesWin) {
    auto transformation = make_transformation("Flatten$Value");
    const SinkRecordSpec record{.value = entries({{"a", entries({{"b", 1}})}, {"a.b", 2}})};
    EXPECT_EQ(value_text(*transformation.apply(record)), "{a.b=2}");
    const SinkRecordSpec empty_name{.value = entries({{"", entries({{"b", 1}, {"", 2}})}})};
    EXPECT_EQ(value_text(*transformation.apply(empty_name)), "{b=1, =2}");
}

TEST(Flatten, MakesFieldsOfOptionalStructsOptional) {
    const SchemaPtr inner = SchemaBuilder(SchemaType::kStruct)
                                .optional()
                                .field("required", int32_schema())
                                .field("default", string_with_default("d"))
                                .build();
    const SchemaPtr outer = struct_schema("N", {{"B", inner}, {"c", int8_schema()}});
    auto transformation = make_transformation("Flatten$Value");
    const auto result = transformation.apply({.value_schema = outer, .value = list(nullptr, 5)});
    const Schema& schema = *result->value_schema;
    EXPECT_EQ(*schema.field("B.required")->schema, *int32_schema(true));
    EXPECT_TRUE(schema.field("B.default")->schema->is_optional());
    EXPECT_EQ(schema.field("B.default")->schema->default_value(), Value::of_string("d"));
    EXPECT_FALSE(schema.field("c")->schema->is_optional());
    EXPECT_EQ(value_text(*result), "Struct{c=5}");
}

TEST(Flatten, MakesFieldsOfAnOptionalRecordOptional) {
    const SchemaPtr schema =
        SchemaBuilder(SchemaType::kStruct).optional().field("a", int32_schema()).build();
    auto transformation = make_transformation("Flatten$Value");
    const auto result = transformation.apply({.value_schema = schema, .value = list(1)});
    EXPECT_TRUE(result->value_schema->field("a")->schema->is_optional());
    EXPECT_FALSE(result->value_schema->is_optional());
}

TEST(Flatten, HandsDefaultsOfStructsDownToTheirFields) {
    const Value defaults[] = {Value::of_int32(7), Value(), Value::of_string("k")};
    const SchemaPtr inner = SchemaBuilder(SchemaType::kStruct)
                                .field("r", int32_schema())
                                .field("d", string_with_default("own"))
                                .field("k", string_schema(true))
                                .default_value(Value::of_struct(defaults))
                                .build();
    auto transformation = make_transformation("Flatten$Value");
    const auto result = transformation.apply(
        {.value_schema = struct_schema("N", {{"j", inner}}), .value = list(list(1, "x", nullptr))});
    const Schema& schema = *result->value_schema;
    EXPECT_EQ(schema.field("j.r")->schema->default_value(), Value::of_int32(7));
    EXPECT_EQ(schema.field("j.d")->schema->default_value(), Value::of_string("own"));
    EXPECT_EQ(schema.field("j.k")->schema->default_value(), Value::of_string("k"));
    EXPECT_EQ(value_text(*result), "Struct{j.r=1,j.d=x}");
}

TEST(Flatten, PutsTheDefaultInThePlaceOfNull) {
    const SchemaPtr with_default =
        SchemaBuilder(SchemaType::kString).optional().default_value(Value::of_string("d")).build();
    auto transformation = make_transformation("Flatten$Value");
    const auto result = transformation.apply(
        {.value_schema = struct_schema("N", {{"a", with_default}}), .value = list(nullptr)});
    EXPECT_EQ(result->value.as_struct()[0], Value::of_string("d"));
}

TEST(Flatten, KeepsNulls) {
    auto transformation = make_transformation("Flatten$Value");
    const SchemaPtr schema =
        struct_schema("N", {{"a", string_schema(true)}, {"b", string_schema(true)}});
    EXPECT_EQ(
        value_text(*transformation.apply({.value_schema = schema, .value = list(nullptr, "x")})),
        "Struct{b=x}");
    EXPECT_EQ(value_text(*transformation.apply({.value = entries({{"a", nullptr}, {"b", "x"}})})),
              "{a=null, b=x}");
}

TEST(Flatten, LeavesTombstonesAlone) {
    auto transformation = make_transformation("Flatten$Value");
    EXPECT_TRUE(transformation.apply({.value = nullptr})->value.is_null());
    const SchemaPtr schema =
        SchemaBuilder(SchemaType::kStruct).optional().field("a", int64_schema()).build();
    const auto result = transformation.apply({.value_schema = schema, .value = nullptr});
    EXPECT_TRUE(result->value.is_null());
    EXPECT_EQ(result->value_schema, schema.get());
}

TEST(Flatten, WorksOnTheKey) {
    auto transformation = make_transformation("Flatten$Key");
    const SinkRecordSpec record{.key = entries({{"A", entries({{"B", 12}})}}),
                                .value = entries({{"A", entries({{"B", 12}})}})};
    const auto result = transformation.apply(record);
    EXPECT_EQ(key_text(*result), "{A.B=12}");
    EXPECT_EQ(value_text(*result), "{A={B=12}}");
}

TEST(Flatten, RefusesWhatIsNoMapOrStruct) {
    auto transformation = make_transformation("Flatten$Value");
    EXPECT_EQ(error_of([&] { transformation.apply({.value = "text"}); }),
              std::string(kDataError) +
                  "Only Map objects supported in absence of schema for [flattening], found: "
                  "java.lang.String");
    EXPECT_EQ(error_of([&] { transformation.apply({.value_schema = int32_schema(), .value = 1}); }),
              std::string(kDataError) +
                  "Only Struct objects supported for [flattening], found: java.lang.Integer");
}

TEST(Flatten, RefusesMapsInStructs) {
    const SchemaPtr map =
        SchemaBuilder(SchemaType::kMap).keys(string_schema()).values(int8_schema()).build();
    const SchemaPtr schema = struct_schema("N", {{"q", struct_schema("Q", {{"m", map}})}});
    auto transformation = make_transformation("Flatten$Value");
    EXPECT_EQ(error_of([&] {
                  transformation.apply({.value_schema = schema, .value = list(list(entries({})))});
              }),
              std::string(kDataError) +
                  "Flatten transformation does not support MAP for record with schemas (for field "
                  "q.m).");
}

TEST(Flatten, RefusesTwoFieldsOfOneNameInAStruct) {
    const SchemaPtr schema = struct_schema(
        "N", {{"a.b", int8_schema()}, {"a", struct_schema("A", {{"b", int8_schema()}})}});
    auto transformation = make_transformation("Flatten$Value");
    EXPECT_EQ(error_of([&] {
                  transformation.apply({.value_schema = schema, .value = list(1, list(2))});
              }),
              "org.apache.kafka.connect.errors.SchemaBuilderException: Cannot create field because "
              "of field name duplication a.b");
}

TEST(Flatten, RefusesKeysThatAreNoTexts) {
    auto transformation = make_transformation("Flatten$Value");
    const SinkRecordSpec record{.value = entries({{"d", entries({{1, 2}})}})};
    EXPECT_EQ(error_of([&] { transformation.apply(record); }),
              "java.lang.ClassCastException: class java.lang.Long cannot be cast to class "
              "java.lang.String (java.lang.Long and java.lang.String are in module java.base of "
              "loader 'bootstrap')");
}

}  // namespace
}  // namespace kconnect::test
