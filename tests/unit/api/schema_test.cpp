#include <cstdlib>
#include <ctime>
#include <limits>

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/schema.hpp>

namespace kconnect {
namespace {

std::string error_of(const std::function<void()>& call) {
    try {
        call();
    } catch (const ConnectException& error) {
        return error.what();
    }
    return "none";
}

SchemaPtr flight() {
    return SchemaBuilder(SchemaType::kStruct)
        .name("Flight")
        .version(2)
        .doc("a flight")
        .field("id", primitive_schema(SchemaType::kInt64))
        .field("altitude",
               SchemaBuilder(SchemaType::kInt32).default_value(Value::of_int32(7)).build())
        .build();
}

TEST(Schema, IsEqualWhenAllPartsAre) {
    EXPECT_EQ(*flight(), *flight());
    EXPECT_FALSE(*primitive_schema(SchemaType::kInt32) == *primitive_schema(SchemaType::kInt64));
    EXPECT_FALSE(*primitive_schema(SchemaType::kInt32) ==
                 *primitive_schema(SchemaType::kInt32, true));
    EXPECT_FALSE(*SchemaBuilder(SchemaType::kInt32).doc("x").build() ==
                 *primitive_schema(SchemaType::kInt32));
    EXPECT_FALSE(*SchemaBuilder(SchemaType::kInt32).parameter("a", "b").build() ==
                 *primitive_schema(SchemaType::kInt32));
}

TEST(Schema, FindsFieldsByNameAndPosition) {
    const SchemaPtr schema = flight();
    ASSERT_NE(schema->field("altitude"), nullptr);
    EXPECT_EQ(schema->field("altitude")->index, 1U);
    EXPECT_EQ(schema->field("nope"), nullptr);
    EXPECT_EQ(schema->field("altitude")->schema->default_value().as_int32(), 7);
}

TEST(Schema, KnowsLogicalTypesByName) {
    EXPECT_EQ(logical_schema(LogicalType::kDate)->logical_type(), LogicalType::kDate);
    EXPECT_EQ(logical_schema(LogicalType::kTimestamp)->type(), SchemaType::kInt64);
    EXPECT_EQ(decimal_schema(3)->decimal_scale(), 3);
    EXPECT_EQ(error_of([] {
                  SchemaBuilder(SchemaType::kBytes)
                      .name(std::string(kDecimalName))
                      .build()
                      ->decimal_scale();
              }),
              "Invalid Decimal schema: scale parameter not found.");
}

TEST(Schema, RefusesASecondFieldOfANameWithJavasText) {
    EXPECT_EQ(error_of([] {
                  SchemaBuilder(SchemaType::kStruct)
                      .field("a", primitive_schema(SchemaType::kInt8))
                      .field("a", primitive_schema(SchemaType::kInt8));
              }),
              "Cannot create field because of field name duplication a");
}

TEST(Schema, RefusesADefaultThatDoesNotFit) {
    EXPECT_EQ(
        error_of([] { SchemaBuilder(SchemaType::kInt32).default_value(Value::of_string("x")); }),
        "Invalid default value");
}

TEST(Schema, KeepsItsParametersInTheOrderGivenAndComparesThemWithout) {
    const auto with = [](const char* first, const char* second) {
        return SchemaBuilder(SchemaType::kBytes)
            .parameter(first, "1")
            .parameter(second, "2")
            .build();
    };
    const SchemaPtr schema = with("scale", "connect.decimal.precision");
    ASSERT_EQ(schema->parameters().size(), 2U);
    EXPECT_EQ(schema->parameters()[0].first, "scale");
    EXPECT_EQ(*schema->parameter("connect.decimal.precision"), "2");
    EXPECT_EQ(schema->parameter("none"), nullptr);
    EXPECT_TRUE(*schema == *SchemaBuilder(SchemaType::kBytes)
                                .parameter("connect.decimal.precision", "2")
                                .parameter("scale", "1")
                                .build());
    EXPECT_FALSE(*schema == *with("connect.decimal.precision", "scale"));
}

TEST(Schema, LeavesPartsOpenOnlyWhenAsked) {
    EXPECT_EQ(error_of([] { SchemaBuilder(SchemaType::kArray).build(); }),
              "Value schema of ARRAY is missing");
    const SchemaPtr array = SchemaBuilder(SchemaType::kArray).open().build();
    EXPECT_EQ(array->value_schema(), nullptr);
    EXPECT_EQ(error_of([&array] { validate_value(*array, Value::of_array({})); }),
              "No schema defined for element of array value");
    EXPECT_EQ(to_string(array.get(), Value::of_array({})), "[]");
}

TEST(Schema, CopiesItsDefault) {
    std::string text = "unknown";
    const SchemaPtr schema =
        SchemaBuilder(SchemaType::kString).default_value(Value::of_string(text)).build();
    text = "changed";
    EXPECT_EQ(schema->default_value().as_string(), "unknown");
}

TEST(Schema, ChecksValues) {
    EXPECT_NO_THROW(validate_value(*primitive_schema(SchemaType::kInt32, true), Value()));
    EXPECT_EQ(error_of([] { validate_value(*primitive_schema(SchemaType::kInt32), Value(), "x"); }),
              "Invalid value: null used for required field: \"x\", schema type: INT32");
    EXPECT_THROW(validate_value(*primitive_schema(SchemaType::kInt32), Value::of_int64(1)),
                 DataException);
    const Value fields[] = {Value::of_int64(1), Value()};
    EXPECT_NO_THROW(validate_value(*flight(), Value::of_struct(fields)));
}

/// What a timestamp shows in a time zone.
std::string timestamp_text(std::int64_t milliseconds, const char* zone) {
    setenv("TZ", zone, 1);
    tzset();
    std::string text =
        to_string(logical_schema(LogicalType::kTimestamp).get(), Value::of_int64(milliseconds));
    unsetenv("TZ");
    tzset();
    return text;
}

TEST(Schema, ShowsDatesAsJavaDoes) {
    const SchemaPtr schema =
        SchemaBuilder(SchemaType::kStruct).field("day", logical_schema(LogicalType::kDate)).build();
    const Value fields[] = {Value::of_int32(1)};
    setenv("TZ", "Asia/Kolkata", 1);
    tzset();
    EXPECT_EQ(to_string(schema.get(), Value::of_struct(fields)),
              "Struct{day=Fri Jan 02 05:30:00 IST 1970}");
    EXPECT_EQ(timestamp_text(-1, "Asia/Kolkata"), "Thu Jan 01 05:29:59 IST 1970");
    EXPECT_EQ(timestamp_text(-1, "UTC"), "Wed Dec 31 23:59:59 UTC 1969");
}

// Recorded from java.util.Date of OpenJDK 17.
TEST(Schema, ShowsOldDatesByJavasCalendarAndStandardTime) {
    EXPECT_EQ(timestamp_text(-2208988800001, "Europe/Berlin"), "Mon Jan 01 00:59:59 CET 1900");
    EXPECT_EQ(timestamp_text(-12219292800000, "UTC"), "Fri Oct 15 00:00:00 UTC 1582");
    EXPECT_EQ(timestamp_text(-12219292800001, "UTC"), "Thu Oct 04 23:59:59 UTC 1582");
    EXPECT_EQ(timestamp_text(-12219296400000, "Europe/Berlin"), "Fri Oct 15 00:00:00 CET 1582");
    EXPECT_EQ(timestamp_text(-12219296400001, "Europe/Berlin"), "Thu Oct 04 23:59:59 CET 1582");
    EXPECT_EQ(timestamp_text(-30610224000000, "Asia/Kolkata"), "Wed Dec 27 05:30:00 IST 999");
    EXPECT_EQ(timestamp_text(-62135769600000, "UTC"), "Sat Jan 01 00:00:00 UTC 1");
    EXPECT_EQ(timestamp_text(-62135769600001, "UTC"), "Fri Dec 31 23:59:59 UTC 1");
    EXPECT_EQ(timestamp_text(std::numeric_limits<std::int64_t>::min(), "UTC"),
              "Sun Dec 02 16:47:04 UTC 292269055");
    EXPECT_EQ(timestamp_text(std::numeric_limits<std::int64_t>::max(), "UTC"),
              "Sun Aug 17 07:12:55 UTC 292278994");
}

TEST(StructView, ReadsFieldsWithAndWithoutDefault) {
    const SchemaPtr schema = flight();
    const Value fields[] = {Value::of_int64(1), Value()};
    const StructView view(schema.get(), Value::of_struct(fields));
    EXPECT_EQ(view["id"].as_int64(), 1);
    EXPECT_EQ(view["altitude"].as_int32(), 7);
    EXPECT_TRUE(view.without_default("altitude").is_null());
    EXPECT_EQ(error_of([&view] { view["nope"]; }), "nope is not a valid field name");
    EXPECT_EQ(error_of([] { StructView(nullptr, Value::of_int32(1)); }),
              "A struct with a schema is needed, but found INT32 without schema");
}

}  // namespace
}  // namespace kconnect
