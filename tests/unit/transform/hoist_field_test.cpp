#include <gtest/gtest.h>

#include <kconnect/schemas.hpp>

#include "transforms.hpp"

namespace kconnect::test {
namespace {

TEST(HoistField, WrapsAValueIntoAMap) {
    auto transformation = make_transformation("HoistField$Key", {{"field", "magic"}});
    const auto result = transformation.apply({.key = 42});
    EXPECT_EQ(result->key_schema, nullptr);
    EXPECT_EQ(key_text(*result), "{magic=42}");
}

TEST(HoistField, WrapsAValueIntoAStruct) {
    auto transformation = make_transformation("HoistField$Key", {{"field", "magic"}});
    const auto result = transformation.apply({.key_schema = int32_schema(), .key = 42});
    EXPECT_EQ(*result->key_schema,
              *SchemaBuilder(SchemaType::kStruct).field("magic", int32_schema()).build());
    EXPECT_EQ(key_text(*result), "Struct{magic=42}");
}

TEST(HoistField, MakesANullValueAFieldThatIsNull) {
    auto transformation = make_transformation("HoistField$Value", {{"field", "w"}});
    EXPECT_EQ(value_text(*transformation.apply({.value = nullptr})), "{w=null}");
    EXPECT_EQ(
        value_text(*transformation.apply({.value_schema = string_schema(true), .value = nullptr})),
        "Struct{}");
}

TEST(HoistField, RefusesNullForAFieldThatIsRequired) {
    const auto transformation = make_builtin<Transformation>("HoistField$Value");
    transformation->configure({{"field", "w"}});
    ConnectRecord record;
    record.value_schema = string_schema().get();
    BatchMemory memory;
    EXPECT_EQ(error_of([&] { transformation->apply(record, nullptr, memory); }),
              std::string(kDataError) +
                  "Invalid value: null used for required field: \"w\", schema type: STRING");
}

TEST(HoistField, MakesTheNewSchemaOnce) {
    auto transformation = make_transformation("HoistField$Value", {{"field", "w"}});
    const SinkRecordSpec record{.value_schema = string_schema(), .value = "x"};
    const SchemaPtr first = transformation.apply(record)->value_schema->shared();
    EXPECT_EQ(transformation.apply(record)->value_schema, first.get());
}

TEST(HoistField, NeedsAName) {
    EXPECT_EQ(error_of([] { make_transformation("HoistField$Value"); }),
              std::string(kConfigError) +
                  "Missing required configuration \"field\" which has no default value.");
}

}  // namespace
}  // namespace kconnect::test
