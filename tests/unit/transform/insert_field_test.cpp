#include <gtest/gtest.h>

#include <kconnect/schemas.hpp>

#include "transforms.hpp"

namespace kconnect::test {
namespace {

const ConfigMap kAllFields = {{"topic.field", "topic_field!"},
                              {"partition.field", "partition_field"},
                              {"offset.field", "offset_field?"},
                              {"timestamp.field", "timestamp_field"},
                              {"static.field", "instance_id"},
                              {"static.value", "my-instance"}};

/// {magic: 42}
SinkRecordSpec record_with_schema() {
    static const SchemaPtr schema = SchemaBuilder(SchemaType::kStruct)
                                        .name("name")
                                        .version(1)
                                        .doc("doc")
                                        .parameter("a", "b")
                                        .field("magic", int64_schema(true))
                                        .build();
    return {.topic = "test",
            .partition = 3,
            .offset = 99,
            .value_schema = schema,
            .value = list(42),
            .timestamp = 1483425001864};
}

TEST(InsertField, AppendsAllThatIsKnownOfARecordInJavasOrder) {
    auto transformation = make_transformation("InsertField$Value", kAllFields);
    const auto result = transformation.apply(record_with_schema());
    EXPECT_EQ(value_text(*result),
              "Struct{magic=42,topic_field=test,partition_field=3,offset_field=99,"
              "timestamp_field=Tue Jan 03 06:30:01 UTC 2017,instance_id=my-instance}");
}

TEST(InsertField, KeepsWhatTheSchemaIsBesidesItsFields) {
    auto transformation = make_transformation("InsertField$Value", kAllFields);
    const auto result = transformation.apply(record_with_schema());
    const Schema& schema = *result->value_schema;
    EXPECT_EQ(schema.name(), "name");
    EXPECT_EQ(schema.version(), 1);
    EXPECT_EQ(schema.doc(), "doc");
    EXPECT_EQ(*schema.parameter("a"), "b");
}

TEST(InsertField, GivesTheFieldsJavasTypes) {
    auto transformation = make_transformation("InsertField$Value", kAllFields);
    const auto result = transformation.apply(record_with_schema());
    const auto fields = result->value_schema->fields();
    ASSERT_EQ(fields.size(), 6U);
    EXPECT_EQ(*fields[1].schema, *string_schema());
    EXPECT_EQ(*fields[2].schema, *int32_schema(true));
    EXPECT_EQ(*fields[3].schema, *int64_schema(true));
    EXPECT_EQ(*fields[4].schema, *logical_schema(LogicalType::kTimestamp, true));
    EXPECT_EQ(*fields[5].schema, *string_schema(true));
}

TEST(InsertField, MakesATimestampRequiredByAnExclamationMark) {
    auto transformation = make_transformation("InsertField$Value", {{"timestamp.field", "at!"}});
    const auto result = transformation.apply(record_with_schema());
    EXPECT_EQ(*result->value_schema->field("at")->schema, *logical_schema(LogicalType::kTimestamp));
}

TEST(InsertField, DropsOptionalityAndDefaultOfTheStruct) {
    auto transformation = make_transformation("InsertField$Value", kAllFields);
    SinkRecordSpec record = record_with_schema();
    record.value_schema =
        SchemaBuilder(SchemaType::kStruct).optional().field("magic", int64_schema(true)).build();
    EXPECT_FALSE(transformation.apply(record)->value_schema->is_optional());
}

TEST(InsertField, MakesTheNewSchemaOnce) {
    auto transformation = make_transformation("InsertField$Value", kAllFields);
    const SchemaPtr first = transformation.apply(record_with_schema())->value_schema->shared();
    EXPECT_EQ(transformation.apply(record_with_schema())->value_schema, first.get());
}

TEST(InsertField, PutsEntriesIntoAMap) {
    auto transformation = make_transformation("InsertField$Value", kAllFields);
    SinkRecordSpec record = record_with_schema();
    record.value_schema = nullptr;
    record.value = entries({{"magic", 42}});
    const auto result = transformation.apply(record);
    EXPECT_EQ(result->value_schema, nullptr);
    EXPECT_EQ(value_text(*result),
              "{magic=42, topic_field=test, partition_field=3, offset_field=99, "
              "timestamp_field=1483425001864, instance_id=my-instance}");
}

TEST(InsertField, ReplacesAnEntryOfTheSameName) {
    auto transformation = make_transformation("InsertField$Value", {{"topic.field", "magic"}});
    const auto result =
        transformation.apply({.topic = "test", .value = entries({{"magic", 42}, {"b", 1}})});
    EXPECT_EQ(value_text(*result), "{magic=test, b=1}");
}

TEST(InsertField, LeavesATimestampThatIsNotThereNullOrOut) {
    auto transformation = make_transformation("InsertField$Value", {{"timestamp.field", "at"}});
    SinkRecordSpec record = record_with_schema();
    record.timestamp = std::nullopt;
    EXPECT_EQ(value_text(*transformation.apply(record)), "Struct{magic=42}");
    record.value_schema = nullptr;
    record.value = entries({{"magic", 42}});
    EXPECT_EQ(value_text(*transformation.apply(record)), "{magic=42}");
}

TEST(InsertField, LeavesTombstonesAlone) {
    auto transformation = make_transformation("InsertField$Value", kAllFields);
    EXPECT_TRUE(transformation.apply({.value = nullptr})->value.is_null());
    const SchemaPtr schema =
        SchemaBuilder(SchemaType::kStruct).optional().field("a", int64_schema()).build();
    const auto result = transformation.apply({.value_schema = schema, .value = nullptr});
    EXPECT_TRUE(result->value.is_null());
    EXPECT_EQ(result->value_schema, schema.get());
}

TEST(InsertField, WorksOnTheKey) {
    auto transformation = make_transformation("InsertField$Key", {{"topic.field", "from"}});
    const auto result = transformation.apply(
        {.topic = "test", .key = entries({{"magic", 42}}), .value = entries({{"other", 1}})});
    EXPECT_EQ(key_text(*result), "{magic=42, from=test}");
    EXPECT_EQ(value_text(*result), "{other=1}");
}

TEST(InsertField, PutsTheDefaultInThePlaceOfNullUnlessToldNotTo) {
    const SchemaPtr with_default = SchemaBuilder(SchemaType::kString)
                                       .optional()
                                       .default_value(Value::of_string("default"))
                                       .build();
    const SinkRecordSpec record{.value_schema = struct_schema("n", {{"magic", with_default}}),
                                .value = list(nullptr)};
    auto replaces = make_transformation("InsertField$Value", {{"topic.field", "t"}});
    EXPECT_EQ(replaces.apply(record)->value.as_struct()[0], Value::of_string("default"));
    auto keeps = make_transformation(
        "InsertField$Value", {{"topic.field", "t"}, {"replace.null.with.default", "false"}});
    EXPECT_TRUE(keeps.apply(record)->value.as_struct()[0].is_null());
}

TEST(InsertField, RefusesWhatIsNoMapOrStruct) {
    auto transformation = make_transformation("InsertField$Value", {{"topic.field", "t"}});
    EXPECT_EQ(error_of([&] { transformation.apply({.value = "text"}); }),
              std::string(kDataError) +
                  "Only Map objects supported in absence of schema for [field insertion], found: "
                  "java.lang.String");
    EXPECT_EQ(error_of([&] { transformation.apply({.value_schema = int32_schema(), .value = 1}); }),
              std::string(kDataError) +
                  "Only Struct objects supported for [field insertion], found: java.lang.Integer");
}

TEST(InsertField, RefusesAFieldThatIsThere) {
    auto transformation = make_transformation("InsertField$Value", {{"topic.field", "magic"}});
    EXPECT_EQ(error_of([&] { transformation.apply(record_with_schema()); }),
              "org.apache.kafka.connect.errors.SchemaBuilderException: Cannot create field because "
              "of field name duplication magic");
}

TEST(InsertField, HasNoOffsetForTheRecordOfASource) {
    const auto transformation = make_builtin<Transformation>("InsertField$Value");
    transformation->configure({{"offset.field", "o"}});
    BatchMemory memory;
    SourceRecord record;
    record.value = entries({{"a", 1}}).make(nullptr, memory.arena());
    EXPECT_EQ(error_of([&] { transformation->apply(record, nullptr, memory); }),
              std::string(kDataError) +
                  "Only SinkRecord supported for [field insertion], found: "
                  "org.apache.kafka.connect.source.SourceRecord");
}

TEST(InsertField, NeedsAFieldToInsert) {
    EXPECT_EQ(error_of([] { make_transformation("InsertField$Value"); }),
              std::string(kConfigError) + "No field insertion configured");
    EXPECT_EQ(error_of([] {
                  make_transformation("InsertField$Key", {{"static.field", "a"}});
              }),
              std::string(kConfigError) +
                  "Invalid value null for configuration static.value: No value specified for "
                  "static field: a");
}

}  // namespace
}  // namespace kconnect::test
