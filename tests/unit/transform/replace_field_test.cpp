#include <gtest/gtest.h>

#include <kconnect/schemas.hpp>

#include "transforms.hpp"

namespace kconnect::test {
namespace {

SinkRecordSpec map_record() {
    return {.value = entries({{"dont", "x"}, {"abc", 42}, {"foo", true}, {"etc", "etc"}})};
}

SinkRecordSpec struct_record() {
    static const SchemaPtr schema = struct_schema("S",
                                                  {{"dont", string_schema()},
                                                   {"abc", int32_schema()},
                                                   {"foo", boolean_schema()},
                                                   {"etc", string_schema()}});
    return {.value_schema = schema, .value = list("x", 42, true, "etc")};
}

std::string replaced(const ConfigMap& config, const SinkRecordSpec& record) {
    auto transformation = make_transformation("ReplaceField$Value", config);
    return value_text(*transformation.apply(record));
}

TEST(ReplaceField, LeavesOutEntriesAndRenamesOthers) {
    EXPECT_EQ(replaced({{"exclude", "dont"}, {"renames", "abc:xyz,foo:bar"}}, map_record()),
              "{xyz=42, bar=true, etc=etc}");
}

TEST(ReplaceField, LeavesOutFieldsAndRenamesOthersInTheirPlaces) {
    EXPECT_EQ(replaced({{"exclude", "dont"}, {"renames", "abc:xyz,foo:bar"}}, struct_record()),
              "Struct{xyz=42,bar=true,etc=etc}");
}

TEST(ReplaceField, KeepsWhatIsIncludedByOldNames) {
    const ConfigMap config{{"include", "abc, foo"}, {"renames", "abc:xyz,foo:bar"}};
    EXPECT_EQ(replaced(config, map_record()), "{xyz=42, bar=true}");
    EXPECT_EQ(replaced(config, struct_record()), "Struct{xyz=42,bar=true}");
}

TEST(ReplaceField, LeavesOutWhatIsBothExcludedAndIncluded) {
    EXPECT_EQ(replaced({{"include", "abc,foo"}, {"exclude", "foo"}}, struct_record()),
              "Struct{abc=42}");
}

TEST(ReplaceField, KeepsTheSchemasOfFieldsAndOfTheStruct) {
    auto transformation = make_transformation("ReplaceField$Value", {{"renames", "abc:xyz"}});
    const auto result = transformation.apply(struct_record());
    EXPECT_EQ(result->value_schema->name(), "S");
    EXPECT_EQ(result->value_schema->field("xyz")->schema, int32_schema());
}

TEST(ReplaceField, LeavesTombstonesAlone) {
    EXPECT_EQ(replaced({{"exclude", "dont"}}, {.value = nullptr}), "null");
    auto transformation = make_transformation("ReplaceField$Value", {{"exclude", "a"}});
    const SchemaPtr schema =
        SchemaBuilder(SchemaType::kStruct).optional().field("a", int32_schema()).build();
    EXPECT_EQ(transformation.apply({.value_schema = schema, .value = nullptr})->value_schema,
              schema.get());
}

TEST(ReplaceField, WorksOnTheKey) {
    auto transformation = make_transformation("ReplaceField$Key", {{"exclude", "a"}});
    const auto result =
        transformation.apply({.key = entries({{"a", 1}, {"b", 2}}), .value = entries({{"a", 1}})});
    EXPECT_EQ(key_text(*result), "{b=2}");
    EXPECT_EQ(value_text(*result), "{a=1}");
}

TEST(ReplaceField, PutsTheDefaultInThePlaceOfNullUnlessToldNotTo) {
    const SchemaPtr with_default =
        SchemaBuilder(SchemaType::kInt32).optional().default_value(Value::of_int32(5)).build();
    const SinkRecordSpec record{.value_schema = struct_schema("s", {{"a", with_default}}),
                                .value = list(nullptr)};
    auto replaces = make_transformation("ReplaceField$Value", {{"renames", "a:b"}});
    EXPECT_EQ(replaces.apply(record)->value.as_struct()[0], Value::of_int32(5));
    auto keeps = make_transformation("ReplaceField$Value",
                                     {{"renames", "a:b"}, {"replace.null.with.default", "false"}});
    EXPECT_TRUE(keeps.apply(record)->value.as_struct()[0].is_null());
}

TEST(ReplaceField, RefusesANewNameThatIsThere) {
    EXPECT_EQ(error_of([] {
                  replaced({{"renames", "abc:foo"}}, struct_record());
              }),
              "org.apache.kafka.connect.errors.SchemaBuilderException: Cannot create field because "
              "of field name duplication foo");
    EXPECT_EQ(replaced({{"renames", "abc:foo"}}, {.value = entries({{"abc", 1}, {"foo", 2}})}),
              "{foo=2}");
}

TEST(ReplaceField, RefusesRenamesThatAreNone) {
    const auto error = [](const char* renames) {
        return error_of([=] { make_transformation("ReplaceField$Value", {{"renames", renames}}); });
    };
    EXPECT_EQ(error("a"),
              std::string(kConfigError) +
                  "Invalid value [a] for configuration renames: Invalid rename mapping: a");
    EXPECT_EQ(error("a:b,c:"),
              std::string(kConfigError) +
                  "Invalid value [a:b, c:] for configuration renames: Invalid rename mapping: c:");
    EXPECT_EQ(error("a:b:c"),
              std::string(kConfigError) +
                  "Invalid value [a:b:c] for configuration renames: Invalid rename mapping: a:b:c");
}

TEST(ReplaceField, IgnoresTheKeysOfEarlierVersions) {
    EXPECT_EQ(replaced({{"blacklist", "dont"}, {"whitelist", "abc"}}, struct_record()),
              "Struct{dont=x,abc=42,foo=true,etc=etc}");
}

TEST(ReplaceField, RefusesWhatIsNoMapOrStruct) {
    EXPECT_EQ(error_of([] {
                  replaced({{"exclude", "a"}}, {.value = true});
              }),
              std::string(kDataError) +
                  "Only Map objects supported in absence of schema for [field replacement], found: "
                  "java.lang.Boolean");
}

}  // namespace
}  // namespace kconnect::test
