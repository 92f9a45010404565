#include <cmath>
#include <limits>

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/schema.hpp>
#include <kconnect/value.hpp>

namespace kconnect {
namespace {

TEST(Value, HoldsEachKindAndItsEdges) {
    EXPECT_TRUE(Value().is_null());
    EXPECT_EQ(Value::of_int8(-128).as_int8(), -128);
    EXPECT_EQ(Value::of_int16(-32768).as_int16(), -32768);
    EXPECT_EQ(Value::of_int32(std::numeric_limits<std::int32_t>::min()).as_int32(),
              std::numeric_limits<std::int32_t>::min());
    EXPECT_EQ(Value::of_int64(std::numeric_limits<std::int64_t>::min()).as_int64(),
              std::numeric_limits<std::int64_t>::min());
    EXPECT_EQ(Value::of_float32(0.1F).as_float32(), 0.1F);
    EXPECT_EQ(Value::of_float64(0.1).as_float64(), 0.1);
    EXPECT_TRUE(Value::of_boolean(true).as_boolean());
    EXPECT_EQ(Value::of_string("a\0b").as_string().size(), 1U);
    EXPECT_EQ(Value::of_string({"a\0b", 3}).as_string(), std::string_view("a\0b", 3));
}

TEST(Value, ThrowsWhenItIsReadAsAnotherKind) {
    try {
        Value::of_string("5").as_int32();
        FAIL() << "must throw";
    } catch (const DataException& error) {
        EXPECT_STREQ(error.what(), "Value is STRING, not INT32");
    }
    EXPECT_THROW(Value::of_int32(5).as_int64(), DataException);
    EXPECT_THROW(Value().as_string(), DataException);
    EXPECT_EQ(Value::of_int32(5).to_integer(), 5);
    EXPECT_THROW(Value::of_float64(5).to_integer(), DataException);
}

TEST(Value, ComparesByContent) {
    const Value left[] = {Value::of_int32(1), Value::of_string("x")};
    const Value right[] = {Value::of_int32(1), Value::of_string("x")};
    EXPECT_EQ(Value::of_struct(left), Value::of_struct(right));
    EXPECT_FALSE(Value::of_int32(1) == Value::of_int64(1));
    EXPECT_EQ(Value::of_float64(std::nan("")), Value::of_float64(std::nan("")));
    EXPECT_FALSE(Value::of_float64(0.0) == Value::of_float64(-0.0));
}

TEST(Value, ComparesMapsWithoutRegardToOrder) {
    const MapEntry left[] = {{Value::of_string("a"), Value::of_int32(1)},
                             {Value::of_string("b"), Value::of_int32(2)}};
    const MapEntry right[] = {{Value::of_string("b"), Value::of_int32(2)},
                              {Value::of_string("a"), Value::of_int32(1)}};
    EXPECT_EQ(Value::of_map(left), Value::of_map(right));
}

TEST(Value, CopiesAllThatItPointsTo) {
    Arena arena;
    std::string text = "D-ABCD";
    const std::byte digits[] = {std::byte{4}, std::byte{210}};
    const Decimal decimal{2, digits};
    const Value fields[] = {Value::of_string(text), Value::of_decimal(&decimal)};
    const Value copy = copy_value(Value::of_struct(fields), arena);
    text = "xxxxxx";
    EXPECT_EQ(copy.as_struct()[0].as_string(), "D-ABCD");
    EXPECT_EQ(copy.as_struct()[1].as_decimal().scale, 2);
    EXPECT_NE(copy.as_struct()[1].as_decimal().unscaled.data(), digits);
}

TEST(Value, PrintsAsJavaDoes) {
    const SchemaPtr schema = SchemaBuilder(SchemaType::kStruct)
                                 .field("id", primitive_schema(SchemaType::kInt32))
                                 .field("name", primitive_schema(SchemaType::kString, true))
                                 .field("gone", primitive_schema(SchemaType::kString, true))
                                 .build();
    const Value fields[] = {Value::of_int32(1), Value::of_string("x"), Value()};
    EXPECT_EQ(to_string(schema.get(), Value::of_struct(fields)), "Struct{id=1,name=x}");
    const Value elements[] = {Value::of_string(""), Value::of_string("a"), Value()};
    EXPECT_EQ(to_string(Value::of_array(elements)), "[, a, null]");
    const MapEntry entries[] = {{Value::of_string("k"), Value::of_int64(1)}};
    EXPECT_EQ(to_string(Value::of_map(entries)), "{k=1}");
}

TEST(Value, PrintsFloatingPointNumbersAsJavaDoes) {
    const auto text = [](double value) { return to_string(Value::of_float64(value)); };
    EXPECT_EQ(text(1.0), "1.0");
    EXPECT_EQ(text(100.0), "100.0");
    EXPECT_EQ(text(1e7), "1.0E7");
    EXPECT_EQ(text(1234567.5), "1234567.5");
    EXPECT_EQ(text(12345678.5), "1.23456785E7");
    EXPECT_EQ(text(0.001), "0.001");
    EXPECT_EQ(text(0.00012), "1.2E-4");
    EXPECT_EQ(text(-0.5), "-0.5");
    EXPECT_EQ(text(-0.0), "-0.0");
    EXPECT_EQ(text(HUGE_VAL), "Infinity");
    EXPECT_EQ(to_string(Value::of_float32(1.1F)), "1.1");
    EXPECT_EQ(text(4.9e-324), "4.9E-324");
    EXPECT_EQ(to_string(Value::of_float32(std::numeric_limits<float>::denorm_min())), "1.4E-45");
}

}  // namespace
}  // namespace kconnect
