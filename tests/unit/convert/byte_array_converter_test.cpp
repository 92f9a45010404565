#include "convert/byte_array_converter.hpp"

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

namespace kconnect::convert {

namespace {

std::string write_error(const SchemaAndValue& data) {
    ByteArrayConverter converter;
    BatchMemory memory;
    try {
        converter.from_connect_data("topic", data, memory);
    } catch (const DataException& error) {
        return error.what();
    }
    return {};
}

}  // namespace

TEST(ByteArrayConverter, PassesBytesOnWithoutACopy) {
    ByteArrayConverter converter;
    BatchMemory memory;
    const std::string_view payload = "abc";
    const SchemaAndValue data = converter.to_connect_data("topic", payload, memory);
    EXPECT_TRUE(*data.schema == *primitive_schema(SchemaType::kBytes, true));
    EXPECT_EQ(reinterpret_cast<const char*>(data.value.as_bytes().data()), payload.data());
    EXPECT_EQ(converter.from_connect_data("topic", data, memory)->data(), payload.data());
}

TEST(ByteArrayConverter, PassesNullOn) {
    ByteArrayConverter converter;
    BatchMemory memory;
    const SchemaAndValue data = converter.to_connect_data("topic", std::nullopt, memory);
    EXPECT_TRUE(data.value.is_null());
    EXPECT_FALSE(converter.from_connect_data("topic", data, memory).has_value());
}

TEST(ByteArrayConverter, RefusesWhatIsNoBytes) {
    EXPECT_EQ(write_error({primitive_schema(SchemaType::kString).get(), Value::of_string("a")}),
              "Invalid schema type for ByteArrayConverter: STRING");
    EXPECT_EQ(write_error({nullptr, Value::of_string("a")}),
              "ByteArrayConverter is not compatible with objects of type class java.lang.String");
}

}  // namespace kconnect::convert
