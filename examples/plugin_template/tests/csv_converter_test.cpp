#include "csv_converter.hpp"

#include <gtest/gtest.h>

#include <kconnect/testing/drivers.hpp>

namespace plugin_template {
namespace {

using kconnect::test::ConverterDriver;

TEST(CsvConverter, ReadsCells) {
    ConverterDriver driver(std::make_unique<CsvConverter>());
    const auto data = driver.read("a,b,,c");
    EXPECT_EQ(to_string(data.schema, data.value), "[a, b, , c]");
}

TEST(CsvConverter, WritesWhatItRead) {
    ConverterDriver driver(std::make_unique<CsvConverter>());
    for (const char* text : {"a,b", "", ",", "a"}) {
        EXPECT_EQ(driver.round_trip(text), text);
    }
    EXPECT_EQ(driver.round_trip(std::nullopt), std::nullopt);
}

TEST(CsvConverter, RefusesToWriteWhatIsNoArray) {
    ConverterDriver driver(std::make_unique<CsvConverter>());
    EXPECT_THROW(driver.write(nullptr, "text"), kconnect::DataException);
}

}  // namespace
}  // namespace plugin_template
