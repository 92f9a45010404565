#include <gtest/gtest.h>

#include <kconnect/schemas.hpp>

#include "transforms.hpp"

namespace kconnect::test {
namespace {

SinkRecordSpec record_with_headers(const std::vector<std::string>& names) {
    SinkRecordSpec record{.value = "value"};
    for (const std::string& name : names) {
        record.headers.push_back({name, string_schema(), "of " + name});
    }
    return record;
}

TEST(DropHeaders, DropsAHeaderAndKeepsTheOthers) {
    auto transformation = make_transformation("DropHeaders", {{"headers", "to-drop"}});
    const auto result =
        transformation.apply(record_with_headers({"a", "to-drop", "b", "to-drop.not"}));
    EXPECT_EQ(header_texts(*result), "a=of a, b=of b, to-drop.not=of to-drop.not");
    EXPECT_EQ(value_text(*result), "value");
}

TEST(DropHeaders, DropsAllHeadersOfOneName) {
    auto transformation = make_transformation("DropHeaders", {{"headers", "to-drop"}});
    const auto result = transformation.apply(record_with_headers({"to-drop", "a", "to-drop"}));
    EXPECT_EQ(header_texts(*result), "a=of a");
}

TEST(DropHeaders, DropsHeadersOfSeveralNames) {
    auto transformation = make_transformation("DropHeaders", {{"headers", "a, b,a"}});
    EXPECT_EQ(header_texts(*transformation.apply(record_with_headers({"a", "b"}))), "");
}

TEST(DropHeaders, LeavesARecordWithoutSuchAHeaderAlone) {
    auto transformation = make_transformation("DropHeaders", {{"headers", "TO-DROP"}});
    EXPECT_EQ(header_texts(*transformation.apply(record_with_headers({"to-drop"}))),
              "to-drop=of to-drop");
    EXPECT_EQ(header_texts(*transformation.apply({.value = nullptr})), "");
}

TEST(DropHeaders, NeedsANameToDrop) {
    EXPECT_EQ(error_of([] {
                  make_transformation("DropHeaders", {{"headers", ""}});
              }),
              std::string(kConfigError) + "Invalid value [] for configuration headers: Empty list");
    EXPECT_EQ(error_of([] { make_transformation("DropHeaders"); }),
              std::string(kConfigError) +
                  "Missing required configuration \"headers\" which has no default value.");
}

}  // namespace
}  // namespace kconnect::test
