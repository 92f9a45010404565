#include "mysql/mysql_dialect.hpp"

#include <array>

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

namespace kconnect::sql {
namespace {

const MySqlDialect& dialect() {
    static const MySqlDialect instance;
    return instance;
}

Column column(std::string type, std::string collation = {}) {
    Column result;
    result.type = std::move(type);
    result.collation = std::move(collation);
    return result;
}

TEST(MySqlDialect, IsFoundByUrlAndByName) {
    EXPECT_EQ(find_dialect(parse_jdbc_url("jdbc:mysql://h/d")).name(), "MySqlDatabaseDialect");
    EXPECT_EQ(find_dialect(parse_jdbc_url("jdbc:mariadb://h/d")).name(), "MySqlDatabaseDialect");
    EXPECT_EQ(find_dialect(parse_jdbc_url("jdbc:other://h/d"), "MySqlDatabaseDialect").name(),
              "MySqlDatabaseDialect");
}

TEST(MySqlDialect, TakesTheFirstOfTwoPartsForTheDatabase) {
    EXPECT_EQ(dialect().parse_table_name("shop.orders"), (TableId{"shop", {}, "orders"}));
    EXPECT_EQ(dialect().parse_table_name("`a.b`"), (TableId{{}, {}, "a.b"}));
    EXPECT_THROW(dialect().parse_table_name("a.b.c"), ConfigException);
}

TEST(MySqlDialect, MapsTypes) {
    const auto type = [](SchemaType schema, bool key = false) {
        return dialect().column_type(*primitive_schema(schema), key);
    };
    EXPECT_EQ(type(SchemaType::kInt8), "TINYINT");
    EXPECT_EQ(type(SchemaType::kInt16), "SMALLINT");
    EXPECT_EQ(type(SchemaType::kInt32), "INT");
    EXPECT_EQ(type(SchemaType::kInt64), "BIGINT");
    EXPECT_EQ(type(SchemaType::kFloat32), "FLOAT");
    EXPECT_EQ(type(SchemaType::kFloat64), "DOUBLE");
    EXPECT_EQ(type(SchemaType::kBoolean), "TINYINT");
    EXPECT_EQ(type(SchemaType::kString), "TEXT");
    EXPECT_EQ(type(SchemaType::kBytes), "VARBINARY(1024)");
    EXPECT_EQ(type(SchemaType::kBytes, true), "VARBINARY(1024)");
    EXPECT_THROW(type(SchemaType::kArray), ConnectException);
}

TEST(MySqlDialect, MapsLogicalTypes) {
    const auto type = [](LogicalType logical) {
        return dialect().column_type(*logical_schema(logical), false);
    };
    EXPECT_EQ(type(LogicalType::kDate), "DATE");
    EXPECT_EQ(type(LogicalType::kTime), "TIME(3)");
    EXPECT_EQ(type(LogicalType::kTimestamp), "DATETIME(3)");
    EXPECT_EQ(dialect().column_type(*decimal_schema(4), false), "DECIMAL(65,4)");
    EXPECT_EQ(dialect().column_type(*decimal_schema(-2), false), "DECIMAL(65,0)");
}

TEST(MySqlDialect, LetsTheServerPickTheExactCollationOfATextKey) {
    EXPECT_EQ(dialect().column_type(*primitive_schema(SchemaType::kString), true),
              "VARCHAR(256) CHARACTER SET utf8mb4 /*M!100202 COLLATE utf8mb4_nopad_bin */ "
              "/*!80017 COLLATE utf8mb4_0900_bin */");
}

TEST(MySqlDialect, WritesTextDefaultsAsExpressionsThatNoSqlModeChanges) {
    const auto create = [](std::string_view text) {
        const ColumnDefinition definition{
            "c", SchemaBuilder(SchemaType::kString).default_value(Value::of_string(text)).build()};
        return dialect().create_table({{}, {}, "t"}, std::span(&definition, 1));
    };
    EXPECT_EQ(create("it's"), "CREATE TABLE `t` (\n`c` TEXT DEFAULT ('it''s'))");
    EXPECT_EQ(create("a\\"),
              "CREATE TABLE `t` (\n`c` TEXT DEFAULT (CONVERT(UNHEX('615C') USING utf8mb4)))");
}

TEST(MySqlDialect, ComparesTextExactlyOnlyWithoutPaddingAndCase) {
    const Schema& text = *primitive_schema(SchemaType::kString);
    EXPECT_TRUE(dialect().compares_exactly(text, column("varchar(256)", "utf8mb4_nopad_bin")));
    EXPECT_TRUE(dialect().compares_exactly(text, column("varchar(256)", "utf8mb4_0900_bin")));
    EXPECT_TRUE(dialect().compares_exactly(text, column("varbinary(20)")));
    EXPECT_FALSE(dialect().compares_exactly(text, column("varchar(256)", "utf8mb4_bin")));
    EXPECT_FALSE(dialect().compares_exactly(text, column("varchar(9)", "utf8mb4_general_ci")));
    EXPECT_FALSE(dialect().compares_exactly(text, column("char(9)", "utf8mb4_nopad_bin")));
    EXPECT_FALSE(dialect().compares_exactly(text, column("binary(9)")));
    EXPECT_FALSE(dialect().compares_exactly(text, column("int(11)")));
}

TEST(MySqlDialect, ComparesIntegersExactlyInColumnsThatHoldThem) {
    const Schema& number = *primitive_schema(SchemaType::kInt32);
    EXPECT_TRUE(dialect().compares_exactly(number, column("int(11)")));
    EXPECT_TRUE(dialect().compares_exactly(number, column("bigint")));
    EXPECT_FALSE(dialect().compares_exactly(number, column("smallint(6)")));
    EXPECT_FALSE(dialect().compares_exactly(number, column("bigint(20) unsigned")));
    EXPECT_FALSE(dialect().compares_exactly(number, column("varchar(20)", "utf8mb4_nopad_bin")));
    EXPECT_FALSE(dialect().compares_exactly(*decimal_schema(2), column("decimal(65,2)")));
}

TEST(MySqlDialect, CreatesShortTextsWhenItIsTold) {
    const Dialect& mysql = find_dialect(parse_jdbc_url("jdbc:mysql://h/d"));
    const SchemaPtr text = primitive_schema(SchemaType::kString);
    EXPECT_EQ(mysql.column_type(*text, false), "TEXT");
    EXPECT_EQ(mysql.with({.short_texts = true}).column_type(*text, false), "VARCHAR(256)");
}

TEST(MySqlDialect, CreatesLargeColumnsForAllButKeysWhenItIsTold) {
    const Dialect& mysql = find_dialect(parse_jdbc_url("jdbc:mysql://h/d"))
                               .with({.short_texts = true, .large_columns = true});
    const SchemaPtr text = primitive_schema(SchemaType::kString);
    const SchemaPtr bytes = primitive_schema(SchemaType::kBytes);
    EXPECT_EQ(mysql.column_type(*text, false), "LONGTEXT");
    EXPECT_EQ(mysql.column_type(*bytes, false), "LONGBLOB");
    EXPECT_EQ(mysql.column_type(*text, true), dialect().column_type(*text, true));
    EXPECT_EQ(mysql.column_type(*bytes, true), "VARBINARY(1024)");
    EXPECT_EQ(mysql.column_type(*decimal_schema(4), false), "DECIMAL(65,4)");
}

TEST(MySqlDialect, WritesDefaultsOfLargeColumnsAsExpressions) {
    const std::array<std::byte, 2> octets{std::byte{0x27}, std::byte{0}};
    const ColumnDefinition definition{
        "c", SchemaBuilder(SchemaType::kBytes).default_value(Value::of_bytes(octets)).build()};
    const auto create = [&](const Dialect& mysql) {
        return mysql.create_table({{}, {}, "t"}, std::span(&definition, 1));
    };
    EXPECT_EQ(create(dialect()), "CREATE TABLE `t` (\n`c` VARBINARY(1024) DEFAULT x'2700')");
    EXPECT_EQ(create(dialect().with({.large_columns = true})),
              "CREATE TABLE `t` (\n`c` LONGBLOB DEFAULT (x'2700'))");
}

}  // namespace
}  // namespace kconnect::sql
