#include <array>
#include <cmath>
#include <limits>
#include <map>
#include <string>

#include <fmt/format.h>

#include "conformance/sql/every_database.hpp"

namespace kconnect::sql {
namespace {

/// A value, its column and what the database says it has stored.
struct RoundTrip {
    const char* what;
    SchemaPtr schema;
    Value value;
    std::string stored;  ///< For all databases that are not named below.
    std::map<Database, std::string> stored_by;
};

constexpr const char* kRefused = "(refused)";

SchemaPtr of(SchemaType type) {
    return primitive_schema(type, true);
}

template <std::size_t Size>
Value bytes(const std::array<unsigned char, Size>& octets) {
    return Value::of_bytes(std::as_bytes(std::span(octets)));
}

std::vector<RoundTrip> integers() {
    return {
        {"int8 least", of(SchemaType::kInt8), Value::of_int8(-128), "-128", {}},
        {"int8 most", of(SchemaType::kInt8), Value::of_int8(127), "127", {}},
        {"int16 least", of(SchemaType::kInt16), Value::of_int16(-32768), "-32768", {}},
        {"int16 most", of(SchemaType::kInt16), Value::of_int16(32767), "32767", {}},
        {"int32 least",
         of(SchemaType::kInt32),
         Value::of_int32(std::numeric_limits<std::int32_t>::min()),
         "-2147483648",
         {}},
        {"int32 most",
         of(SchemaType::kInt32),
         Value::of_int32(std::numeric_limits<std::int32_t>::max()),
         "2147483647",
         {}},
        {"int64 least",
         of(SchemaType::kInt64),
         Value::of_int64(std::numeric_limits<std::int64_t>::min()),
         "-9223372036854775808",
         {}},
        {"int64 most",
         of(SchemaType::kInt64),
         Value::of_int64(std::numeric_limits<std::int64_t>::max()),
         "9223372036854775807",
         {}},
        {"true",
         of(SchemaType::kBoolean),
         Value::of_boolean(true),
         "1",
         {{Database::kPostgresql, "t"}}},
        {"false",
         of(SchemaType::kBoolean),
         Value::of_boolean(false),
         "0",
         {{Database::kPostgresql, "f"}}},
        {"null", of(SchemaType::kInt32), Value(), "NULL", {}},
    };
}

std::vector<RoundTrip> reals() {
    const double infinite = std::numeric_limits<double>::infinity();
    return {
        {"float32", of(SchemaType::kFloat32), Value::of_float32(-1.5F), "-1.5", {}},
        {"float64", of(SchemaType::kFloat64), Value::of_float64(0.1), "0.1", {}},
        {"float64 most",
         of(SchemaType::kFloat64),
         Value::of_float64(std::numeric_limits<double>::max()),
         "1.7976931348623157e308",
         {{Database::kPostgresql, "1.7976931348623157e+308"},
          {Database::kSqlite, "1.79769313486232e+308"}}},
        {"float64 least",
         of(SchemaType::kFloat64),
         Value::of_float64(5e-324),
         "5e-324",
         {{Database::kSqlite, "4.94065645841247e-324"}}},
        {"float32 infinity",
         of(SchemaType::kFloat32),
         Value::of_float32(static_cast<float>(infinite)),
         kRefused,
         {{Database::kPostgresql, "Infinity"}, {Database::kSqlite, "Inf"}}},
        {"not a number",
         of(SchemaType::kFloat64),
         Value::of_float64(std::nan("")),
         kRefused,
         {{Database::kPostgresql, "NaN"}, {Database::kSqlite, "NULL"}}},
        {"infinity",
         of(SchemaType::kFloat64),
         Value::of_float64(-infinite),
         kRefused,
         {{Database::kPostgresql, "-Infinity"}, {Database::kSqlite, "-Inf"}}},
    };
}

std::vector<RoundTrip> texts() {
    static const std::string with_zero("a\0b", 3);
    static const std::array<unsigned char, 4> octets{0x00, 0xFF, 0x27, 0x5C};
    static const std::string large(100'000, 'x');
    return {
        // MySQL's TEXT has 65,535 bytes.
        {"large text",
         of(SchemaType::kString),
         Value::of_string(large),
         large,
         {{Database::kMysql, kRefused}}},
        {"text",
         of(SchemaType::kString),
         Value::of_string("it's \"\\\" {a,NULL} \xC3\xA4 \xF0\x9F\x9B\xAB\n\t"),
         "it's \"\\\" {a,NULL} \xC3\xA4 \xF0\x9F\x9B\xAB\n\t",
         {}},
        {"empty text", of(SchemaType::kString), Value::of_string(""), "", {}},
        {"text with U+0000",
         of(SchemaType::kString),
         Value::of_string(with_zero),
         with_zero,
         {{Database::kPostgresql, kRefused}}},
        {"bytes", of(SchemaType::kBytes), bytes(octets), "00FF275C", {}},
        {"no bytes", of(SchemaType::kBytes), Value::of_bytes({}), "", {}},
    };
}

/// The largest integer of so many bytes.
template <std::size_t Size>
std::array<unsigned char, Size> most() {
    std::array<unsigned char, Size> octets{};
    octets.fill(0xFF);
    octets.front() = 0x7F;
    return octets;
}

std::vector<RoundTrip> decimals() {
    static const std::array<unsigned char, 2> twelve_fifty{0x04, 0xE2};
    static const std::array<unsigned char, 2> minus_twelve_fifty{0xFB, 0x1E};
    static const std::array<unsigned char, 1> five{0x05};
    static const std::array<unsigned char, 1> zero{0x00};
    static const std::array<unsigned char, 13> ten_to_30{
        0x0C, 0x9F, 0x2C, 0x9C, 0xD0, 0x46, 0x74, 0xED, 0xEA, 0x40, 0, 0, 0};
    static const Decimal own_scale{1, std::as_bytes(std::span(twelve_fifty))};
    static const auto forty_eight_digits = most<20>();
    static const auto seventy_seven_digits = most<32>();
    return {
        {"negative scale", decimal_schema(-2, true), bytes(five), "500", {}},
        {"48 digits",
         decimal_schema(10, true),
         bytes(forty_eight_digits),
         "73075081866545145910184241635814150982.7966271487",
         {{Database::kSqlite, "7.30750818665451e+37"}}},
        // MySQL's DECIMAL has 65 digits.
        {"77 digits",
         decimal_schema(0, true),
         bytes(seventy_seven_digits),
         "57896044618658097711785492504343953926634992332820282019728792003956564819967",
         {{Database::kMysql, kRefused}, {Database::kSqlite, "5.78960446186581e+76"}}},
        {"decimal",
         decimal_schema(2, true),
         bytes(twelve_fifty),
         "12.50",
         {{Database::kSqlite, "12.5"}}},
        {"negative decimal",
         decimal_schema(2, true),
         bytes(minus_twelve_fifty),
         "-12.50",
         {{Database::kSqlite, "-12.5"}}},
        {"small decimal",
         decimal_schema(9, true),
         bytes(five),
         "0.000000005",
         {{Database::kSqlite, "5.0e-09"}}},
        {"zero", decimal_schema(0, true), bytes(zero), "0", {}},
        {"decimal of its own scale",
         decimal_schema(2, true),
         Value::of_decimal(&own_scale),
         "125.00",
         {{Database::kPostgresql, "125.0"}, {Database::kSqlite, "125"}}},
        {"large decimal",
         decimal_schema(5, true),
         bytes(ten_to_30),
         "10000000000000000000000000.00000",
         {{Database::kSqlite, "1.0e+25"}}},
    };
}

std::vector<RoundTrip> dates() {
    return {
        {"date",
         logical_schema(LogicalType::kDate, true),
         Value::of_int32(19675),
         "2023-11-14",
         {{Database::kSqlite, "1699920000000"}}},
        {"first Gregorian date",
         logical_schema(LogicalType::kDate, true),
         Value::of_int32(-141'427),
         "1582-10-15",
         {{Database::kSqlite, "-12219292800000"}}},
        {"last Julian date",
         logical_schema(LogicalType::kDate, true),
         Value::of_int32(-141'428),
         "1582-10-04",
         {{Database::kSqlite, "-12219379200000"}}},
        // MySQL's years are 1 to 9999.
        {"last date of MySQL",
         logical_schema(LogicalType::kDate, true),
         Value::of_int32(2'932'896),
         "9999-12-31",
         {{Database::kSqlite, "253402214400000"}}},
        {"date after the year 9999",
         logical_schema(LogicalType::kDate, true),
         Value::of_int32(2'932'897),
         "10000-01-01",
         {{Database::kMysql, kRefused}, {Database::kSqlite, "253402300800000"}}},
        {"date before Christ",
         logical_schema(LogicalType::kDate, true),
         Value::of_int32(-719'165),
         "0001-12-31 BC",
         {{Database::kMysql, kRefused}, {Database::kSqlite, "-62135856000000"}}},
        // The Gregorian calendar, which both servers go by, has no 29 February 1500.
        {"day of the Julian calendar only",
         logical_schema(LogicalType::kDate, true),
         Value::of_int32(-171'596),
         kRefused,
         {{Database::kSqlite, "-14825894400000"}}},
        {"last timestamp of MySQL",
         logical_schema(LogicalType::kTimestamp, true),
         Value::of_int64(253'402'300'799'999),
         "9999-12-31 23:59:59.999",
         {{Database::kSqlite, "253402300799999"}}},
        {"time",
         logical_schema(LogicalType::kTime, true),
         Value::of_int32(45'296'789),
         "12:34:56.789",
         {{Database::kSqlite, "45296789"}}},
        {"midnight",
         logical_schema(LogicalType::kTime, true),
         Value::of_int32(0),
         "00:00:00.000",
         {{Database::kPostgresql, "00:00:00"}, {Database::kSqlite, "0"}}},
        {"timestamp",
         logical_schema(LogicalType::kTimestamp, true),
         Value::of_int64(1'700'000'000'123),
         "2023-11-14 22:13:20.123",
         {{Database::kSqlite, "1700000000123"}}},
        {"timestamp before the epoch",
         logical_schema(LogicalType::kTimestamp, true),
         Value::of_int64(-1),
         "1969-12-31 23:59:59.999",
         {{Database::kSqlite, "-1"}}},
    };
}

class Values : public EveryDatabase {
protected:
    /// Each value goes into a column of its own in one row, so that one table serves them all.
    void check(const std::vector<RoundTrip>& cases) {
        std::vector<ColumnDefinition> columns{key("id", SchemaType::kInt32)};
        for (std::size_t index = 0; index < cases.size(); ++index) {
            columns.push_back(column(fmt::format("v{}", index), cases[index].schema));
        }
        create(columns);
        for (std::size_t index = 0; index < cases.size(); ++index) {
            SCOPED_TRACE(cases[index].what);
            const int id = static_cast<int>(index) * kRows * 2;
            EXPECT_EQ(stored(WriteMode::kUpsert, 1, columns[index + 1], cases[index].value, id),
                      expected(cases[index]));
            EXPECT_EQ(
                stored(WriteMode::kInsert, kRows, columns[index + 1], cases[index].value, id + 1),
                expected(cases[index]))
                << "in many rows";
        }
    }

private:
    std::string expected(const RoundTrip& test) const {
        const auto own = test.stored_by.find(database());
        return own == test.stored_by.end() ? test.stored : own->second;
    }

    /// So many that a strategy for many rows is chosen.
    static constexpr int kRows = 150;

    std::string stored(
        WriteMode mode, int count, const ColumnDefinition& definition, const Value& value, int id) {
        std::vector<Value> cells;
        for (int row = 0; row < count; ++row) {
            cells.insert(cells.end(), {Value::of_int32(id + row), value});
        }
        try {
            write(mode, {key("id", SchemaType::kInt32), definition}, cells);
        } catch (const SqlError& error) {
            return error.kind() == SqlErrorKind::kRecord ? kRefused : error.what();
        } catch (const DataException&) {
            return kRefused;
        }
        const std::string name = dialect().quote(definition.name);
        const bool is_bytes = definition.schema->type() == SchemaType::kBytes &&
                              definition.schema->logical_type() == LogicalType::kNone;
        const std::string hex = database() == Database::kPostgresql
                                    ? fmt::format("upper(encode({}, 'hex'))", name)
                                    : fmt::format("hex({})", name);
        const auto found = connection().query(fmt::format(
            "SELECT {} FROM {} WHERE id = {}", is_bytes ? hex : name, qualified(), id + count - 1));
        return found.at(0).at(0).value_or("NULL");
    }
};

TEST_P(Values, KeepIntegersAndBooleans) {
    check(integers());
}

TEST_P(Values, KeepRealNumbers) {
    check(reals());
}

TEST_P(Values, KeepTextAndBytes) {
    check(texts());
}

TEST_P(Values, KeepDecimals) {
    check(decimals());
}

TEST_P(Values, KeepDatesAndTimes) {
    check(dates());
}

TEST_P(Values, StoreAFullRowOfNulls) {
    const std::vector<ColumnDefinition> columns{
        key("id", SchemaType::kInt32),
        column("a", SchemaType::kBytes),
        column("b", decimal_schema(2, true)),
        column("c", logical_schema(LogicalType::kDate, true)),
        column("d", logical_schema(LogicalType::kTime, true)),
        column("e", logical_schema(LogicalType::kTimestamp, true)),
        column("f", SchemaType::kFloat32),
        column("g", SchemaType::kBoolean)};
    create(columns);
    std::vector<Value> cells(columns.size());
    cells[0] = Value::of_int32(1);
    write(WriteMode::kUpsert, columns, cells);
    EXPECT_THAT(rows({"id", "a", "b", "c", "d", "e", "f", "g"}),
                testing::ElementsAre("1|NULL|NULL|NULL|NULL|NULL|NULL|NULL"));
}

KCONNECT_FOR_EVERY_DATABASE(Values);

}  // namespace
}  // namespace kconnect::sql
