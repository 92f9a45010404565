#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/dialect.hpp>

namespace kconnect::sql {
namespace {

const Dialect& postgresql() {
    return find_dialect(parse_jdbc_url("jdbc:postgresql:db"));
}

SchemaPtr with_default(SchemaType type, const Value& value) {
    return SchemaBuilder(type).default_value(value).build();
}

std::string type_of(const SchemaPtr& schema) {
    return postgresql().column_type(*schema, false);
}

/// What stands behind the type when a column of `schema` is added.
std::string default_of(const SchemaPtr& schema) {
    const std::vector<ColumnDefinition> columns{{"c", schema, false}};
    const std::string statement = postgresql().add_columns({{}, {}, "t"}, columns).at(0);
    return statement.substr(statement.find("DEFAULT ") + 8);
}

std::string refusal_of_name(std::string_view name) {
    try {
        postgresql().parse_table_name(name);
    } catch (const ConfigException& error) {
        return error.what();
    }
    return "accepted";
}

TEST(PostgresqlNames, AreLowerCaseWhereTheyAreNotToBeQuoted) {
    const Dialect& dialect = postgresql().with({.folds_names = true});
    const std::vector<ColumnDefinition> columns{{"Id", primitive_schema(SchemaType::kInt64), true}};
    const TableId table = dialect.parse_table_name("Sales.My-Table");
    EXPECT_EQ(dialect.create_table(table, columns),
              "CREATE TABLE \"sales\".\"my-table\" (\n\"id\" BIGINT NOT NULL,\n"
              "PRIMARY KEY(\"id\"))");
    EXPECT_EQ(dialect.add_columns(table, columns).at(0),
              "ALTER TABLE \"sales\".\"my-table\" ADD \"id\" BIGINT NOT NULL");
}

TEST(PostgresqlTypes, FollowTheSchema) {
    EXPECT_EQ(type_of(primitive_schema(SchemaType::kInt8)), "SMALLINT");
    EXPECT_EQ(type_of(primitive_schema(SchemaType::kInt16)), "SMALLINT");
    EXPECT_EQ(type_of(primitive_schema(SchemaType::kInt32)), "INT");
    EXPECT_EQ(type_of(primitive_schema(SchemaType::kInt64)), "BIGINT");
    EXPECT_EQ(type_of(primitive_schema(SchemaType::kFloat32)), "REAL");
    EXPECT_EQ(type_of(primitive_schema(SchemaType::kFloat64)), "DOUBLE PRECISION");
    EXPECT_EQ(type_of(primitive_schema(SchemaType::kBoolean)), "BOOLEAN");
    EXPECT_EQ(type_of(primitive_schema(SchemaType::kString)), "TEXT");
    EXPECT_EQ(type_of(primitive_schema(SchemaType::kBytes)), "BYTEA");
    EXPECT_EQ(type_of(decimal_schema(3)), "DECIMAL");
    EXPECT_EQ(type_of(logical_schema(LogicalType::kDate)), "DATE");
    EXPECT_EQ(type_of(logical_schema(LogicalType::kTime)), "TIME");
    EXPECT_EQ(type_of(logical_schema(LogicalType::kTimestamp)), "TIMESTAMP");
}

TEST(PostgresqlTypes, HaveArraysOfArrays) {
    const SchemaPtr inner =
        SchemaBuilder(SchemaType::kArray).values(primitive_schema(SchemaType::kInt32)).build();
    EXPECT_EQ(type_of(inner), "INT[]");
    EXPECT_EQ(type_of(SchemaBuilder(SchemaType::kArray).values(inner).build()), "INT[][]");
}

TEST(PostgresqlTypes, HaveNoStructs) {
    const SchemaPtr schema = SchemaBuilder(SchemaType::kStruct).build();
    try {
        type_of(schema);
        FAIL();
    } catch (const ConnectException& error) {
        EXPECT_STREQ(error.what(),
                     "null (STRUCT) type doesn't have a mapping to the SQL database column type");
    }
}

TEST(CreateTable, HasTheShapeOfKafkaConnect) {
    const std::vector<ColumnDefinition> columns{
        {"a", primitive_schema(SchemaType::kString, true), false},
        {"k2", primitive_schema(SchemaType::kInt64, true), true},
        {"n", primitive_schema(SchemaType::kInt32), false},
        {"d", with_default(SchemaType::kInt32, Value::of_int32(5)), false},
        {"k1", primitive_schema(SchemaType::kInt32), true}};
    EXPECT_EQ(postgresql().create_table({"db", "public", "t"}, columns),
              "CREATE TABLE \"db\".\"public\".\"t\" (\n\"a\" TEXT NULL,\n\"k2\" BIGINT NOT NULL,\n"
              "\"n\" INT NOT NULL,\n\"d\" INT DEFAULT 5,\n\"k1\" INT NOT NULL,\n"
              "PRIMARY KEY(\"k2\",\"k1\"))");
}

TEST(CreateTable, HasNoPrimaryKeyWithoutKeyColumns) {
    const std::vector<ColumnDefinition> columns{
        {"a", primitive_schema(SchemaType::kString, true), false}};
    EXPECT_EQ(postgresql().create_table({{}, {}, "t"}, columns),
              "CREATE TABLE \"t\" (\n\"a\" TEXT NULL)");
}

TEST(AddColumns, HasLinesForSeveralColumnsOnly) {
    const std::vector<ColumnDefinition> columns{
        {"a", primitive_schema(SchemaType::kString, true), false},
        {"b", primitive_schema(SchemaType::kInt32, true), false}};
    EXPECT_THAT(postgresql().add_columns({{}, "s", "t"}, std::span(columns).first(1)),
                testing::ElementsAre("ALTER TABLE \"s\".\"t\" ADD \"a\" TEXT NULL"));
    EXPECT_THAT(
        postgresql().add_columns({{}, "s", "t"}, columns),
        testing::ElementsAre("ALTER TABLE \"s\".\"t\" \nADD \"a\" TEXT NULL,\nADD \"b\" INT NULL"));
    EXPECT_THAT(postgresql().add_columns({{}, "s", "t"}, {}), testing::IsEmpty());
}

TEST(DefaultLiterals, AreEscaped) {
    EXPECT_EQ(default_of(with_default(SchemaType::kString, Value::of_string("it's \\"))),
              "'it''s \\'");
    EXPECT_EQ(default_of(with_default(SchemaType::kBoolean, Value::of_boolean(true))), "TRUE");
    EXPECT_EQ(default_of(with_default(SchemaType::kFloat64, Value::of_float64(1.5))), "1.5");
    const double infinite = std::numeric_limits<double>::infinity();
    EXPECT_EQ(default_of(with_default(SchemaType::kFloat64, Value::of_float64(-infinite))),
              "'-Infinity'");
    const std::vector<std::byte> bytes{std::byte{0}, std::byte{0xAB}};
    EXPECT_EQ(default_of(with_default(SchemaType::kBytes, Value::of_bytes(bytes))), "'\\x00AB'");
}

TEST(DefaultLiterals, ShowDatesAsText) {
    const auto schema = [](LogicalType type, const Value& value) {
        const bool is_long = type == LogicalType::kTimestamp;
        return SchemaBuilder(is_long ? SchemaType::kInt64 : SchemaType::kInt32)
            .name(std::string(*logical_schema(type)->name()))
            .default_value(value)
            .build();
    };
    EXPECT_EQ(default_of(schema(LogicalType::kDate, Value::of_int32(19675))), "'2023-11-14'");
    EXPECT_EQ(default_of(schema(LogicalType::kDate, Value::of_int32(-719'165))), "'0001-12-29 BC'");
    EXPECT_EQ(default_of(schema(LogicalType::kTime, Value::of_int32(1))), "'00:00:00.001'");
    EXPECT_EQ(default_of(schema(LogicalType::kTimestamp, Value::of_int64(0))),
              "'1970-01-01 00:00:00.000'");
}

TEST(TableNames, HaveUpToThreeParts) {
    EXPECT_EQ(postgresql().parse_table_name("t"), (TableId{{}, {}, "t"}));
    EXPECT_EQ(postgresql().parse_table_name("s.t"), (TableId{{}, "s", "t"}));
    EXPECT_EQ(postgresql().parse_table_name("c.s.t"), (TableId{"c", "s", "t"}));
    EXPECT_THAT(refusal_of_name("a.b.c.d"), testing::HasSubstr("'a.b.c.d' has 4 parts"));
}

TEST(TableNames, MayBeQuoted) {
    EXPECT_EQ(postgresql().parse_table_name("\"a.b\".\"c\"\"d\""), (TableId{{}, "a.b", "c\"d"}));
    EXPECT_EQ(postgresql().parse_table_name("a\"b"), (TableId{{}, {}, "a\"b"}));
}

TEST(TableNames, MustBeWhole) {
    EXPECT_THAT(refusal_of_name(""), testing::HasSubstr("empty part"));
    EXPECT_THAT(refusal_of_name("a."), testing::HasSubstr("empty part"));
    EXPECT_THAT(refusal_of_name(".a"), testing::HasSubstr("empty part"));
    EXPECT_THAT(refusal_of_name("\"a"), testing::HasSubstr("without its end"));
    EXPECT_THAT(refusal_of_name("\"a\"b"), testing::HasSubstr("closing"));
    EXPECT_THAT(refusal_of_name("\"\""), testing::HasSubstr("empty part"));
}

TEST(Names, AreQuotedWithQuotesDoubled) {
    EXPECT_EQ(postgresql().quote("a\"b"), "\"a\"\"b\"");
    EXPECT_EQ(postgresql().qualified({"c", {}, "t"}), "\"c\".\"t\"");
}

}  // namespace
}  // namespace kconnect::sql
