// Values of every type in existing columns of other types: what MariaDB and MySQL make of them, or
// refuse them for, whatever the statement.
#include <array>
#include <limits>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>

#include "conformance/sql/database_fixture.hpp"

namespace kconnect::sql {
namespace {

/// What `value` becomes in a column of `type`; the server's error number otherwise.
struct Case {
    std::string_view type;
    Value value;
    std::string_view result;
};

constexpr std::string_view kTooLong = "error 1406";
constexpr std::string_view kOutOfRange = "error 1264";
constexpr std::string_view kCut = "error 1265";
constexpr std::string_view kIncorrect = "error 1366";
constexpr std::string_view kIncorrectTime = "error 1292";

class MySqlColumns : public DatabaseFixture {
protected:
    void SetUp() override { open(Database::kMysql); }

    /// `shown`: how the column is read.
    void check(const SchemaPtr& schema,
               const std::vector<Case>& cases,
               std::string_view shown = "v") {
        for (const Case& test : cases) {
            SCOPED_TRACE(fmt::format("into {}", test.type));
            connection().execute("DROP TABLE IF EXISTS " + qualified());
            connection().execute(
                fmt::format("CREATE TABLE {} (id int PRIMARY KEY, v {})", qualified(), test.type));
            EXPECT_EQ(stored(WriteMode::kInsert, schema, test.value, 1, shown), test.result);
            EXPECT_EQ(stored(WriteMode::kUpsert, schema, test.value, 150, shown), test.result);
        }
    }

private:
    std::string stored(WriteMode mode,
                       const SchemaPtr& schema,
                       const Value& value,
                       int count,
                       std::string_view shown) {
        connection().execute("DELETE FROM " + qualified());
        std::vector<Value> cells;
        for (int row = 0; row < count; ++row) {
            cells.insert(cells.end(), {Value::of_int32(row), value});
        }
        try {
            write(mode, {key("id", SchemaType::kInt32), column("v", schema)}, cells);
        } catch (const SqlError& error) {
            return fmt::format("error {}", error.vendor_code());
        }
        const auto found =
            connection().query(fmt::format("SELECT DISTINCT {} FROM {}", shown, qualified()));
        return found.size() == 1 ? found[0][0].value_or("NULL") : "different rows";
    }
};

SchemaPtr of(SchemaType type) {
    return primitive_schema(type, true);
}

TEST_F(MySqlColumns, TakeTexts) {
    const Value text = Value::of_string("ab");
    check(
        of(SchemaType::kString),
        {{"VARCHAR(2)", text, "ab"},
         {"VARCHAR(1)", text, kTooLong},
         {"ENUM('ab','cd')", text, "ab"},
         {"ENUM('cd')", text, kCut},
         {"SET('a','b')", Value::of_string("a,b"), "a,b"},
         {"JSON", Value::of_string("{\"a\": 1}"), "{\"a\": 1}"},
         {"INT", Value::of_string("12"), "12"},
         {"INT", text, kIncorrect},
         {"DECIMAL(5,2)", Value::of_string("1.5"), "1.50"},
         {"DOUBLE", Value::of_string("1e3"), "1000"},
         {"DATE", Value::of_string("2023-11-14"), "2023-11-14"},
         {"DATE", text, kIncorrectTime},
         {"DATETIME(6)", Value::of_string("2023-11-14 22:13:20.5"), "2023-11-14 22:13:20.500000"}});
    check(of(SchemaType::kString), {{"BINARY(4)", text, "61620000"}}, "HEX(v)");
}

TEST_F(MySqlColumns, TakeWholeNumbersAndBooleans) {
    const Value five = Value::of_int32(5);
    check(of(SchemaType::kInt32),
          {{"TINYINT UNSIGNED", five, "5"},
           {"TINYINT UNSIGNED", Value::of_int32(-1), kOutOfRange},
           {"TINYINT", Value::of_int32(300), kOutOfRange},
           {"VARCHAR(1)", five, "5"},
           {"DECIMAL(5,2)", five, "5.00"},
           {"DECIMAL(2,2)", five, kOutOfRange},
           {"ENUM('ab','cd')", Value::of_int32(2), "cd"},
           {"JSON", five, "5"},
           {"DATETIME", five, kIncorrectTime}});
    check(of(SchemaType::kInt64),
          {{"BIGINT UNSIGNED",
            Value::of_int64(std::numeric_limits<std::int64_t>::max()),
            "9223372036854775807"}});
    check(of(SchemaType::kInt32), {{"BIT(8)", five, "5"}}, "v+0");
    check(of(SchemaType::kBoolean), {{"BIT(1)", Value::of_boolean(true), "1"}}, "v+0");
    check(of(SchemaType::kBoolean), {{"VARCHAR(1)", Value::of_boolean(true), "1"}});
}

TEST_F(MySqlColumns, TakeRealNumbersAndDecimals) {
    check(of(SchemaType::kFloat64),
          {{"DECIMAL(5,1)", Value::of_float64(1.25), "1.3"},
           {"INT", Value::of_float64(2.75), "3"},
           {"VARCHAR(9)", Value::of_float64(1.25), "1.25"},
           {"FLOAT", Value::of_float64(1e300), kOutOfRange}});
    check(of(SchemaType::kFloat32), {{"VARCHAR(9)", Value::of_float32(0.1F), "0.1"}});
    const std::array<std::byte, 2> octets{std::byte{0x04}, std::byte{0xE2}};
    const Value decimal = Value::of_bytes(octets);  // 12.50
    check(decimal_schema(2, true),
          {{"DECIMAL(5,1)", decimal, "12.5"},
           {"DECIMAL(2,1)", decimal, kOutOfRange},
           {"INT", decimal, "13"},
           {"VARCHAR(9)", decimal, "12.50"},
           {"DOUBLE", decimal, "12.5"}});
}

/// What Connector/J and MariaDB Connector/J write into the statement is a DECIMAL from 0.001 to
/// 1e7, which is rounded half up, and beyond a DOUBLE, which is rounded to even.
TEST_F(MySqlColumns, RoundAndShowRealNumbersAsTheyDoForJava) {
    check(of(SchemaType::kFloat64),
          {{"INT", Value::of_float64(2.5), "3"},
           {"INT", Value::of_float64(-2.5), "-3"},
           {"INT", Value::of_float64(12345678.5), "12345678"},
           {"INT", Value::of_float64(1e-4), "0"},
           {"BIGINT", Value::of_float64(1e17), "100000000000000000"},
           {"TINYINT", Value::of_float64(1e300), kOutOfRange},
           {"YEAR", Value::of_float64(2.5), "2003"},
           {"DECIMAL(5,0)", Value::of_float64(2.5), "3"},
           {"DECIMAL(20,3)", Value::of_float64(1.0005), "1.001"},
           {"VARCHAR(9)", Value::of_float64(3), "3.0"},
           {"VARCHAR(9)", Value::of_float64(-0.0), "0.0"},
           {"VARCHAR(9)", Value::of_float64(1e7), "10000000"},
           {"VARCHAR(9)", Value::of_float64(1e300), "1e300"},
           {"JSON", Value::of_float64(3), "3.0"},
           {"ENUM('a','b','c')", Value::of_float64(2.5), "b"},
           {"DATE", Value::of_float64(20231114), "2023-11-14"}});
    check(of(SchemaType::kFloat64), {{"BIT(8)", Value::of_float64(2.5), "3"}}, "v+0");
    check(of(SchemaType::kFloat32),
          {{"INT", Value::of_float32(2.5F), "3"},
           {"FLOAT", Value::of_float32(3.4028235E38F), "3.40282e38"},  // refused from Java
           {"DECIMAL(20,3)", Value::of_float32(0.1F), "0.100"},
           {"VARCHAR(20)", Value::of_float32(16777216.0F), "16777216"},
           {"VARCHAR(9)", Value::of_float32(3.0F), "3.0"}});
    check(of(SchemaType::kInt64),
          {{"DOUBLE", Value::of_int64((1LL << 53) + 1), "9007199254740992"}},
          "CAST(v AS DECIMAL(20,0))");
    check(of(SchemaType::kString),
          {{"INT", Value::of_string("2.5"), "3"}, {"INT", Value::of_string(""), kIncorrect}});
    check(of(SchemaType::kBoolean), {{"TINYINT(1)", Value::of_boolean(true), "1"}});
}

TEST_F(MySqlColumns, TakeRealNumbersOfAllSizesInOneBatch) {
    connection().execute("CREATE TABLE " + qualified() +
                         " (id int PRIMARY KEY, i BIGINT, t VARCHAR(20))");
    std::vector<Value> cells;
    const std::vector<Value> numbers{Value(),
                                     Value::of_float64(2.5),
                                     Value::of_float64(12345678.5),
                                     Value(),
                                     Value::of_float64(3.5),
                                     Value::of_float64(1e15)};
    for (const Value& number : numbers) {
        const auto id = static_cast<std::int32_t>(cells.size() / 3);
        cells.insert(cells.end(), {Value::of_int32(id), number, Value::of_float64(2)});
    }
    write(WriteMode::kUpsert,
          {key("id", SchemaType::kInt32),
           column("i", SchemaType::kFloat64),
           column("t", SchemaType::kFloat64)},
          cells);
    EXPECT_THAT(
        rows("i, t", "id"),
        testing::ElementsAre(
            "NULL|2.0", "3|2.0", "12345678|2.0", "NULL|2.0", "4|2.0", "1000000000000000|2.0"));
}

TEST_F(MySqlColumns, TakeBytes) {
    const std::array<std::byte, 2> octets{std::byte{0}, std::byte{0xFF}};
    const Value bytes = Value::of_bytes(octets);
    check(of(SchemaType::kBytes),
          {{"BINARY(4)", bytes, "00FF0000"},
           {"VARBINARY(1)", bytes, kTooLong},
           {"LONGBLOB", bytes, "00FF"},
           {"VARCHAR(9) CHARACTER SET utf8mb4", bytes, kIncorrect}},
          "HEX(v)");
}

TEST_F(MySqlColumns, TakeDatesAndTimes) {
    check(logical_schema(LogicalType::kTimestamp, true),
          {{"DATETIME(6)", Value::of_int64(1'700'000'000'120), "2023-11-14 22:13:20.120000"},
           {"DATETIME", Value::of_int64(1'700'000'000'120), "2023-11-14 22:13:20"},
           {"DATE", Value::of_int64(1'700'000'000'120), "2023-11-14"},
           {"TIME(3)", Value::of_int64(1'700'000'000'120), "22:13:20.120"},
           {"INT", Value::of_int64(1'700'000'000'120), kOutOfRange}});
    check(logical_schema(LogicalType::kDate, true),
          {{"DATETIME", Value::of_int32(19675), "2023-11-14 00:00:00"},
           {"VARCHAR(10)", Value::of_int32(19675), "2023-11-14"}});
    check(logical_schema(LogicalType::kTime, true),
          {{"TIME", Value::of_int32(45'296'789), "12:34:56"}});
}

}  // namespace
}  // namespace kconnect::sql
