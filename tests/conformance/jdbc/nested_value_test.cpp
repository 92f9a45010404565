// Arrays, maps and structs as values of fields.
#include <fmt/format.h>

#include "conformance/jdbc/sink_fixture.hpp"

namespace kconnect::sql {
namespace {

using jdbc::testing::BatchBuilder;
using jdbc::testing::int64_field;
using jdbc::testing::string_field;
using jdbc::testing::struct_schema;
using testing::ElementsAre;
using testing::HasSubstr;

SchemaPtr array_of(SchemaPtr element) {
    return SchemaBuilder(SchemaType::kArray).values(std::move(element)).optional().build();
}

SchemaPtr map_schema() {
    return SchemaBuilder(SchemaType::kMap)
        .keys(string_field(false))
        .values(int64_field())
        .optional()
        .build();
}

SchemaPtr point_schema() {
    return SchemaBuilder(SchemaType::kStruct)
        .name("geo.Point")
        .field("x", int64_field())
        .optional()
        .build();
}

class NestedValues : public SinkFixture {
protected:
    /// What becomes of one record with this field `v`.
    std::string write_one(const SchemaPtr& schema, const Value& value) {
        BatchBuilder records;
        add(records, "k", struct_schema({{"v", schema}}), {value});
        return outcome(records);
    }
};

TEST_P(NestedValues, HaveNoColumnTypeUnlessTheyAreArraysOfPostgresql) {
    const char* text = "{} type doesn't have a mapping to the SQL database column type";
    const auto unmapped = [&](std::string_view type) {
        return HasSubstr(fmt::format(fmt::runtime(text), type));
    };
    EXPECT_THAT(write_one(map_schema(), Value()), unmapped("null (MAP)"));
    EXPECT_THAT(write_one(point_schema(), Value()), unmapped("geo.Point (STRUCT)"));
    EXPECT_THAT(
        write_one(array_of(point_schema()), Value()),
        unmapped(database() == Database::kPostgresql ? "geo.Point (STRUCT)" : "null (ARRAY)"));
    EXPECT_THAT(
        write_one(array_of(int64_field()), Value()),
        database() == Database::kPostgresql ? HasSubstr("written") : unmapped("null (ARRAY)"));
}

TEST_P(NestedValues, AreRefusedByColumnsThatExist) {
    create_table("id " + exact("VARCHAR(10)") + " PRIMARY KEY, v TEXT");
    EXPECT_THAT(write_one(map_schema(), Value()), HasSubstr("Unsupported source data type: MAP"));
    EXPECT_THAT(write_one(point_schema(), Value()),
                HasSubstr("Unsupported source data type: STRUCT"));
    if (database() != Database::kPostgresql) {
        EXPECT_THAT(write_one(array_of(int64_field()), Value()),
                    HasSubstr("Unsupported source data type: ARRAY"));
    }
}

TEST_P(NestedValues, OfPostgresqlAreArraysOfPlainElements) {
    if (database() != Database::kPostgresql) {
        return;
    }
    const std::vector<Value> numbers{Value::of_int64(1), Value(), Value::of_int64(-3)};
    EXPECT_EQ(write_one(array_of(int64_field()), Value::of_array(numbers)), "written");
    EXPECT_EQ(write_one(array_of(int64_field()), Value::of_array(numbers)), "written");
    EXPECT_THAT(rows("id, v, pg_typeof(v)", "1"), ElementsAre("k|{1,NULL,-3}|bigint[]"));
}

/// As in Java: the table is there, and the first row fails.
TEST_P(NestedValues, OfPostgresqlGetAColumnButNoRowWhereTheirElementsAreNotPlain) {
    if (database() != Database::kPostgresql) {
        return;
    }
    const std::vector<std::pair<SchemaPtr, std::string>> elements{
        {array_of(int64_field()), "bigint[]"},
        {primitive_schema(SchemaType::kBytes, true), "bytea[]"},
        {logical_schema(LogicalType::kDate, true), "date[]"},
        {decimal_schema(2, true), "numeric[]"}};
    for (const auto& [element, type] : elements) {
        connection().execute("DROP TABLE IF EXISTS " + qualified());
        EXPECT_THAT(write_one(array_of(element), Value::of_array({})),
                    HasSubstr("Unsupported source data type: ARRAY"));
        EXPECT_EQ(describe().column("v")->type, type);
    }
}

KCONNECT_FOR_EVERY_DATABASE(NestedValues);

}  // namespace
}  // namespace kconnect::sql
