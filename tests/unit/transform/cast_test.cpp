#include <gtest/gtest.h>

#include <kconnect/schemas.hpp>

#include "transforms.hpp"

// Cast; tests/goldens/casts.jsonl has every type into every other, with Java's answers.

namespace kconnect::test {
namespace {

TransformationDriver cast(const char* spec, const char* with_default = "true") {
    return make_transformation("Cast$Value",
                               {{"spec", spec}, {"replace.null.with.default", with_default}});
}

std::string config_error_of(const ConfigMap& config) {
    return error_of([&] { make_transformation("Cast$Value", config); });
}

const SchemaPtr& flight_schema() {
    static const SchemaPtr schema = SchemaBuilder(SchemaType::kStruct)
                                        .name("Flight")
                                        .version(2)
                                        .doc("d")
                                        .parameter("p", "q")
                                        .field("id", string_schema())
                                        .field("altitude",
                                               SchemaBuilder(SchemaType::kInt32)
                                                   .optional()
                                                   .default_value(Value::of_int32(300))
                                                   .doc("feet")
                                                   .build())
                                        .field("at", logical_schema(LogicalType::kTimestamp))
                                        .build();
    return schema;
}

SinkRecordSpec flight(const Literal& id, const Literal& altitude) {
    return {.value_schema = flight_schema(), .value = list(id, altitude, 1'700'000'000'123)};
}

TEST(Cast, CastsFieldsOfAStruct) {
    auto transformation = cast("id:int64, altitude:float64,at:string");
    const auto result = transformation.apply(flight("42", 1000));
    EXPECT_EQ(value_text(*result), "Struct{id=42,altitude=1000.0,at=2023-11-14T22:13:20.123Z}");
    EXPECT_EQ(result->value_schema->field("id")->schema->type(), SchemaType::kInt64);
}

TEST(Cast, KeepsTheSchemaButForTheFieldsThatItCasts) {
    auto transformation = cast("altitude:int8,at:int64");
    const auto result = transformation.apply(flight("x", nullptr));
    const Schema& schema = *result->value_schema;
    EXPECT_EQ(schema.name(), "Flight");
    EXPECT_EQ(schema.version(), 2);
    EXPECT_EQ(*schema.parameter("p"), "q");
    const Schema& altitude = *schema.field("altitude")->schema;
    EXPECT_TRUE(altitude.is_optional());
    EXPECT_EQ(altitude.default_value().as_int8(), 44);
    EXPECT_FALSE(altitude.doc());
    EXPECT_FALSE(schema.field("at")->schema->name());
    EXPECT_EQ(schema.field("id")->schema, flight_schema()->field("id")->schema);
    EXPECT_EQ(value_text(*result), "Struct{id=x,altitude=44,at=1700000000123}");
}

TEST(Cast, KeepsNullsWhenAsked) {
    auto transformation = cast("altitude:string", "false");
    const auto result = transformation.apply(flight("x", nullptr));
    EXPECT_TRUE(result->value.as_struct()[1].is_null());
    EXPECT_EQ(result->value_schema->field("altitude")->schema->default_value().as_string(), "300");
}

TEST(Cast, CastsEntriesOfAMapAndAddsThoseThatAreNotThere) {
    auto transformation = cast("a:int8,none:string");
    const auto result = transformation.apply({.value = entries({{"a", "7"}, {"b", 1}})});
    EXPECT_EQ(value_text(*result), "{a=7, b=1, none=null}");
}

TEST(Cast, CastsTheWholeValue) {
    auto on_value = cast("int32");
    EXPECT_EQ(value_text(*on_value.apply({.value_schema = string_schema(), .value = "12"})), "12");
    auto on_key = make_transformation("Cast$Key", {{"spec", "boolean"}});
    const auto key = on_key.apply({.key_schema = int64_schema(), .key = 3});
    EXPECT_EQ(key_text(*key), "true");
    EXPECT_EQ(key->key_schema->type(), SchemaType::kBoolean);
}

TEST(Cast, LetsNullsPass) {
    auto transformation = cast("int8");
    EXPECT_TRUE(transformation.apply({.value = nullptr})->value.is_null());
    const auto result =
        transformation.apply({.value_schema = string_schema(true), .value = nullptr});
    EXPECT_TRUE(result->value.is_null());
    EXPECT_EQ(*result->value_schema, *string_schema(true));
}

TEST(Cast, RefusesValuesThatHaveNoSuchType) {
    EXPECT_EQ(error_of([] { cast("id:int8").apply(flight("300", 1)); }),
              std::string(kDataError) + "Value (300) was out of range for requested data type");
    EXPECT_EQ(error_of([] { cast("int8").apply({.value = list(1, 2)}); }),
              std::string(kDataError) +
                  "Cast transformation does not support casting from ARRAY; supported types are "
                  "[INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING, BYTES]");
    EXPECT_EQ(error_of([] { cast("a:int8").apply({.value = "text"}); }),
              std::string(kDataError) +
                  "Only Map objects supported in absence of schema for [cast types], found: "
                  "java.lang.String");
}

TEST(Cast, RefusesASpecThatItCannotUnderstand) {
    EXPECT_EQ(config_error_of({}),
              std::string(kConfigError) +
                  "Missing required configuration \"spec\" which has no default value.");
    EXPECT_EQ(config_error_of({{"spec", ""}}),
              std::string(kConfigError) + "Must specify at least one field to cast.");
    EXPECT_EQ(config_error_of({{"spec", "int8,int16"}}),
              std::string(kConfigError) +
                  "Cast transformations that specify a type to cast the entire value to may only "
                  "specify a single cast in their spec");
    EXPECT_EQ(config_error_of({{"spec", "a:bytes"}}),
              std::string(kConfigError) +
                  "Cast transformation does not support casting to BYTES; supported types are "
                  "[INT8, INT16, INT32, INT64, FLOAT32, FLOAT64, BOOLEAN, STRING]");
    EXPECT_EQ(config_error_of({{"spec", "a:b:c"}}),
              std::string(kConfigError) +
                  "Invalid value [a:b:c] for configuration renames: Invalid rename mapping: a:b:c");
}

}  // namespace
}  // namespace kconnect::test
