#include "verify/cell_form.hpp"

#include <gmock/gmock.h>

#include <kconnect/schema.hpp>

#include "verify/decimal_rounding.hpp"
#include "verify/stored_time.hpp"

namespace kconnect::verify {
namespace {

CellForm form(std::string type, bool is_mariadb = false) {
    return form_of({.name = "c", .type = std::move(type)}, is_mariadb);
}

std::string stored(const std::string& type, const Value& cell) {
    std::string text;
    append_stored(text, form(type), cell);
    return text;
}

std::string sent(const CellForm& form,
                 const SchemaPtr& schema,
                 const Value& cell,
                 sql::TimestampUnit unit = sql::TimestampUnit::kNone) {
    std::string text;
    append_sent(text, form, {"c", schema, unit}, {}, cell);
    return text;
}

std::string rounded(std::string_view number, int scale) {
    std::string text;
    append_rounded(text, number, scale);
    return text;
}

TEST(CellForm, RoundsDecimalsAsTheColumnDoes) {
    EXPECT_EQ(rounded("1.50", -1), "1.5");
    EXPECT_EQ(rounded("1.25", 1), "1.3");
    EXPECT_EQ(rounded("-9.995", 2), "-10");
    EXPECT_EQ(rounded("0.004", 2), "0");
    EXPECT_EQ(rounded("-0.004", 2), "0");
    EXPECT_EQ(rounded("0.06", 1), "0.1");
    EXPECT_EQ(rounded("1e+3", 0), "1000");
    EXPECT_EQ(rounded("25E-3", -1), "0.025");
    EXPECT_EQ(rounded("000120", 0), "120");
    EXPECT_EQ(rounded("NaN", 2), "NaN");
}

TEST(CellForm, ComparesNumbersOfJsonAsNumbers) {
    const auto json = [](const char* text) { return stored("jsonb", Value::of_string(text)); };
    EXPECT_EQ(json(R"({"a":[1e2,-2.0,1.5]})"), json(R"({ "a" : [100, -2, 1.50] })"));
    EXPECT_EQ(json("1e20"), json("100000000000000000000"));
    EXPECT_NE(json("100"), json("100.5"));
    EXPECT_NE(json("9007199254740993"), json("9007199254740992"));
    EXPECT_NE(json("\"100\""), json("100"));
}

TEST(CellForm, TakesBooleansForNumbers) {
    EXPECT_EQ(stored("tinyint(1)", Value::of_int64(1)), "1");
    EXPECT_EQ(stored("boolean", Value::of_boolean(true)), "1");
    EXPECT_EQ(
        sent(form("tinyint(4)"), primitive_schema(SchemaType::kBoolean), Value::of_boolean(false)),
        "0");
}

TEST(CellForm, MakesRealNumbersOfAColumnsWidth) {
    const auto float64 = primitive_schema(SchemaType::kFloat64);
    EXPECT_EQ(sent(form("real"), float64, Value::of_float64(0.1)),
              stored("real", Value::of_float32(0.1F)));
    EXPECT_EQ(sent(form("double precision"),
                   primitive_schema(SchemaType::kFloat32),
                   Value::of_float32(0.1F)),
              stored("double", Value::of_float64(static_cast<double>(0.1F))));
    EXPECT_EQ(stored("double", Value::of_float64(-0.0)), stored("double", Value::of_float64(0)));
}

TEST(CellForm, KnowsDecimalsThatComeAsBytes) {
    const std::byte unscaled[] = {std::byte{0x04}, std::byte{0xD3}};  // 1235
    EXPECT_EQ(sent(form("numeric(10,2)"), decimal_schema(3), Value::of_bytes(unscaled)), "1.24");
    EXPECT_EQ(stored("numeric(10,2)", Value::of_string("1.24")), "1.24");
    EXPECT_EQ(sent(form("numeric"), decimal_schema(3), Value::of_bytes(unscaled)), "1.235");
}

TEST(CellForm, DropsThePaddingOfFixedLengths) {
    EXPECT_EQ(stored("character(5)", Value::of_string("ab   ")), "ab");
    EXPECT_EQ(stored("character varying(5)", Value::of_string("ab ")), "ab ");
}

TEST(CellForm, ComparesTimestampsInTheColumnsPrecision) {
    const auto timestamp = logical_schema(LogicalType::kTimestamp);
    const Value cell = Value::of_int64(1690000000500);
    const std::string shown = "2023-07-22 04:26:40.5";
    EXPECT_EQ(sent(form("timestamp without time zone"), timestamp, cell),
              stored("timestamp without time zone", Value::of_string(shown)));
    EXPECT_EQ(sent(form("datetime(3)"), timestamp, cell),
              stored("datetime(3)", Value::of_string(shown + "00")));
    EXPECT_EQ(sent(form("datetime"), timestamp, cell),
              stored("datetime", Value::of_string("2023-07-22 04:26:41")));
    EXPECT_EQ(sent(form("datetime", true), timestamp, cell),
              stored("datetime", Value::of_string("2023-07-22 04:26:40")))
        << "MariaDB cuts";
    EXPECT_EQ(sent(form("timestamp with time zone"), timestamp, cell),
              stored("timestamp with time zone", Value::of_string("2023-07-22 06:26:40.5+02")));
}

TEST(CellForm, ReadsDatesAndTimesOfDay) {
    EXPECT_EQ(sent(form("date"), logical_schema(LogicalType::kDate), Value::of_int32(-1)),
              stored("date", Value::of_string("1969-12-31")));
    EXPECT_EQ(sent(form("time(3)"), logical_schema(LogicalType::kTime), Value::of_int32(3723004)),
              stored("time(3)", Value::of_string("01:02:03.004")));
    EXPECT_EQ(stored("timestamp without time zone", Value::of_string("infinity")), "infinity");
}

TEST(CellForm, ShowsTimesOfKeysAsTheColumnReadsThem) {
    EXPECT_EQ(shown_time(form("timestamp without time zone"), "-1"), "1969-12-31 23:59:59.999999");
    EXPECT_EQ(shown_time(form("date"), "86400000000"), "1970-01-02");
}

TEST(CellForm, ComparesJsonByItsMeaning) {
    EXPECT_EQ(stored("jsonb", Value::of_string(R"({"b": 1, "a": [1, 2]})")),
              stored("jsonb", Value::of_string(R"({"a":[1,2],"b":1})")));
}

TEST(CellForm, DoesNotCompareWhatItDoesNotKnow) {
    const auto text = primitive_schema(SchemaType::kString);
    EXPECT_FALSE(is_comparable(form("point"), {"c", text}));
    EXPECT_FALSE(is_comparable(form("text"), {"c", logical_schema(LogicalType::kTimestamp)}));
    EXPECT_TRUE(is_comparable(form("text"), {"c", text}));
}

}  // namespace
}  // namespace kconnect::verify
