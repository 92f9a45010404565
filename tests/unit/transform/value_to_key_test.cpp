#include <gtest/gtest.h>

#include <kconnect/schemas.hpp>

#include "transforms.hpp"

namespace kconnect::test {
namespace {

const SchemaPtr& numbers() {
    static const SchemaPtr schema = struct_schema(
        "Numbers", {{"a", int32_schema()}, {"b", int32_schema(true)}, {"c", int64_schema()}});
    return schema;
}

TEST(ValueToKey, TakesEntriesOfAMap) {
    auto transformation = make_transformation("ValueToKey", {{"fields", "b, a"}});
    const auto result =
        transformation.apply({.key = "old", .value = entries({{"a", 1}, {"b", 2}, {"c", 3}})});
    EXPECT_EQ(result->key_schema, nullptr);
    EXPECT_EQ(key_text(*result), "{b=2, a=1}");
    EXPECT_EQ(value_text(*result), "{a=1, b=2, c=3}");
}

TEST(ValueToKey, GivesNullForAnEntryThatIsNotThere) {
    auto transformation = make_transformation("ValueToKey", {{"fields", "nope"}});
    EXPECT_EQ(key_text(*transformation.apply({.value = entries({{"a", 1}})})), "{nope=null}");
}

TEST(ValueToKey, TakesFieldsInTheOrderOfTheList) {
    auto transformation = make_transformation("ValueToKey", {{"fields", "c,a"}});
    const auto result = transformation.apply({.value_schema = numbers(), .value = list(1, 2, 3)});
    EXPECT_EQ(*result->key_schema,
              *SchemaBuilder(SchemaType::kStruct)
                   .field("c", int64_schema())
                   .field("a", int32_schema())
                   .build());
    EXPECT_EQ(key_text(*result), "Struct{c=3,a=1}");
    EXPECT_EQ(result->value_schema, numbers().get());
}

TEST(ValueToKey, RefusesAFieldThatIsNotThere) {
    auto transformation = make_transformation("ValueToKey", {{"fields", "nope"}});
    EXPECT_EQ(error_of([&] {
                  transformation.apply({.value_schema = numbers(), .value = list(1, 2, 3)});
              }),
              std::string(kDataError) + "Field does not exist: nope");
}

TEST(ValueToKey, RefusesATombstone) {
    auto transformation = make_transformation("ValueToKey", {{"fields", "a"}});
    EXPECT_EQ(error_of([&] { transformation.apply({.key = "k", .value = nullptr}); }),
              std::string(kDataError) +
                  "Only Map objects supported in absence of schema for [copying fields from value "
                  "to key], found: null");
}

TEST(ValueToKey, PutsTheDefaultInThePlaceOfNullUnlessToldNotTo) {
    const SchemaPtr with_default =
        SchemaBuilder(SchemaType::kInt32).optional().default_value(Value::of_int32(5)).build();
    const SinkRecordSpec record{.value_schema = struct_schema("s", {{"a", with_default}}),
                                .value = list(nullptr)};
    auto replaces = make_transformation("ValueToKey", {{"fields", "a"}});
    EXPECT_EQ(replaces.apply(record)->key.as_struct()[0], Value::of_int32(5));
    auto keeps = make_transformation("ValueToKey",
                                     {{"fields", "a"}, {"replace.null.with.default", "false"}});
    EXPECT_TRUE(keeps.apply(record)->key.as_struct()[0].is_null());
}

TEST(ValueToKey, NeedsFields) {
    EXPECT_EQ(error_of([] {
                  make_transformation("ValueToKey", {{"fields", ""}});
              }),
              std::string(kConfigError) + "Invalid value [] for configuration fields: Empty list");
}

}  // namespace
}  // namespace kconnect::test
