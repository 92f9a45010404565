#include <gtest/gtest.h>

#include <kconnect/schemas.hpp>

#include "transform/field_path.hpp"
#include "transforms.hpp"

namespace kconnect::test {
namespace {

TransformationDriver extract(const char* field, const char* version = "V1") {
    return make_transformation("ExtractField$Value",
                               {{"field", field}, {"field.syntax.version", version}});
}

std::string extracted(const char* field, const char* version, const SinkRecordSpec& record) {
    auto transformation = extract(field, version);
    return value_text(*transformation.apply(record));
}

const SchemaPtr& flat() {
    static const SchemaPtr schema = struct_schema("Flat", {{"magic", int32_schema()}});
    return schema;
}

/// {magic: {foo: 42, "a.b": x}} with all but the outermost optional.
const SchemaPtr& nested() {
    static const SchemaPtr inner = SchemaBuilder(SchemaType::kStruct)
                                       .optional()
                                       .field("foo", int32_schema(true))
                                       .field("a.b", string_schema(true))
                                       .build();
    static const SchemaPtr schema = struct_schema("Nested", {{"magic", inner}});
    return schema;
}

TEST(ExtractField, TakesAnEntryOfAMap) {
    EXPECT_EQ(extracted("magic", "V1", {.value = entries({{"magic", 42}, {"b", 1}})}), "42");
}

TEST(ExtractField, GivesNullForAnEntryThatIsNotThere) {
    EXPECT_EQ(extracted("nope", "V1", {.value = entries({{"magic", 42}})}), "null");
}

TEST(ExtractField, LeavesNullAlone) {
    EXPECT_EQ(extracted("magic", "V1", {.value = nullptr}), "null");
}

TEST(ExtractField, TakesAFieldWithItsSchema) {
    auto transformation = extract("magic");
    const auto result = transformation.apply({.value_schema = flat(), .value = list(42)});
    EXPECT_EQ(result->value_schema, int32_schema().get());
    EXPECT_EQ(result->value, Value::of_int32(42));
}

TEST(ExtractField, GivesANullStructTheSchemaOfTheField) {
    auto transformation = extract("magic");
    const SchemaPtr optional =
        SchemaBuilder(SchemaType::kStruct).optional().field("magic", int32_schema()).build();
    const auto result = transformation.apply({.value_schema = optional, .value = nullptr});
    EXPECT_EQ(result->value_schema, int32_schema().get());
    EXPECT_TRUE(result->value.is_null());
}

TEST(ExtractField, WorksOnTheKey) {
    auto transformation = make_transformation("ExtractField$Key", {{"field", "id"}});
    const auto result = transformation.apply({.key = entries({{"id", 7}}), .value = "v"});
    EXPECT_EQ(key_text(*result), "7");
    EXPECT_EQ(value_text(*result), "v");
}

TEST(ExtractField, FollowsAPathThroughMaps) {
    const SinkRecordSpec record{.value = entries({{"magic", entries({{"foo", 42}})}})};
    EXPECT_EQ(extracted("magic.foo", "V2", record), "42");
    EXPECT_EQ(extracted("magic.foo", "V1", record), "null");
    EXPECT_EQ(extracted("nope.foo", "V2", record), "null");
    EXPECT_EQ(extracted("magic.nope", "v2", record), "null");
}

TEST(ExtractField, FollowsAPathThroughStructs) {
    const SinkRecordSpec record{.value_schema = nested(), .value = list(list(42, "x"))};
    EXPECT_EQ(extracted("magic.foo", "V2", record), "42");
    EXPECT_EQ(extracted("magic.`a.b`", "V2", record), "x");
}

TEST(ExtractField, GivesNullBehindANullStruct) {
    auto transformation = extract("magic.foo", "V2");
    const auto result = transformation.apply({.value_schema = nested(), .value = list(nullptr)});
    EXPECT_TRUE(result->value.is_null());
    EXPECT_EQ(result->value_schema, int32_schema(true).get());
}

TEST(ExtractField, PutsTheDefaultInThePlaceOfNullUnlessToldNotTo) {
    const SchemaPtr with_default =
        SchemaBuilder(SchemaType::kInt32).optional().default_value(Value::of_int32(5)).build();
    const SinkRecordSpec record{.value_schema = struct_schema("s", {{"magic", with_default}}),
                                .value = list(nullptr)};
    auto replaces = make_transformation("ExtractField$Value", {{"field", "magic"}});
    EXPECT_EQ(replaces.apply(record)->value, Value::of_int32(5));
    auto keeps = make_transformation("ExtractField$Value",
                                     {{"field", "magic"}, {"replace.null.with.default", "false"}});
    EXPECT_TRUE(keeps.apply(record)->value.is_null());
}

TEST(ExtractField, RefusesAFieldThatIsNotThere) {
    const std::string unknown = "java.lang.IllegalArgumentException: Unknown field: ";
    auto flat_field = extract("nope");
    EXPECT_EQ(error_of([&] { flat_field.apply({.value_schema = flat(), .value = list(1)}); }),
              unknown + "nope");
    auto nested_field = extract("magic.nope", "V2");
    EXPECT_EQ(error_of([&] {
                  nested_field.apply({.value_schema = nested(), .value = list(list(1, "x"))});
              }),
              unknown + "magic.nope");
}

TEST(ExtractField, RefusesWhatIsNoStructOrMap) {
    auto transformation = extract("a.b", "V2");
    EXPECT_EQ(error_of([&] { transformation.apply({.value = 1}); }),
              std::string(kDataError) +
                  "Only Map objects supported in absence of schema for [field extraction], found: "
                  "java.lang.Long");
    EXPECT_EQ(error_of([&] {
                  transformation.apply({.value = entries({{"a", 1}})});
              }),
              std::string(kDataError) +
                  "Only Map objects supported in absence of schema for [nested field access], "
                  "found: java.lang.Long");
    EXPECT_EQ(
        error_of([&] { transformation.apply({.value_schema = string_schema(), .value = "x"}); }),
        std::string(kDataError) +
            "Only Struct objects supported for [field extraction], found: java.lang.String");
    EXPECT_EQ(error_of([&] {
                  transformation.apply({.value_schema = struct_schema("s", {{"a", int32_schema()}}),
                                        .value = list(1)});
              }),
              std::string(kDataError) + "Cannot look up fields on non-struct type");
}

TEST(ExtractField, KnowsTwoVersionsOfTheSyntax) {
    EXPECT_EQ(error_of([] { extract("a", "V3"); }),
              std::string(kConfigError) +
                  "Invalid value V3 for configuration field.syntax.version: String must be one of "
                  "(case insensitive): V1, V2");
}

TEST(FieldPath, IsCutAtDotsAndBackticks) {
    using Steps = std::vector<std::string>;
    const auto steps = [](const char* text) { return transform::FieldPath(text, true).steps(); };
    EXPECT_EQ(steps(""), Steps{});
    EXPECT_EQ(steps("foo"), (Steps{"foo"}));
    EXPECT_EQ(steps("foo.bar.baz"), (Steps{"foo", "bar", "baz"}));
    EXPECT_EQ(steps("foo."), (Steps{"foo", ""}));
    EXPECT_EQ(steps("`foo.bar`.baz"), (Steps{"foo.bar", "baz"}));
    EXPECT_EQ(steps("foo.`bar.baz`"), (Steps{"foo", "bar.baz"}));
    EXPECT_EQ(steps("`foo.bar.baz`"), (Steps{"foo.bar.baz"}));
    EXPECT_EQ(steps("foo.b`ar.baz"), (Steps{"foo", "b`ar", "baz"}));
    EXPECT_EQ(steps("`foo`bar`.baz"), (Steps{"foo`bar", "baz"}));
    EXPECT_EQ(steps("`foo.bar\\`.baz`"), (Steps{"foo.bar`.baz"}));
    EXPECT_EQ(steps("`foo.bar\\\\`.baz`"), (Steps{"foo.bar\\`.baz"}));
    EXPECT_EQ(transform::FieldPath("a.`b`", false).steps(), (Steps{"a.`b`"}));
}

TEST(FieldPath, RefusesABacktickThatStaysOpen) {
    const auto expected = [](const char* path, const char* position) {
        return std::string(kConfigError) + "Incomplete backtick pair in path: [" + path +
               "], consider adding a backslash before backtick at position " + position +
               " to escape it";
    };
    EXPECT_EQ(error_of([] { transform::FieldPath("`foo.bar", true); }), expected("`foo.bar", "0"));
    EXPECT_EQ(error_of([] { transform::FieldPath("foo.`bar.baz", true); }),
              expected("foo.`bar.baz", "4"));
    EXPECT_EQ(error_of([] { transform::FieldPath("`foo\\`", true); }), expected("`foo\\`", "0"));
}

}  // namespace
}  // namespace kconnect::test
