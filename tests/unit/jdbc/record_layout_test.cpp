#include "jdbc/record_layout.hpp"

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "unit/jdbc/flight_records.hpp"

namespace kconnect::jdbc::testing {
namespace {

std::string names(const std::vector<LayoutColumn>& columns) {
    std::string text;
    for (const LayoutColumn& column : columns) {
        text.append(text.empty() ? "" : ",").append(column.name);
    }
    return text;
}

std::string creation_names(const RecordLayout& layout) {
    std::string text;
    for (const sql::ColumnDefinition& column : layout.creation_columns()) {
        text.append(text.empty() ? "" : ",").append(column.name);
        text.append(column.primary_key ? "*" : "");
    }
    return text;
}

std::string refusal(const JdbcSinkConfig& config, const RecordBatch& batch) {
    TableTarget target("flights");
    try {
        RecordLayout layout(config, batch[0], target);
    } catch (const ConnectException& error) {
        return error.what();
    }
    return "accepted";
}

const Value kId[] = {Value::of_int64(7)};
const Value kFlight[] = {Value::of_string("D-ABCD"), Value()};

SchemaPtr id_key() {
    return struct_schema({{"id", int64_field(false)}});
}

SchemaPtr flight() {
    return struct_schema({{"aircraft_id", string_field()}, {"altitude", int64_field()}});
}

std::shared_ptr<RecordBatch> one_flight() {
    return BatchBuilder()
        .add(id_key(), Value::of_struct(kId), flight(), Value::of_struct(kFlight))
        .build();
}

TEST(RecordLayout, WritesKeysFirstAndCreatesTheKeyColumnLast) {
    const auto batch = one_flight();
    TableTarget target("flights");
    const RecordLayout layout(upsert_config(), (*batch)[0], target);
    EXPECT_EQ(names(layout.columns()->columns), "id,aircraft_id,altitude");
    EXPECT_EQ(layout.columns()->key_count, 1U);
    EXPECT_EQ(creation_names(layout), "aircraft_id,altitude,id*");
    const RecordLayout::Cells cells(layout, (*batch)[0]);
    EXPECT_EQ(cells[0].as_int64(), 7);
    EXPECT_EQ(cells[1].as_string(), "D-ABCD");
    EXPECT_TRUE(cells[2].is_null());
}

TEST(RecordLayout, TakesAPrimitiveKeyUnderTheNameOfPkFields) {
    const auto batch = BatchBuilder()
                           .add(primitive_schema(SchemaType::kString),
                                Value::of_string("k1"),
                                flight(),
                                Value::of_struct(kFlight))
                           .build();
    TableTarget target("flights");
    const RecordLayout layout(upsert_config(), (*batch)[0], target);
    const RecordLayout::Cells cells(layout, (*batch)[0]);
    EXPECT_EQ(names(layout.columns()->columns), "id,aircraft_id,altitude");
    EXPECT_EQ(cells[0].as_string(), "k1");
}

TEST(RecordLayout, LetsTheKeyWinOverAFieldOfTheSameNameAtTheFieldsPlace) {
    const Value value[] = {Value::of_string("x"), Value::of_string("not the key")};
    const auto batch =
        BatchBuilder()
            .add(id_key(),
                 Value::of_struct(kId),
                 struct_schema({{"aircraft_id", string_field()}, {"id", string_field()}}),
                 Value::of_struct(value))
            .build();
    TableTarget target("flights");
    const RecordLayout layout(upsert_config(), (*batch)[0], target);
    EXPECT_EQ(creation_names(layout), "aircraft_id,id*");
    EXPECT_EQ(layout.creation_columns()[1].schema->type(), SchemaType::kInt64);
    EXPECT_EQ(RecordLayout::Cells(layout, (*batch)[0])[0].as_int64(), 7);
}

TEST(RecordLayout, ReplacesNullByTheDefaultUnlessItIsSwitchedOff) {
    const SchemaPtr schema = struct_schema(
        {{"altitude",
          SchemaBuilder(SchemaType::kInt64).optional().default_value(Value::of_int64(5)).build()}});
    const Value value[] = {Value()};
    const auto batch = BatchBuilder()
                           .add(id_key(), Value::of_struct(kId), schema, Value::of_struct(value))
                           .build();
    TableTarget target("flights");
    JdbcSinkConfig config = upsert_config();
    const RecordLayout with(config, (*batch)[0], target);
    EXPECT_EQ(RecordLayout::Cells(with, (*batch)[0])[1].as_int64(), 5);
    config.replace_null_with_default = false;
    const RecordLayout without(config, (*batch)[0], target);
    EXPECT_TRUE(RecordLayout::Cells(without, (*batch)[0])[1].is_null());
}

TEST(RecordLayout, KeepsOnlyWhitelistedValueFields) {
    JdbcSinkConfig config = upsert_config();
    config.fields_whitelist = {"altitude"};
    TableTarget target("flights");
    const auto batch = one_flight();
    const RecordLayout layout(config, (*batch)[0], target);
    EXPECT_EQ(names(layout.columns()->columns), "id,altitude");
}

TEST(RecordLayout, SharesTheColumnSetOfSchemasThatDifferOnlyInWordsOfNoMeaningHere) {
    const SchemaPtr documented = struct_schema(
        {{"aircraft_id", SchemaBuilder(SchemaType::kString).doc("tail number").build()},
         {"altitude", int64_field()}});
    const auto batch =
        BatchBuilder()
            .add(id_key(), Value::of_struct(kId), flight(), Value::of_struct(kFlight))
            .add(id_key(), Value::of_struct(kId), documented, Value::of_struct(kFlight))
            .build();
    TableTarget target("flights");
    const RecordLayout first(upsert_config(), (*batch)[0], target);
    const RecordLayout second(upsert_config(), (*batch)[1], target);
    EXPECT_EQ(first.columns(), second.columns());
}

TEST(RecordLayout, RefusesATombstoneWithJavasText) {
    const auto batch =
        BatchBuilder().add(id_key(), Value::of_struct(kId), nullptr, Value()).build();
    EXPECT_EQ(
        refusal(upsert_config(), *batch),
        "Sink connector 'test-sink' is configured with 'delete.enabled=false' and "
        "'pk.mode=record_key' and therefore requires records with a non-null Struct or String "
        "value and non-null Struct or String schema, but found record at "
        "(topic='flights',partition=0,offset=0,timestamp=null) with a null value and null "
        "value schema.");
}

TEST(RecordLayout, HasOnlyTheKeyOfATombstone) {
    JdbcSinkConfig config = upsert_config();
    config.delete_enabled = true;
    const auto batch = BatchBuilder()
                           .add(id_key(), Value::of_struct(kId), nullptr, Value())
                           .add(id_key(), Value::of_struct(kId), flight(), Value())
                           .build();
    TableTarget target("flights");
    const RecordLayout bare(config, (*batch)[0], target);
    EXPECT_TRUE(bare.is_delete());
    EXPECT_EQ(names(bare.columns()->columns), "id");
    EXPECT_EQ(creation_names(bare), "id*");
    const RecordLayout with_schema(config, (*batch)[1], target);
    EXPECT_TRUE(with_schema.is_delete());
    EXPECT_EQ(with_schema.columns(), bare.columns());
    EXPECT_EQ(creation_names(with_schema), "aircraft_id,altitude,id*");
    EXPECT_EQ(RecordLayout::Cells(with_schema, (*batch)[1])[0].as_int64(), 7);
}

TEST(RecordLayout, RefusesATombstoneWithoutKeyAndAValueWithoutSchemaWhereDeletesAreEnabled) {
    JdbcSinkConfig config = upsert_config();
    config.delete_enabled = true;
    const auto no_key = BatchBuilder().add(nullptr, Value(), nullptr, Value()).build();
    EXPECT_EQ(refusal(config, *no_key),
              "Sink connector 'test-sink' is configured with 'delete.enabled=true' and "
              "'pk.mode=record_key' and therefore requires records with a non-null key and "
              "non-null Struct or primitive key schema, but found record at "
              "(topic='flights',partition=0,offset=0,timestamp=null) with a null key and null key "
              "schema.");
    const auto no_schema =
        BatchBuilder().add(id_key(), Value::of_struct(kId), nullptr, Value::of_map({})).build();
    EXPECT_EQ(refusal(config, *no_schema),
              "Sink connector 'test-sink' is configured with 'delete.enabled=true' and "
              "'pk.mode=record_key' and therefore requires records with a non-null Struct or "
              "String value and non-null Struct or String schema, but found record at "
              "(topic='flights',partition=0,offset=0,timestamp=null) with a HashMap value and "
              "null value schema.");
}

TEST(RecordLayout, TakesThePlaceInKafkaAsKeyUnderItsOwnNamesFirstInTheTable) {
    JdbcSinkConfig config = upsert_config();
    config.primary_key_mode = PrimaryKeyMode::kKafka;
    config.primary_key_fields = {};
    const auto batch =
        BatchBuilder().add(nullptr, Value(), flight(), Value::of_struct(kFlight)).build(5);
    TableTarget target("flights");
    const RecordLayout layout(config, (*batch)[0], target);
    EXPECT_EQ(creation_names(layout),
              "__connect_topic*,__connect_partition*,__connect_offset*,aircraft_id,altitude");
    const RecordLayout::Cells cells(layout, (*batch)[0]);
    EXPECT_EQ(cells[0].as_string(), "flights");
    EXPECT_EQ(cells[1].as_int32(), 0);
    EXPECT_EQ(cells[2].as_int64(), 5);
    EXPECT_EQ(cells[3].as_string(), "D-ABCD");
}

TEST(RecordLayout, SortsRenamedColumnsOfThePlaceInKafkaBehindTheOthers) {
    JdbcSinkConfig config = upsert_config();
    config.primary_key_mode = PrimaryKeyMode::kKafka;
    config.primary_key_fields = {"k_topic", "k_part", "k_off"};
    TableTarget target("flights");
    const auto batch = one_flight();
    const RecordLayout layout(config, (*batch)[0], target);
    EXPECT_EQ(creation_names(layout), "aircraft_id,altitude,k_off*,k_part*,k_topic*");
    EXPECT_EQ(names(layout.columns()->columns), "k_topic,k_part,k_off,aircraft_id,altitude");
}

TEST(RecordLayout, RefusesAnotherNumberOfColumnsForThePlaceInKafka) {
    JdbcSinkConfig config = upsert_config();
    config.primary_key_mode = PrimaryKeyMode::kKafka;
    config.primary_key_fields = {"t", "p"};
    EXPECT_EQ(refusal(config, *one_flight()),
              "PK mode for table 'flights' is KAFKA so there should either be no field names "
              "defined for defaults [__connect_topic, __connect_partition, __connect_offset] to be "
              "applicable, or exactly 3, defined fields are: [t, p]");
}

TEST(RecordLayout, RefusesANullKeyWithJavasText) {
    const auto batch =
        BatchBuilder().add(nullptr, Value(), flight(), Value::of_struct(kFlight)).build();
    EXPECT_EQ(
        refusal(upsert_config(), *batch),
        "Sink connector 'test-sink' is configured with 'delete.enabled=false' and "
        "'pk.mode=record_key' and therefore requires records with a non-null key and non-null "
        "Struct or primitive key schema, but found record at "
        "(topic='flights',partition=0,offset=0,timestamp=null) with a null key and null key "
        "schema.");
}

TEST(RecordLayout, RefusesUnknownKeyFieldsWithJavasText) {
    JdbcSinkConfig config = upsert_config();
    config.primary_key_fields = {"id", "nope"};
    EXPECT_EQ(refusal(config, *one_flight()),
              "PK mode for table 'flights' is RECORD_KEY with configured PK fields [id, nope], but "
              "record key schema does not contain field: nope");
    config.primary_key_mode = PrimaryKeyMode::kRecordValue;
    EXPECT_EQ(refusal(config, *one_flight()),
              "PK mode for table 'flights' is RECORD_VALUE with configured PK fields [id, nope], "
              "but record value schema does not contain field: id");
}

TEST(RecordLayout, RefusesAPrimitiveKeyWithoutExactlyOneName) {
    JdbcSinkConfig config = upsert_config();
    config.primary_key_fields = {"a", "b"};
    const auto batch = BatchBuilder()
                           .add(primitive_schema(SchemaType::kInt32),
                                Value::of_int32(1),
                                flight(),
                                Value::of_struct(kFlight))
                           .build();
    EXPECT_EQ(refusal(config, *batch),
              "Need exactly one PK column defined since the key schema for records is a primitive "
              "type, defined columns are: [a, b]");
}

TEST(RecordLayout, RefusesAnUpsertWithoutKey) {
    JdbcSinkConfig config = upsert_config();
    config.primary_key_mode = PrimaryKeyMode::kNone;
    EXPECT_EQ(refusal(config, *one_flight()),
              "Write to table 'flights' in UPSERT mode requires key field names to be known, check "
              "the primary key configuration");
}

TEST(RecordLayout, KnowsTheFieldsThatAreTimestamps) {
    JdbcSinkConfig config = upsert_config();
    config.timestamp_fields = {"altitude", "at", "id"};
    config.timestamp_unit = sql::TimestampUnit::kNanoseconds;
    const auto schema = struct_schema({{"altitude", int64_field()},
                                       {"at", logical_schema(LogicalType::kTimestamp, true)},
                                       {"other", int64_field()}});
    const Value cells[] = {Value::of_int64(1), Value::of_int64(2), Value::of_int64(3)};
    const auto batch = BatchBuilder()
                           .add(id_key(), Value::of_struct(kId), schema, Value::of_struct(cells))
                           .build();
    TableTarget target("flights");
    const RecordLayout layout(config, (*batch)[0], target);
    std::vector<sql::TimestampUnit> units;
    for (const LayoutColumn& column : layout.columns()->columns) {
        units.push_back(column.unit);
    }
    const auto nanos = sql::TimestampUnit::kNanoseconds;
    const auto none = sql::TimestampUnit::kNone;
    EXPECT_EQ(names(layout.columns()->columns), "id,altitude,at,other");
    EXPECT_EQ(units, (std::vector{nanos, nanos, none, none}));
    EXPECT_EQ(layout.creation_columns().front().unit, nanos);
}

}  // namespace
}  // namespace kconnect::jdbc::testing
