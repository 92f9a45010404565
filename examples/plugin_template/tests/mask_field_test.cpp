#include "mask_field.hpp"

#include <gtest/gtest.h>

#include <kconnect/schemas.hpp>
#include <kconnect/testing/drivers.hpp>

namespace plugin_template {
namespace {

using kconnect::test::list;
using kconnect::test::TransformationDriver;

const kconnect::SchemaPtr& user() {
    static const auto schema = kconnect::struct_schema(
        "User", {{"id", kconnect::int32_schema()}, {"mail", kconnect::string_schema(true)}});
    return schema;
}

std::string masked(const kconnect::test::SinkRecordSpec& record, const char* field) {
    TransformationDriver driver(std::make_unique<MaskField>(), {{"field", field}});
    const auto result = driver.apply(record);
    return to_string(result->value_schema, result->value);
}

TEST(MaskField, HidesTheFieldAndKeepsTheOthers) {
    EXPECT_EQ(masked({.value_schema = user(), .value = list(1, "a@b.c")}, "mail"),
              "Struct{id=1,mail=***}");
}

TEST(MaskField, LeavesNullAndRecordsWithoutTheFieldAlone) {
    EXPECT_EQ(masked({.value_schema = user(), .value = list(1, nullptr)}, "mail"), "Struct{id=1}");
    EXPECT_EQ(masked({.value_schema = user(), .value = list(1, "x")}, "other"),
              "Struct{id=1,mail=x}");
    EXPECT_EQ(masked({.value = "text"}, "mail"), "text");
}

TEST(MaskField, RefusesAFieldThatIsNoText) {
    EXPECT_THROW(masked({.value_schema = user(), .value = list(1, "x")}, "id"),
                 kconnect::DataException);
}

TEST(MaskField, NeedsAField) {
    EXPECT_THROW(TransformationDriver(std::make_unique<MaskField>()), kconnect::ConfigException);
}

}  // namespace
}  // namespace plugin_template
