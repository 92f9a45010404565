#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/schemas.hpp>
#include <kconnect/testing/literal.hpp>
#include <kconnect/testing/sink_records.hpp>

namespace kconnect::test {
namespace {

std::string made(const SchemaPtr& schema, const Literal& literal) {
    Arena arena;
    return to_string(schema.get(), literal.make(schema.get(), arena));
}

TEST(Literal, BecomesAValueOfTheKindThatTheSchemaNames) {
    Arena arena;
    EXPECT_EQ(Literal(7).make(int16_schema().get(), arena), Value::of_int16(7));
    EXPECT_EQ(Literal(7).make(float64_schema().get(), arena), Value::of_float64(7));
    EXPECT_EQ(Literal(true).make(boolean_schema().get(), arena), Value::of_boolean(true));
    EXPECT_EQ(Literal("x").make(bytes_schema().get(), arena).as_bytes().size(), 1U);
    EXPECT_EQ(Literal("x").make(string_schema().get(), arena), Value::of_string("x"));
    EXPECT_TRUE(Literal(nullptr).make(string_schema(true).get(), arena).is_null());
}

TEST(Literal, IsInt64TextArrayOrMapWithoutASchema) {
    EXPECT_EQ(made(nullptr, entries({{"a", list(1, "x", nullptr)}})), "{a=[1, x, null]}");
}

TEST(Literal, FillsStructsByPosition) {
    const auto inner = struct_schema("In", {{"v", float32_schema()}});
    const auto outer = struct_schema("Out", {{"id", int8_schema()}, {"in", inner}});
    EXPECT_EQ(made(outer, list(1, list(0.5))), "Struct{id=1,in=Struct{v=0.5}}");
}

TEST(Literal, GivesDecimalsAsJavaWritesThem) {
    const auto schema = decimal_schema(2);
    Arena arena;
    const auto bytes = [&](std::int64_t unscaled) {
        std::string text;
        for (const auto byte : Literal(unscaled).make(schema.get(), arena).as_decimal().unscaled) {
            text += std::to_string(std::to_integer<int>(byte)) + " ";
        }
        return text;
    };
    EXPECT_EQ(bytes(0), "0 ");
    EXPECT_EQ(bytes(127), "127 ");
    EXPECT_EQ(bytes(128), "0 128 ");
    EXPECT_EQ(bytes(-128), "128 ");
    EXPECT_EQ(bytes(-129), "255 127 ");
}

TEST(Literal, RefusesWhatDoesNotFit) {
    Arena arena;
    EXPECT_THROW(Literal("x").make(int32_schema().get(), arena), DataException);
    EXPECT_THROW(Literal(nullptr).make(int32_schema().get(), arena), DataException);
    EXPECT_THROW(Literal(300).make(int8_schema().get(), arena), DataException);
    const auto schema = struct_schema("S", {{"a", int8_schema()}});
    EXPECT_THROW(list(1, 2).make(schema.get(), arena), DataException);
}

TEST(SinkRecords, HaveTheRecordInKafkaBesideTheConvertedOne) {
    const auto batch = make_batch({{.topic = "t",
                                    .partition = 2,
                                    .offset = 5,
                                    .key = "k",
                                    .value_schema = int32_schema(true),
                                    .timestamp = 9,
                                    .headers = {{.key = "h", .value = "x"}}}});
    const SinkRecord& record = (*batch)[0];
    EXPECT_EQ(record.original->key, "k");
    EXPECT_EQ(record.original->value, std::nullopt);
    EXPECT_EQ(record.original->headers[0].value, "x");
    EXPECT_EQ(record.headers[0].value, Value::of_string("x"));
    EXPECT_EQ(record.timestamp_type, TimestampType::kCreateTime);
    EXPECT_EQ(batch->end_offsets(), (OffsetMap{{TopicPartition{"t", 2}, 6}}));
}

}  // namespace
}  // namespace kconnect::test
