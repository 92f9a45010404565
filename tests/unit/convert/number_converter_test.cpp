#include "convert/number_converter.hpp"

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "convert/boolean_converter.hpp"

namespace kconnect::convert {

namespace {

using namespace std::string_view_literals;

template <typename Tested>
struct ConverterFixture {
    ConverterFixture() {
        converter.configure({{"converter.type", "value"}}, ConverterRole::kValue);
    }

    SchemaAndValue read(std::optional<std::string_view> payload) {
        return converter.to_connect_data("topic", payload, memory);
    }

    std::optional<std::string_view> write(const SchemaAndValue& data) {
        return converter.from_connect_data("topic", data, memory);
    }

    /// "message <- cause" of the DataException that `act` gives.
    template <typename Act>
    std::string error_of(Act act) {
        try {
            act();
        } catch (const DataException& error) {
            return error.what() + (error.cause() == nullptr ? "" : "<- " + describe(error.cause()));
        }
        return "none";
    }

    std::string read_error(std::string_view payload) {
        return error_of([&] { read(payload); });
    }

    std::string write_error(const SchemaAndValue& data) {
        return error_of([&] { write(data); });
    }

    Tested converter;
    BatchMemory memory;
};

template <const NumberType& kType>
using NumberFixture = ConverterFixture<NumberConverter<kType>>;

/// Reads and writes one number.
template <const NumberType& kType>
void expect_round_trip(std::string_view bytes, const Value& value) {
    NumberFixture<kType> numbers;
    const SchemaAndValue data = numbers.read(bytes);
    EXPECT_TRUE(*data.schema == *primitive_schema(kType.schema_type, true));
    EXPECT_EQ(data.value, value);
    EXPECT_EQ(numbers.write({nullptr, value}), bytes);
    EXPECT_TRUE(numbers.read(std::nullopt).value.is_null());
    EXPECT_FALSE(numbers.write({data.schema, Value()}).has_value());
}

}  // namespace

TEST(NumberConverter, ReadsAndWritesEachTypeMostSignificantByteFirst) {
    expect_round_trip<kShortType>("\xFF\xFE", Value::of_int16(-2));
    expect_round_trip<kIntegerType>("\x01\x02\x03\x04", Value::of_int32(0x01020304));
    expect_round_trip<kLongType>("\x80\0\0\0\0\0\0\0"sv, Value::of_int64(INT64_MIN));
    expect_round_trip<kFloatType>("\x3F\xC0\0\0"sv, Value::of_float32(1.5F));
    expect_round_trip<kDoubleType>("\xBF\xF8\0\0\0\0\0\0"sv, Value::of_float64(-1.5));
}

TEST(NumberConverter, RefusesAnotherNumberOfBytesWithJavasTexts) {
    EXPECT_EQ(
        NumberFixture<kShortType>().read_error("abc"),
        "Failed to deserialize short: <- Size of data received by ShortDeserializer is not 2");
    EXPECT_EQ(NumberFixture<kIntegerType>().read_error(""),
              "Failed to deserialize integer: <- "
              "Size of data received by IntegerDeserializer is not 4");
    EXPECT_EQ(NumberFixture<kLongType>().read_error("abcd"),
              "Failed to deserialize long: <- Size of data received by LongDeserializer is not 8");
    EXPECT_EQ(NumberFixture<kFloatType>().read_error("abc"),
              "Failed to deserialize float: <- Size of data received by Deserializer is not 4");
    EXPECT_EQ(NumberFixture<kDoubleType>().read_error("abc"),
              "Failed to deserialize double: <- Size of data received by Deserializer is not 8");
}

TEST(NumberConverter, RefusesValuesOfAnotherClassWithJavasTexts) {
    EXPECT_EQ(NumberFixture<kIntegerType>().write_error({nullptr, Value::of_string("7")}),
              "Failed to serialize to integer (was class java.lang.String): <- "
              "class java.lang.String cannot be cast to class java.lang.Integer");
    EXPECT_EQ(NumberFixture<kLongType>().write_error({nullptr, Value::of_int32(7)}),
              "Failed to serialize to long (was class java.lang.Integer): <- "
              "class java.lang.Integer cannot be cast to class java.lang.Long");
}

TEST(BooleanConverter, ReadsAndWritesOneByte) {
    ConverterFixture<BooleanConverter> booleans;
    const SchemaPtr& schema = primitive_schema(SchemaType::kBoolean);
    EXPECT_TRUE(*booleans.read("\x01").schema == *primitive_schema(SchemaType::kBoolean, true));
    EXPECT_EQ(booleans.read("\x01").value, Value::of_boolean(true));
    EXPECT_EQ(booleans.read("\0"sv).value, Value::of_boolean(false));
    EXPECT_TRUE(booleans.read(std::nullopt).value.is_null());
    EXPECT_EQ(booleans.write({schema.get(), Value::of_boolean(true)}), "\x01");
    EXPECT_EQ(booleans.write({nullptr, Value::of_boolean(false)}), "\0"sv);
    EXPECT_FALSE(booleans.write({schema.get(), Value()}).has_value());
}

TEST(BooleanConverter, RefusesWhatIsNoBooleanWithJavasTexts) {
    ConverterFixture<BooleanConverter> booleans;
    EXPECT_EQ(
        booleans.read_error("\x02"),
        "Failed to deserialize boolean: <- Unexpected byte received by BooleanDeserializer: 2");
    EXPECT_EQ(booleans.read_error("\xFF"),
              "Failed to deserialize boolean: <- Unexpected byte received by BooleanDeserializer: "
              "-1");
    EXPECT_EQ(booleans.read_error("42"),
              "Failed to deserialize boolean: <- Size of data received by BooleanDeserializer is "
              "not 1");
    const Schema* text = primitive_schema(SchemaType::kString).get();
    EXPECT_EQ(booleans.write_error({text, Value::of_boolean(true)}),
              "Invalid schema type for BooleanConverter: STRING");
    EXPECT_EQ(booleans.write_error({nullptr, Value::of_string("true")}),
              "BooleanConverter is not compatible with objects of type class java.lang.String");
}

}  // namespace kconnect::convert
