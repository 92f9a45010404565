// Values of every type in existing columns of other types: what pgjdbc's typed parameters get
// stored, and what the server refuses them for, whatever the statement.
#include <array>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "conformance/sql/database_fixture.hpp"

namespace kconnect::sql {
namespace {

/// What `value` becomes in a column of `type`; the SQLSTATE of the refusal otherwise.
struct Case {
    std::string_view type;
    Value value;
    std::string_view result;
};

constexpr std::string_view kMismatch = "42804";
constexpr std::string_view kNoCast = "42846";
constexpr std::string_view kTooLong = "22001";
constexpr std::string_view kOutOfRange = "22003";
constexpr std::string_view kUuid = "00000000-0000-0000-0000-00000000000a";

class PostgresqlColumns : public DatabaseFixture {
protected:
    void SetUp() override { open(Database::kPostgresql); }

    void check(const SchemaPtr& schema, const std::vector<Case>& cases) {
        for (const Case& test : cases) {
            SCOPED_TRACE(fmt::format("into {}", test.type));
            connection().execute("DROP TABLE IF EXISTS " + qualified());
            connection().execute(
                fmt::format("CREATE TABLE {} (id int PRIMARY KEY, v {})", qualified(), test.type));
            // One row and many by one statement (arrays or COPY), and each by its own.
            EXPECT_EQ(stored(WriteMode::kInsert, schema, test.value, 1, true), test.result);
            EXPECT_EQ(stored(WriteMode::kInsert, schema, test.value, 150, true), test.result);
            EXPECT_EQ(stored(WriteMode::kUpsert, schema, test.value, 2, true), test.result);
            EXPECT_EQ(stored(WriteMode::kUpsert, schema, test.value, 2, false), test.result);
        }
    }

private:
    std::string stored(
        WriteMode mode, const SchemaPtr& schema, const Value& value, int count, bool distinct) {
        connection().execute("DELETE FROM " + qualified());
        std::vector<Value> cells;
        for (int row = 0; row < count; ++row) {
            cells.insert(cells.end(), {Value::of_int32(row), value});
        }
        try {
            write(mode, {key("id", SchemaType::kInt32), column("v", schema)}, cells, distinct);
        } catch (const SqlError& error) {
            return error.sql_state();
        }
        const auto found = connection().query("SELECT DISTINCT v::text FROM " + qualified());
        return found.size() == 1 ? found[0][0].value_or("NULL") : "different rows";
    }
};

SchemaPtr of(SchemaType type) {
    return primitive_schema(type, true);
}

TEST_F(PostgresqlColumns, TakeTexts) {
    connection().execute("DROP TYPE IF EXISTS mood CASCADE");
    connection().execute("CREATE TYPE mood AS ENUM ('sad', 'glad')");
    const Value text = Value::of_string("ab");
    check(of(SchemaType::kString),
          {{"text", text, "ab"},
           {"varchar(3)", text, "ab"},
           {"varchar(1)", text, kTooLong},
           {"char(3)", text, "ab"},
           {"name", text, "ab"},
           {"uuid", Value::of_string(kUuid), kUuid},
           {"uuid", text, "22P02"},
           {"json", Value::of_string("{\"a\": 1}"), "{\"a\": 1}"},
           {"jsonb", Value::of_string("{\"a\":1}"), "{\"a\": 1}"},
           {"jsonb", text, "22P02"},
           {"json", Value(), "NULL"},
           {"mood", Value::of_string("sad"), kMismatch},
           {"inet", Value::of_string("10.0.0.1"), kMismatch},
           {"interval", Value::of_string("1 day"), kMismatch},
           {"xml", Value::of_string("<a/>"), kMismatch},
           {"int", Value::of_string("1"), kMismatch},
           {"numeric", Value::of_string("1"), kMismatch},
           {"boolean", Value::of_string("true"), kMismatch},
           {"date", Value::of_string("2023-11-14"), kMismatch},
           {"timestamptz", Value::of_string("2023-11-14"), kMismatch},
           {"bytea", text, kMismatch},
           {"bit(1)", Value::of_string("1"), kMismatch},
           {"text[]", Value::of_string("{}"), kMismatch}});
    connection().execute("DROP TYPE mood CASCADE");
}

TEST_F(PostgresqlColumns, TakeWholeNumbers) {
    const Value number = Value::of_int32(40'000);
    check(of(SchemaType::kInt32),
          {{"smallint", Value::of_int32(5), "5"},
           {"smallint", number, kOutOfRange},
           {"bigint", number, "40000"},
           {"numeric(7,2)", number, "40000.00"},
           {"numeric(4,2)", number, kOutOfRange},
           {"real", number, "40000"},
           {"double precision", number, "40000"},
           {"text", number, "40000"},
           {"varchar(3)", number, kTooLong},
           {"oid", number, "40000"},
           {"money", number, "$40,000.00"},
           {"boolean", Value::of_int32(1), kMismatch},
           {"date", number, kMismatch},
           {"bit(1)", Value::of_int32(1), kMismatch},
           {"bytea", number, kMismatch},
           {"json", number, kNoCast},
           {"uuid", number, kNoCast}});
    check(of(SchemaType::kInt64),
          {{"int", Value::of_int64(5), "5"}, {"int", Value::of_int64(1LL << 40), kOutOfRange}});
    check(of(SchemaType::kInt8), {{"int", Value::of_int8(-5), "-5"}});
}

TEST_F(PostgresqlColumns, TakeRealNumbersAndDecimals) {
    check(of(SchemaType::kFloat64),
          {{"real", Value::of_float64(0.1), "0.1"},
           {"numeric(5,1)", Value::of_float64(1.25), "1.3"},
           {"int", Value::of_float64(2.5), "2"},
           {"text", Value::of_float64(0.1), "0.1"},
           {"real", Value::of_float64(1e300), kOutOfRange},
           {"json", Value::of_float64(1), kNoCast}});
    check(of(SchemaType::kFloat32), {{"double precision", Value::of_float32(0.5F), "0.5"}});
    const std::array<std::byte, 2> octets{std::byte{0x04}, std::byte{0xE2}};
    const Value decimal = Value::of_bytes(octets);  // 12.50
    check(decimal_schema(2, true),
          {{"numeric(6,1)", decimal, "12.5"},
           {"numeric(2,1)", decimal, kOutOfRange},
           {"int", decimal, "13"},
           {"double precision", decimal, "12.5"},
           {"text", decimal, "12.50"},
           {"money", decimal, "$12.50"},
           {"boolean", decimal, kMismatch}});
}

TEST_F(PostgresqlColumns, TakeBooleansAndBytes) {
    check(of(SchemaType::kBoolean),
          {{"varchar(5)", Value::of_boolean(true), "true"},
           {"int", Value::of_boolean(true), kMismatch},
           {"smallint", Value::of_boolean(true), kMismatch},
           {"bit(1)", Value::of_boolean(true), kMismatch}});
    const std::array<std::byte, 2> octets{std::byte{0}, std::byte{0xFF}};
    check(of(SchemaType::kBytes),
          {{"bytea", Value::of_bytes(octets), "\\x00ff"},
           {"bytea", Value::of_bytes({}), "\\x"},
           {"text", Value::of_bytes(octets), "\\x00ff"},
           {"uuid", Value::of_bytes(octets), kNoCast},
           {"bit(8)", Value::of_bytes(octets), kMismatch}});
}

TEST_F(PostgresqlColumns, TakeDatesAndTimes) {
    check(logical_schema(LogicalType::kTimestamp, true),
          {{"timestamp(0)", Value::of_int64(1'700'000'000'600), "2023-11-14 22:13:21"},
           {"timestamptz", Value::of_int64(1'700'000'000'120), "2023-11-14 22:13:20.12+00"},
           {"date", Value::of_int64(1'700'000'000'120), "2023-11-14"},
           {"time", Value::of_int64(1'700'000'000'120), "22:13:20.12"},
           {"varchar(40)", Value::of_int64(1'700'000'000'120), "2023-11-14 22:13:20.12+00"},
           {"varchar(5)", Value::of_int64(1'700'000'000'120), kTooLong},
           {"int", Value::of_int64(1'700'000'000'120), "22P02"},
           {"json", Value::of_int64(1'700'000'000'120), "22P02"}});
    check(logical_schema(LogicalType::kDate, true),
          {{"timestamp", Value::of_int32(19675), "2023-11-14 00:00:00"},
           {"text", Value::of_int32(19675), "2023-11-14 +00"},
           {"bigint", Value::of_int32(19675), "22P02"}});
    check(logical_schema(LogicalType::kTime, true),
          {{"time(0)", Value::of_int32(45'296'789), "12:34:57"},
           {"interval", Value::of_int32(45'296'000), "22007"},
           {"text", Value::of_int32(45'296'789), "12:34:56.789+00"}});
}

TEST_F(PostgresqlColumns, TakeTextsThatIgnoreCase) {
    if (connection().query("SELECT 1 FROM pg_available_extensions WHERE name = 'citext'").empty()) {
        return;  // a server without its contributed extensions
    }
    connection().execute("CREATE EXTENSION IF NOT EXISTS citext");
    check(of(SchemaType::kString), {{"citext", Value::of_string("Ab"), "Ab"}});
}

TEST_F(PostgresqlColumns, AreFoundByKeysThatAreUuids) {
    const std::vector<ColumnDefinition> columns{key("u", SchemaType::kString),
                                                column("v", SchemaType::kInt32)};
    for (const bool distinct : {true, false}) {
        connection().execute("DROP TABLE IF EXISTS " + qualified());
        connection().execute("CREATE TABLE " + qualified() + " (u uuid PRIMARY KEY, v int)");
        write(WriteMode::kUpsert, columns, {Value::of_string(kUuid), Value::of_int32(1)}, distinct);
        write(WriteMode::kUpdate, columns, {Value::of_string(kUuid), Value::of_int32(2)}, distinct);
        EXPECT_THAT(rows({"v"}), testing::ElementsAre("2"));
        write(WriteMode::kDelete, {columns[0]}, {Value::of_string(kUuid)}, distinct);
        EXPECT_THAT(rows({"v"}), testing::IsEmpty());
    }
}

}  // namespace
}  // namespace kconnect::sql
