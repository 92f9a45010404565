#include <gtest/gtest.h>

#include <kconnect/schemas.hpp>

#include "transforms.hpp"

namespace kconnect::test {
namespace {

ConfigMap config(const char* operation, const char* fields, const char* headers) {
    return {{"fields", fields}, {"headers", headers}, {"operation", operation}};
}

/// {a: null, with default "x"; b: 3}
SinkRecordSpec record_with_schema() {
    static const SchemaPtr with_default =
        SchemaBuilder(SchemaType::kString).optional().default_value(Value::of_string("x")).build();
    static const SchemaPtr schema = SchemaBuilder(SchemaType::kStruct)
                                        .name("S")
                                        .version(1)
                                        .doc("d")
                                        .parameter("p", "q")
                                        .optional()
                                        .field("a", with_default)
                                        .field("b", int32_schema())
                                        .build();
    return {.value_schema = schema,
            .value = list(nullptr, 3),
            .headers = {{"existing", string_schema(), "existing-value"}}};
}

SinkRecordSpec record_with_map() {
    return {.value = entries({{"a", 1}, {"b", "two"}}), .headers = {{"h", nullptr, "old"}}};
}

TEST(HeaderFrom, MovesFieldsOfAStruct) {
    auto transformation = make_transformation("HeaderFrom$Value", config("move", "b", "h"));
    const auto result = transformation.apply(record_with_schema());
    EXPECT_EQ(header_texts(*result), "existing=existing-value, h=3");
    EXPECT_EQ(*result->headers[1].schema, *int32_schema());
    EXPECT_EQ(value_text(*result), "Struct{a=x}");
}

TEST(HeaderFrom, KeepsWhatTheSchemaIsBesidesItsFieldsAndOptionality) {
    auto transformation = make_transformation("HeaderFrom$Value", config("move", "b,a", "h,i"));
    const auto result = transformation.apply(record_with_schema());
    const Schema& schema = *result->value_schema;
    EXPECT_EQ(schema.name(), "S");
    EXPECT_EQ(schema.version(), 1);
    EXPECT_EQ(schema.doc(), "d");
    EXPECT_EQ(*schema.parameter("p"), "q");
    EXPECT_FALSE(schema.is_optional());
    EXPECT_TRUE(schema.fields().empty());
    EXPECT_EQ(header_texts(*result), "existing=existing-value, h=3, i=x");
}

TEST(HeaderFrom, CopiesFieldsOfAStructAndLeavesItAsItIs) {
    auto transformation = make_transformation("HeaderFrom$Value", config("copy", "a,b", "h,i"));
    const SinkRecordSpec record = record_with_schema();
    const auto result = transformation.apply(record);
    EXPECT_EQ(header_texts(*result), "existing=existing-value, h=x, i=3");
    EXPECT_EQ(result->value_schema, record.value_schema.get());
    EXPECT_TRUE(result->value.as_struct()[0].is_null());
}

TEST(HeaderFrom, LeavesNullsInThePlaceOfDefaultsWhenTold) {
    ConfigMap without_defaults = config("move", "a", "h");
    without_defaults["replace.null.with.default"] = "false";
    auto transformation = make_transformation("HeaderFrom$Value", without_defaults);
    EXPECT_EQ(header_texts(*transformation.apply(record_with_schema())),
              "existing=existing-value, h=null");
}

TEST(HeaderFrom, TakesAFieldForTwoHeaders) {
    auto transformation = make_transformation("HeaderFrom$Value", config("move", "b,b", "h,i"));
    const auto result = transformation.apply(record_with_schema());
    EXPECT_EQ(header_texts(*result), "existing=existing-value, h=3, i=3");
    EXPECT_EQ(value_text(*result), "Struct{a=x}");
}

TEST(HeaderFrom, MakesTheNewSchemaOnce) {
    auto transformation = make_transformation("HeaderFrom$Value", config("move", "b", "h"));
    const SchemaPtr first = transformation.apply(record_with_schema())->value_schema->shared();
    EXPECT_EQ(transformation.apply(record_with_schema())->value_schema, first.get());
}

TEST(HeaderFrom, MovesEntriesOfAMapToHeadersWithoutSchema) {
    auto transformation = make_transformation("HeaderFrom$Value", config("move", "a", "h"));
    const auto result = transformation.apply(record_with_map());
    EXPECT_EQ(header_texts(*result), "h=old, h=1");
    EXPECT_EQ(result->headers[1].schema, nullptr);
    EXPECT_EQ(value_text(*result), "{b=two}");
}

TEST(HeaderFrom, CopiesEntriesOfAMap) {
    auto transformation = make_transformation("HeaderFrom$Value", config("copy", "b,a", "i,j"));
    const auto result = transformation.apply(record_with_map());
    EXPECT_EQ(header_texts(*result), "h=old, i=two, j=1");
    EXPECT_EQ(value_text(*result), "{a=1, b=two}");
}

TEST(HeaderFrom, AddsNullForAnEntryThatIsNotThere) {
    auto transformation = make_transformation("HeaderFrom$Value", config("move", "z", "i"));
    EXPECT_EQ(header_texts(*transformation.apply(record_with_map())), "h=old, i=null");
}

TEST(HeaderFrom, WorksOnTheKey) {
    auto transformation = make_transformation("HeaderFrom$Key", config("move", "a", "h"));
    const auto result =
        transformation.apply({.key = entries({{"a", 1}, {"b", 2}}), .value = "value"});
    EXPECT_EQ(key_text(*result), "{b=2}");
    EXPECT_EQ(header_texts(*result), "h=1");
    EXPECT_EQ(value_text(*result), "value");
}

TEST(HeaderFrom, FailsForAFieldThatTheSchemaHasNot) {
    auto transformation = make_transformation("HeaderFrom$Value", config("copy", "zz", "h"));
    EXPECT_EQ(error_of([&] { transformation.apply(record_with_schema()); }),
              "java.lang.NullPointerException: Cannot invoke "
              "\"org.apache.kafka.connect.data.Field.schema()\" because the return value of "
              "\"org.apache.kafka.connect.data.Schema.field(String)\" is null");
}

TEST(HeaderFrom, RefusesTombstones) {
    auto moves = make_transformation("HeaderFrom$Value", config("move", "a", "h"));
    EXPECT_EQ(error_of([&] { moves.apply({.value = nullptr}); }),
              std::string(kDataError) +
                  "Only Map objects supported in absence of schema for [header move], found: null");
    auto copies = make_transformation("HeaderFrom$Value", config("copy", "a", "h"));
    EXPECT_EQ(
        error_of([&] { copies.apply({.value_schema = string_schema(true), .value = nullptr}); }),
        std::string(kDataError) + "Only Struct objects supported for [header copy], found: null");
}

TEST(HeaderFrom, NeedsAsManyHeadersAsFields) {
    const std::string expected =
        std::string(kConfigError) +
        "'fields' config must have the same number of elements as 'headers' config.";
    EXPECT_EQ(error_of([] { make_transformation("HeaderFrom$Key", config("move", "a", "h,i")); }),
              expected);
    EXPECT_EQ(error_of([] { make_transformation("HeaderFrom$Value", config("copy", "a,b", "h")); }),
              expected);
}

TEST(HeaderFrom, RefusesEmptyListsAndOtherOperations) {
    EXPECT_EQ(error_of([] { make_transformation("HeaderFrom$Value", config("move", "", "")); }),
              std::string(kConfigError) + "Invalid value [] for configuration fields: Empty list");
    EXPECT_EQ(error_of([] { make_transformation("HeaderFrom$Value", config("Move", "a", "a")); }),
              std::string(kConfigError) +
                  "Invalid value Move for configuration operation: String must be one of: move, "
                  "copy");
}

}  // namespace
}  // namespace kconnect::test
