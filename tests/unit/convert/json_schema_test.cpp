// Schemas as they stand in envelopes, and how they are remembered.
#include <gtest/gtest.h>

#include "convert/json_schema_cache.hpp"
#include "json_messages.hpp"

namespace kconnect::convert {

namespace {

SchemaPtr schema_of(JsonFixture& json, std::string_view schema, std::string_view payload) {
    return json.read(envelope(schema, payload)).schema->shared();
}

std::string schema_error(std::string_view schema) {
    JsonFixture json;
    return json.error_of(envelope(schema, "null"));
}

}  // namespace

TEST(JsonSchema, ReadsEveryPart) {
    JsonFixture json;
    const SchemaPtr schema =
        schema_of(json,
                  R"({"type":"int32","optional":true,"name":"n","version":3,"doc":"d",)"
                  R"("parameters":{"k":"v"},"default":5})",
                  "1");
    const SchemaPtr expected = SchemaBuilder(SchemaType::kInt32)
                                   .optional()
                                   .name("n")
                                   .version(3)
                                   .doc("d")
                                   .parameter("k", "v")
                                   .default_value(Value::of_int32(5))
                                   .build();
    EXPECT_TRUE(*schema == *expected);
}

TEST(JsonSchema, ReadsNestedTypes) {
    JsonFixture json;
    const SchemaPtr schema = schema_of(
        json,
        R"({"type":"struct","fields":[{"field":"m","type":"map","keys":{"type":"string"},)"
        R"("values":{"type":"array","items":{"type":"float"}}},{"field":"b","type":"bytes"}]})",
        R"({"m":{},"b":""})");
    const SchemaPtr array =
        SchemaBuilder(SchemaType::kArray).values(primitive_schema(SchemaType::kFloat32)).build();
    const SchemaPtr map = SchemaBuilder(SchemaType::kMap)
                              .keys(primitive_schema(SchemaType::kString))
                              .values(array)
                              .build();
    const SchemaPtr expected = SchemaBuilder(SchemaType::kStruct)
                                   .field("m", map)
                                   .field("b", primitive_schema(SchemaType::kBytes))
                                   .build();
    EXPECT_TRUE(*schema == *expected);
}

TEST(JsonSchema, IgnoresPartsOfTheWrongType) {
    JsonFixture json;
    const SchemaPtr schema = schema_of(
        json,
        R"({"type":"int32","optional":"true","name":1,"version":"3","doc":[],"parameters":1})",
        "1");
    EXPECT_TRUE(*schema == *primitive_schema(SchemaType::kInt32));
}

TEST(JsonSchema, RefusesWhatIsNoSchema) {
    EXPECT_EQ(schema_error("5"), "Schema must contain 'type' field");
    EXPECT_EQ(schema_error("{}"), "Schema must contain 'type' field");
    EXPECT_EQ(schema_error(R"({"type":"x"})"), "Unknown schema type: x");
    EXPECT_EQ(schema_error(R"({"type":"array"})"), "Array schema did not specify the element type");
    EXPECT_EQ(schema_error(R"({"type":"array","items":null})"),
              "Array schema did not specify the element type");
    EXPECT_EQ(schema_error(R"({"type":"map"})"), "Map schema did not specify the key type");
    EXPECT_EQ(schema_error(R"({"type":"map","keys":{"type":"int8"}})"),
              "Map schema did not specify the value type");
    EXPECT_EQ(schema_error(R"({"type":"struct"})"),
              "Struct schema's \"fields\" argument is not an array.");
    EXPECT_EQ(schema_error(R"({"type":"struct","fields":[{"type":"int8"}]})"),
              "Struct schema's field name not specified properly");
    EXPECT_EQ(schema_error(R"({"type":"int8","parameters":{"a":1}})"),
              "Schema parameters must have string values.");
    EXPECT_EQ(
        schema_error(
            R"({"type":"struct","fields":[{"field":"a","type":"int8"},{"field":"a","type":"int8"}]})"),
        "Cannot create field because of field name duplication a");
}

TEST(JsonSchema, ReadsDefaultsAsLenientlyAsPayloads) {
    JsonFixture json;
    const SchemaPtr schema = schema_of(json, R"({"type":"int32","default":"wrong"})", "1");
    EXPECT_EQ(schema->default_value(), Value::of_int32(0));
    EXPECT_EQ(json.read(envelope(R"({"type":"boolean","default":true})", "null")).value,
              Value::of_boolean(true));
    EXPECT_EQ(schema_error(R"({"type":"string","default":5})"), "Invalid default value");
    EXPECT_EQ(schema_error(
                  R"({"type":"struct","fields":[{"field":"a","type":"int8"}],"default":{"a":1}})"),
              "Invalid default value");
    EXPECT_EQ(schema_error(R"({"type":"int8","default":null})"),
              "Invalid null value for required INT8 field");
}

TEST(JsonSchema, IsTheSameObjectForEqualSchemas) {
    JsonFixture json;
    const std::string text = struct_of_x(R"("type":"int32")");
    const std::string other_text = struct_of_x(R"( "optional":false, "type":"int32")");
    const SchemaPtr first = schema_of(json, text, R"({"x":1})");
    EXPECT_EQ(schema_of(json, text, R"({"x":2})"), first);
    EXPECT_EQ(schema_of(json, other_text, R"({"x":2})"), first);
}

TEST(JsonSchema, StaysTheSameWhenMessagesAlternate) {
    JsonFixture json;
    const auto text = [](int number) {
        return struct_of_x(R"("type":"int32","doc":")" + std::to_string(number) + "\"");
    };
    std::vector<SchemaPtr> schemas;
    for (int round = 0; round < 3; ++round) {
        for (int number = 0; number < 40; ++number) {
            const SchemaPtr schema = schema_of(json, text(number), R"({"x":1})");
            if (round == 0) {
                schemas.push_back(schema);
            }
            EXPECT_EQ(schema, schemas[static_cast<std::size_t>(number)]);
            EXPECT_EQ(schema->field("x")->schema->doc(), std::to_string(number));
        }
    }
}

TEST(JsonSchema, IsReadEachTimeWithACacheOfSizeZero) {
    JsonFixture json(ConfigMap{{"schemas.cache.size", "0"}});
    const std::string text = struct_of_x(R"("type":"int32")");
    const SchemaPtr first = schema_of(json, text, R"({"x":1})");
    const SchemaPtr second = schema_of(json, text, R"({"x":1})");
    EXPECT_NE(first, second);
    EXPECT_TRUE(*first == *second);
}

TEST(JsonSchemaCache, ForgetsTheLeastRecentlyUsed) {
    JsonSchemaCache cache(2, true);
    const SchemaPtr schema = primitive_schema(SchemaType::kInt8);
    cache.add("a", schema);
    cache.add("b", primitive_schema(SchemaType::kInt16));
    EXPECT_NE(cache.find("a"), nullptr);
    cache.add("c", primitive_schema(SchemaType::kInt32));
    EXPECT_EQ(cache.size(), 2U);
    EXPECT_NE(cache.find("a"), nullptr);
    EXPECT_EQ(cache.find("b"), nullptr);
    EXPECT_NE(cache.find("c"), nullptr);
}

}  // namespace kconnect::convert
