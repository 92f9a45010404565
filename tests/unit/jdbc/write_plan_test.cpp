#include "jdbc/write_plan.hpp"

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "unit/jdbc/flight_records.hpp"

namespace kconnect::jdbc::testing {
namespace {

SchemaPtr int_key() {
    return primitive_schema(SchemaType::kInt64);
}

/// Records with an integer key and a struct {a}.
std::shared_ptr<RecordBatch> keyed(const std::vector<std::int64_t>& keys) {
    static const SchemaPtr schema = struct_schema({{"a", int64_field()}});
    BatchBuilder builder;
    for (const std::int64_t key : keys) {
        const Value fields[] = {Value::of_int64(key * 10)};
        builder.add(int_key(), Value::of_int64(key), schema, Value::of_struct(fields));
    }
    return builder.build();
}

TEST(WritePlan, FoldsChangesOfOneKeyAndKeepsTheOlderOnesReachable) {
    const JdbcSinkConfig config = upsert_config();
    LayoutCache layouts(config);
    WritePlan plan(true);
    plan.add(keyed({1, 2, 1, 1}), layouts, false);
    ASSERT_EQ(plan.tables().size(), 1U);
    const TablePlan& table = *plan.tables().front();
    EXPECT_EQ(table.versions().size(), 4U);
    ASSERT_EQ(table.rows().size(), 2U);
    EXPECT_EQ(table.rows()[0].newest, 3U);
    EXPECT_EQ(table.versions()[3].previous, 2U);
    EXPECT_EQ(table.versions()[2].previous, 0U);
    EXPECT_EQ(table.versions()[0].previous, Version::kNone);
}

TEST(WritePlan, FoldsAcrossThePutsOfAUnitAndManyKeys) {
    const JdbcSinkConfig config = upsert_config();
    LayoutCache layouts(config);
    WritePlan plan(true);
    std::vector<std::int64_t> keys(5000);
    for (std::size_t index = 0; index < keys.size(); ++index) {
        keys[index] = static_cast<std::int64_t>(index * 7919 % 5000);
    }
    plan.add(keyed(keys), layouts, false);
    plan.add(keyed(keys), layouts, false);
    EXPECT_EQ(plan.tables().front()->rows().size(), 5000U);
    EXPECT_EQ(plan.tables().front()->versions().size(), 10000U);
    EXPECT_EQ(plan.record_count(), 10000U);
}

TEST(WritePlan, KeepsEveryChangeOfAnInsert) {
    JdbcSinkConfig config = upsert_config();
    config.insert_mode = InsertMode::kInsert;
    LayoutCache layouts(config);
    WritePlan plan(false);
    plan.add(keyed({1, 1}), layouts, false);
    EXPECT_EQ(plan.tables().front()->versions().size(), 2U);
    EXPECT_TRUE(plan.tables().front()->rows().empty());
}

TEST(WritePlan, TakesNothingOfAPutThatHoldsARefusedRecord) {
    const JdbcSinkConfig config = upsert_config();
    LayoutCache layouts(config);
    WritePlan plan(true);
    static const SchemaPtr schema = struct_schema({{"a", int64_field()}});
    const Value fields[] = {Value::of_int64(1)};
    const auto batch = BatchBuilder()
                           .add(int_key(), Value::of_int64(1), schema, Value::of_struct(fields))
                           .add(int_key(), Value::of_int64(2), nullptr, Value())
                           .build();
    EXPECT_THROW(plan.add(batch, layouts, false), ConnectException);
    EXPECT_TRUE(plan.empty());
    EXPECT_EQ(plan.record_count(), 0U);
    EXPECT_TRUE(plan.tables().empty() || plan.tables().front()->versions().empty());
}

TEST(WritePlan, IsEmptyAndReusableAfterClear) {
    const JdbcSinkConfig config = upsert_config();
    LayoutCache layouts(config);
    WritePlan plan(true);
    const auto batch = keyed({1, 2});
    plan.add(batch, layouts, false);
    plan.clear();
    EXPECT_TRUE(plan.empty());
    EXPECT_EQ(batch.use_count(), 1);
    plan.add(keyed({2}), layouts, false);
    EXPECT_EQ(plan.tables().front()->rows().size(), 1U);
    EXPECT_EQ(plan.tables().front()->versions()[0].previous, Version::kNone);
}

TEST(WritePlan, TakesOnePutOutOfAWholePlan) {
    const JdbcSinkConfig config = upsert_config();
    LayoutCache layouts(config);
    WritePlan whole(true);
    const auto first = keyed({1, 2});
    const auto second = keyed({2, 3, 3});
    whole.add(first, layouts, false);
    whole.add(second, layouts, false);
    WritePlan part(true);
    part.add_part(whole, second);
    EXPECT_EQ(part.record_count(), 3U);
    EXPECT_EQ(part.tables().front()->rows().size(), 2U);
}

}  // namespace
}  // namespace kconnect::jdbc::testing
