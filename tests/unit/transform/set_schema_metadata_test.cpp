#include <gtest/gtest.h>

#include <kconnect/schemas.hpp>

#include "transforms.hpp"

namespace kconnect::test {
namespace {

const ConfigMap kBoth = {{"schema.name", "foo"}, {"schema.version", "42"}};

TEST(SetSchemaMetadata, GivesASchemaItsName) {
    auto transformation = make_transformation("SetSchemaMetadata$Value", {{"schema.name", "foo"}});
    const auto result = transformation.apply({.value_schema = int32_schema(), .value = 1});
    EXPECT_EQ(result->value_schema->name(), "foo");
    EXPECT_EQ(result->value_schema->version(), std::nullopt);
    EXPECT_EQ(result->value, Value::of_int32(1));
}

TEST(SetSchemaMetadata, GivesASchemaItsVersion) {
    auto transformation =
        make_transformation("SetSchemaMetadata$Value", {{"schema.version", "42"}});
    const SchemaPtr named = struct_schema("n", {{"a", int32_schema()}});
    const auto result = transformation.apply({.value_schema = named, .value = list(1)});
    EXPECT_EQ(result->value_schema->name(), "n");
    EXPECT_EQ(result->value_schema->version(), 42);
    EXPECT_EQ(value_text(*result), "Struct{a=1}");
}

TEST(SetSchemaMetadata, KeepsTheOtherPartsOfASchema) {
    const SchemaPtr schema = SchemaBuilder(SchemaType::kMap)
                                 .optional()
                                 .name("my.orders")
                                 .version(7)
                                 .doc("doc")
                                 .parameter("a", "b")
                                 .keys(string_schema())
                                 .values(int32_schema())
                                 .build();
    auto transformation = make_transformation("SetSchemaMetadata$Value", kBoth);
    const auto result = transformation.apply({.value_schema = schema, .value = entries({})});
    EXPECT_EQ(*result->value_schema,
              *SchemaBuilder(SchemaType::kMap)
                   .optional()
                   .name("foo")
                   .version(42)
                   .doc("doc")
                   .parameter("a", "b")
                   .keys(string_schema())
                   .values(int32_schema())
                   .build());
}

TEST(SetSchemaMetadata, KeepsTheDefaultOfASchema) {
    const SchemaPtr schema =
        SchemaBuilder(SchemaType::kInt32).default_value(Value::of_int32(5)).build();
    auto transformation = make_transformation("SetSchemaMetadata$Value", kBoth);
    const auto result = transformation.apply({.value_schema = schema, .value = 1});
    EXPECT_EQ(result->value_schema->default_value(), Value::of_int32(5));
}

TEST(SetSchemaMetadata, WorksOnTheKey) {
    auto transformation = make_transformation("SetSchemaMetadata$Key", kBoth);
    const auto result = transformation.apply(
        {.key_schema = string_schema(), .key = "k", .value_schema = string_schema(), .value = "v"});
    EXPECT_EQ(result->key_schema->name(), "foo");
    EXPECT_EQ(result->value_schema, string_schema().get());
}

TEST(SetSchemaMetadata, LeavesARecordWithoutSchemaAndValueAlone) {
    auto transformation = make_transformation("SetSchemaMetadata$Value", kBoth);
    const auto result = transformation.apply({.value = nullptr});
    EXPECT_EQ(result->value_schema, nullptr);
    EXPECT_TRUE(result->value.is_null());
}

TEST(SetSchemaMetadata, ChangesTheSchemaOfNull) {
    auto transformation = make_transformation("SetSchemaMetadata$Value", kBoth);
    const auto result =
        transformation.apply({.value_schema = string_schema(true), .value = nullptr});
    EXPECT_EQ(result->value_schema->name(), "foo");
    EXPECT_TRUE(result->value.is_null());
}

TEST(SetSchemaMetadata, PutsTheDefaultInThePlaceOfNullUnlessToldNotTo) {
    const SchemaPtr with_default =
        SchemaBuilder(SchemaType::kInt32).optional().default_value(Value::of_int32(5)).build();
    const SinkRecordSpec record{.value_schema = struct_schema("s", {{"a", with_default}}),
                                .value = list(nullptr)};
    auto replaces = make_transformation("SetSchemaMetadata$Value", kBoth);
    EXPECT_EQ(replaces.apply(record)->value.as_struct()[0], Value::of_int32(5));
    ConfigMap config = kBoth;
    config["replace.null.with.default"] = "false";
    auto keeps = make_transformation("SetSchemaMetadata$Value", config);
    EXPECT_TRUE(keeps.apply(record)->value.as_struct()[0].is_null());
}

TEST(SetSchemaMetadata, NeedsASchema) {
    auto transformation = make_transformation("SetSchemaMetadata$Value", kBoth);
    EXPECT_EQ(error_of([&] { transformation.apply({.value = "x"}); }),
              std::string(kDataError) + "Schema required for [updating schema metadata]");
}

TEST(SetSchemaMetadata, NeedsANameOrAVersion) {
    EXPECT_EQ(error_of([] { make_transformation("SetSchemaMetadata$Value"); }),
              std::string(kConfigError) + "Neither schema name nor version configured");
    EXPECT_EQ(error_of([] {
                  make_transformation("SetSchemaMetadata$Value", {{"schema.version", "x"}});
              }),
              std::string(kConfigError) +
                  "Invalid value x for configuration schema.version: Not a number of type INT");
}

}  // namespace
}  // namespace kconnect::test
