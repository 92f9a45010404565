#include <gtest/gtest.h>

#include <kconnect/schemas.hpp>

#include "transforms.hpp"

namespace kconnect::test {
namespace {

SinkRecordSpec record_with_header() {
    return {.value = "value", .headers = {{"existing", string_schema(), "existing-value"}}};
}

TransformationDriver insertion(const char* literal) {
    return make_transformation("InsertHeader", {{"header", "h"}, {"value.literal", literal}});
}

TEST(InsertHeader, AddsAHeaderBehindTheOthers) {
    auto transformation = insertion("inserted-value");
    const auto result = transformation.apply(record_with_header());
    EXPECT_EQ(header_texts(*result), "existing=existing-value, h=inserted-value");
    EXPECT_EQ(*result->headers[1].schema, *string_schema());
    EXPECT_EQ(value_text(*result), "value");
}

TEST(InsertHeader, KeepsAHeaderOfTheSameName) {
    auto transformation =
        make_transformation("InsertHeader", {{"header", "existing"}, {"value.literal", "new"}});
    EXPECT_EQ(header_texts(*transformation.apply(record_with_header())),
              "existing=existing-value, existing=new");
}

TEST(InsertHeader, AddsAHeaderToATombstone) {
    EXPECT_EQ(header_texts(*insertion("x").apply({.value = nullptr})), "h=x");
}

TEST(InsertHeader, GivesTheValueTheTypeThatItsTextSuggests) {
    const auto schema_of = [](const char* literal) {
        auto transformation = insertion(literal);
        return transformation.apply({.value = "v"})->headers[0].schema->shared();
    };
    EXPECT_EQ(*schema_of("12"), *int8_schema());
    EXPECT_EQ(*schema_of("300"), *int16_schema());
    EXPECT_EQ(*schema_of("true"), *boolean_schema());
    EXPECT_EQ(*schema_of("2020-01-01"), *logical_schema(LogicalType::kDate));
    EXPECT_EQ(*schema_of("\"q\""), *string_schema());
    EXPECT_EQ(schema_of("[1,2]")->type(), SchemaType::kArray);
}

TEST(InsertHeader, CopiesValuesOfSeveralParts) {
    EXPECT_EQ(header_texts(*insertion("[1,2]").apply({.value = "v"})), "h=[1, 2]");
    EXPECT_EQ(header_texts(*insertion("[]").apply({.value = "v"})), "h=[]");
    EXPECT_EQ(header_texts(*insertion("\"q\"").apply({.value = "v"})), "h=\"q\"");
}

TEST(InsertHeader, MakesNullOfNull) {
    auto transformation = insertion("null");
    const auto result = transformation.apply({.value = "v"});
    EXPECT_EQ(result->headers[0].schema, nullptr);
    EXPECT_TRUE(result->headers[0].value.is_null());
}

TEST(InsertHeader, TakesEmptyTexts) {
    auto transformation =
        make_transformation("InsertHeader", {{"header", ""}, {"value.literal", ""}});
    EXPECT_EQ(header_texts(*transformation.apply({.value = "v"})), "=");
}

TEST(InsertHeader, NeedsNameAndValue) {
    EXPECT_EQ(error_of([] {
                  make_transformation("InsertHeader", {{"value.literal", "1"}});
              }),
              std::string(kConfigError) +
                  "Missing required configuration \"header\" which has no default value.");
    EXPECT_EQ(error_of([] {
                  make_transformation("InsertHeader", {{"header", "h"}});
              }),
              std::string(kConfigError) +
                  "Missing required configuration \"value.literal\" which has no default value.");
}

}  // namespace
}  // namespace kconnect::test
