#include <gtest/gtest.h>

#include <kconnect/schemas.hpp>

#include "transforms.hpp"

// Debezium's change events; tests/goldens/unwraps.jsonl has many more, with Debezium's answers.

namespace kconnect::test {
namespace {

constexpr const char* kClass = "io.debezium.transforms.ExtractNewRecordState";
constexpr const char* kMode = "delete.tombstone.handling.mode";

TransformationDriver unwrap(const ConfigMap& config = {}) {
    return make_transformation(kClass, config);
}

/// {id, callsign}
const SchemaPtr& row_schema() {
    static const SchemaPtr schema = SchemaBuilder(SchemaType::kStruct)
                                        .name("flights.Value")
                                        .optional()
                                        .field("id", int64_schema())
                                        .field("callsign", string_schema(true))
                                        .build();
    return schema;
}

const SchemaPtr& event_schema() {
    static const SchemaPtr source =
        struct_schema("Source", {{"table", string_schema()}, {"lsn", int64_schema(true)}});
    static const SchemaPtr schema = struct_schema("flights.Envelope",
                                                  {{"before", row_schema()},
                                                   {"after", row_schema()},
                                                   {"op", string_schema()},
                                                   {"source", source}});
    return schema;
}

SinkRecordSpec event(const Literal& before, const Literal& after, const char* operation) {
    return {.topic = "db.flights",
            .value_schema = event_schema(),
            .value = list(before, after, operation, list("flights", 42))};
}

SinkRecordSpec insert() {
    return event(nullptr, list(1, "NEW1"), "c");
}

SinkRecordSpec delete_of_a_row() {
    return event(list(1, "OLD1"), nullptr, "d");
}

TEST(ExtractNewRecordState, GivesTheRowAfterTheChange) {
    auto transformation = unwrap();
    EXPECT_EQ(value_text(*transformation.apply(insert())), "Struct{id=1,callsign=NEW1}");
    const auto result = transformation.apply(event(list(1, "OLD1"), list(1, nullptr), "u"));
    EXPECT_EQ(value_text(*result), "Struct{id=1}");
    EXPECT_EQ(result->value_schema->name(), "flights.Value");
    EXPECT_FALSE(result->value_schema->is_optional());
}

TEST(ExtractNewRecordState, MakesOneTombstoneOfADelete) {
    auto transformation = unwrap();
    const auto result = transformation.apply(delete_of_a_row());
    EXPECT_TRUE(result->value.is_null());
    EXPECT_EQ(*result->value_schema, *row_schema());
    EXPECT_FALSE(transformation.apply({.value = nullptr}));
}

TEST(ExtractNewRecordState, MakesATombstoneWithoutSchemaWhenAsked) {
    auto transformation = unwrap({{kMode, "delete-to-tombstone"}});
    const auto result = transformation.apply(delete_of_a_row());
    EXPECT_TRUE(result->value.is_null());
    EXPECT_EQ(result->value_schema, nullptr);
    EXPECT_FALSE(transformation.apply({.value = nullptr}));
}

TEST(ExtractNewRecordState, DropsDeletesWhenAsked) {
    auto transformation = unwrap({{kMode, "drop"}});
    EXPECT_FALSE(transformation.apply(delete_of_a_row()));
    EXPECT_FALSE(transformation.apply({.value = nullptr}));
    EXPECT_TRUE(transformation.apply(insert()));
}

TEST(ExtractNewRecordState, MarksDeletedRowsWhenAsked) {
    auto transformation = unwrap({{kMode, "rewrite"}});
    EXPECT_EQ(value_text(*transformation.apply(delete_of_a_row())),
              "Struct{id=1,callsign=OLD1,__deleted=true}");
    EXPECT_EQ(value_text(*transformation.apply(insert())),
              "Struct{id=1,callsign=NEW1,__deleted=false}");
    EXPECT_FALSE(transformation.apply({.value = nullptr}));
    auto keeping = unwrap({{kMode, "rewrite-with-tombstone"}});
    EXPECT_TRUE(keeping.apply({.value = nullptr}));
}

TEST(ExtractNewRecordState, KnowsTheKeysOfDebezium2) {
    auto transformation = unwrap({{"drop.tombstones", "false"}, {"delete.handling.mode", "none"}});
    EXPECT_TRUE(transformation.apply(delete_of_a_row())->value.is_null());
    EXPECT_TRUE(transformation.apply({.value = nullptr}));
    auto only_one = unwrap({{"drop.tombstones", "false"}});
    EXPECT_FALSE(only_one.apply(delete_of_a_row()));
    auto newer = unwrap({{"delete.handling.mode", "drop"}, {kMode, "rewrite"}});
    EXPECT_TRUE(newer.apply(delete_of_a_row()));
}

TEST(ExtractNewRecordState, DropsTruncates) {
    EXPECT_FALSE(unwrap().apply(event(nullptr, nullptr, "t")));
}

TEST(ExtractNewRecordState, LetsOtherRecordsPass) {
    auto transformation = unwrap({{"add.headers", "op"}, {"route.by.field", "callsign"}});
    const auto result = transformation.apply({.value_schema = row_schema(), .value = list(1, "x")});
    EXPECT_EQ(value_text(*result), "Struct{id=1,callsign=x}");
    EXPECT_EQ(header_texts(*result), "");
}

TEST(ExtractNewRecordState, AddsFieldsOfTheEvent) {
    auto transformation = unwrap({{"add.fields", "op, source.lsn, table:from"}});
    EXPECT_EQ(value_text(*transformation.apply(insert())),
              "Struct{id=1,callsign=NEW1,__op=c,__source_lsn=42,__from=flights}");
    auto bare = unwrap({{"add.fields", "op"}, {"add.fields.prefix", ""}});
    EXPECT_EQ(value_text(*bare.apply(insert())), "Struct{id=1,callsign=NEW1,op=c}");
}

TEST(ExtractNewRecordState, AddsHeaders) {
    auto transformation = unwrap({{"add.headers", "op,lsn"}, {kMode, "rewrite-with-tombstone"}});
    EXPECT_EQ(header_texts(*transformation.apply(insert())), "__op=c, __lsn=42");
    EXPECT_EQ(header_texts(*transformation.apply({.value = nullptr})), "__op=d");
}

TEST(ExtractNewRecordState, RoutesByAFieldOfTheRow) {
    auto transformation = unwrap({{"route.by.field", "callsign"}});
    EXPECT_EQ(transformation.apply(insert())->topic, "NEW1");
    EXPECT_EQ(transformation.apply(delete_of_a_row())->topic, "OLD1");
    EXPECT_EQ(transformation.apply(event(nullptr, list(1, " "), "c"))->topic, "db.flights");
    auto number = unwrap({{"route.by.field", "id"}});
    EXPECT_EQ(error_of([&] { number.apply(insert()); }),
              std::string(kDataError) + "Field 'id' is not of type STRING");
    auto unknown = unwrap({{"route.by.field", "none"}});
    EXPECT_EQ(error_of([&] { unknown.apply(insert()); }),
              std::string(kDataError) + "none is not a valid field name");
}

TEST(ExtractNewRecordState, LeavesOutWhatAHeaderNames) {
    static const SchemaPtr names =
        SchemaBuilder(SchemaType::kArray).values(string_schema()).build();
    SinkRecordSpec record = insert();
    record.headers = {{"dropped", names, list("id", "callsign")}};
    auto transformation = unwrap({{"drop.fields.header.name", "dropped"}});
    EXPECT_EQ(value_text(*transformation.apply(record)), "Struct{id=1}");
    auto all = unwrap(
        {{"drop.fields.header.name", "dropped"}, {"drop.fields.keep.schema.compatible", "false"}});
    EXPECT_EQ(value_text(*all.apply(record)), "Struct{}");
    record.headers = {{"dropped", string_schema(), "id"}};
    EXPECT_EQ(error_of([&] { transformation.apply(record); }),
              std::string(kDataError) +
                  "The header dropped of drop.fields.header.name is no list of field names, but "
                  "java.lang.String");
}

TEST(ExtractNewRecordState, RefusesWhatItCannotUnderstand) {
    EXPECT_EQ(error_of([] {
                  unwrap({{kMode, "never"}});
              }),
              std::string(kConfigError) +
                  "Invalid value never for configuration delete.tombstone.handling.mode: String "
                  "must be one of (case insensitive): drop, tombstone, rewrite, "
                  "rewrite-with-tombstone, delete-to-tombstone");
    EXPECT_EQ(error_of([] {
                  unwrap({{"add.fields", "op:a:b"}});
              }),
              "java.lang.IllegalArgumentException: Unexpected field name: op:a:b");
}

}  // namespace
}  // namespace kconnect::test
