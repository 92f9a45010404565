#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "postgresql/cell_encoder.hpp"
#include "postgresql/row_statements.hpp"
#include "postgresql/row_writers.hpp"
#include "postgresql/types.hpp"

namespace kconnect::sql::postgresql {
namespace {

Column target(std::string type, unsigned code) {
    Column column;
    column.type = std::move(type);
    column.type_code = code;
    return column;
}

WriteColumn column(std::string name, SchemaType type, Column at) {
    at.name = name;
    return {std::move(name), primitive_schema(type, true), std::move(at)};
}

WriteShape shape(WriteMode mode, std::size_t key_count) {
    WriteShape result;
    result.table.id = {"db", "public", "t"};
    result.mode = mode;
    result.key_count = key_count;
    result.columns = {column("id", SchemaType::kInt64, target("bigint", oid::kInt8)),
                      column("j", SchemaType::kString, target("jsonb", oid::kJsonb))};
    return result;
}

std::vector<Binding> bindings(const WriteShape& of) {
    std::vector<Binding> result;
    for (const WriteColumn& each : of.columns) {
        result.push_back(bind(each, false));
    }
    return result;
}

const Dialect& dialect() {
    return find_dialect(parse_jdbc_url("jdbc:postgresql:db"));
}

std::string for_rows(const WriteShape& of) {
    return statement_for_rows(dialect(), of, bindings(of));
}

std::string for_one_row(const WriteShape& of) {
    return statement_for_one_row(dialect(), of, bindings(of));
}

TEST(PostgresqlStatements, InsertArrays) {
    EXPECT_EQ(for_rows(shape(WriteMode::kInsert, 0)),
              "INSERT INTO \"db\".\"public\".\"t\" (\"id\",\"j\") SELECT u.c1,u.c2::jsonb FROM "
              "unnest($1,$2) AS u(c1,c2)");
}

TEST(PostgresqlStatements, UpsertArrays) {
    EXPECT_EQ(for_rows(shape(WriteMode::kUpsert, 1)),
              "INSERT INTO \"db\".\"public\".\"t\" (\"id\",\"j\") SELECT u.c1,u.c2::jsonb FROM "
              "unnest($1,$2) AS u(c1,c2) ON CONFLICT (\"id\") DO UPDATE SET \"j\"=EXCLUDED.\"j\"");
    EXPECT_THAT(for_rows(shape(WriteMode::kUpsert, 2)),
                testing::EndsWith("ON CONFLICT (\"id\",\"j\") DO NOTHING"));
}

TEST(PostgresqlStatements, UpdateAndDeleteByArrays) {
    EXPECT_EQ(for_rows(shape(WriteMode::kUpdate, 1)),
              "UPDATE \"db\".\"public\".\"t\" AS t SET \"j\"=u.c2::jsonb FROM unnest($1,$2) AS "
              "u(c1,c2) WHERE t.\"id\"=u.c1");
    EXPECT_EQ(for_rows(shape(WriteMode::kDelete, 2)),
              "DELETE FROM \"db\".\"public\".\"t\" AS t USING unnest($1,$2) AS u(c1,c2) WHERE "
              "t.\"id\"=u.c1 AND t.\"j\"=u.c2::jsonb");
}

TEST(PostgresqlStatements, WriteSingleRows) {
    EXPECT_EQ(for_one_row(shape(WriteMode::kUpsert, 1)),
              "INSERT INTO \"db\".\"public\".\"t\" (\"id\",\"j\") VALUES ($1,$2::jsonb) ON "
              "CONFLICT (\"id\") DO UPDATE SET \"j\"=EXCLUDED.\"j\"");
    EXPECT_EQ(for_one_row(shape(WriteMode::kUpdate, 1)),
              "UPDATE \"db\".\"public\".\"t\" AS t SET \"j\"=$2::jsonb WHERE t.\"id\"=$1");
}

TEST(PostgresqlBinding, SendsTheTypesOfTheJavaDriver) {
    const Column any = target("text", oid::kText);
    EXPECT_EQ(bind(column("c", SchemaType::kInt8, any), false).type, oid::kInt2);
    EXPECT_EQ(bind(column("c", SchemaType::kInt16, any), false).type, oid::kInt2);
    EXPECT_EQ(bind(column("c", SchemaType::kInt32, any), false).type, oid::kInt4);
    EXPECT_EQ(bind(column("c", SchemaType::kInt64, any), false).type, oid::kInt8);
    EXPECT_EQ(bind(column("c", SchemaType::kString, any), false).type, oid::kVarchar);
    EXPECT_EQ(bind(column("c", SchemaType::kString, any), false).value_cast, "");
    EXPECT_EQ(bind(column("c", SchemaType::kString, any), true).value_cast, "::text");
}

TEST(PostgresqlBinding, CastsWithoutLengthOrPrecision) {
    EXPECT_EQ(cast_type(target("character varying(255)", oid::kVarchar)), "character varying");
    EXPECT_EQ(cast_type(target("character(5)", oid::kBpchar)), "bpchar");
    EXPECT_EQ(cast_type(target("timestamp(3) without time zone", oid::kTimestamp)),
              "timestamp without time zone");
    EXPECT_EQ(cast_type(target("numeric(10,2)", oid::kNumeric)), "numeric");
    EXPECT_EQ(cast_type(target("\"od(d)\"", 99999)), "\"od(d)\"");
}

TEST(PostgresqlBinding, RefusesStructsAndArraysOfBytes) {
    const auto text_of_refusal = [](SchemaPtr schema) -> std::string {
        try {
            bind({"c", std::move(schema), {}}, false);
        } catch (const ConnectException& error) {
            return error.what();
        }
        return "bound";
    };
    EXPECT_EQ(text_of_refusal(SchemaBuilder(SchemaType::kStruct).build()),
              "Unsupported source data type: STRUCT");
    EXPECT_EQ(
        text_of_refusal(
            SchemaBuilder(SchemaType::kArray).values(primitive_schema(SchemaType::kBytes)).build()),
        "Unsupported source data type: ARRAY");
}

TEST(PostgresqlCells, RefuseNumbersBeyondNumeric) {
    CellEncoder encoder;
    ByteBuffer out;
    const std::byte one{1};
    for (const std::int32_t scale : {16'384, -200'000, std::numeric_limits<std::int32_t>::min()}) {
        const Decimal decimal{scale, {&one, 1}};
        const Binding binding{.encoding = CellEncoding::kNumeric, .type = oid::kNumeric};
        EXPECT_THROW(encoder.append_cell(out, binding, Value::of_decimal(&decimal)), DataException)
            << scale;
    }
}

TEST(PostgresqlRows, AreSplitByTheirSize) {
    const std::string text(1000, 'x');
    const std::vector<Value> cells(10, Value::of_string(text));
    EXPECT_EQ(rows_of_one_statement({cells.data(), 10, 1}, 3500), 3U);
    EXPECT_EQ(rows_of_one_statement({cells.data(), 10, 1}, 10), 1U);
    EXPECT_EQ(rows_of_one_statement({cells.data(), 10, 1}, 1'000'000), 10U);
}

}  // namespace
}  // namespace kconnect::sql::postgresql
