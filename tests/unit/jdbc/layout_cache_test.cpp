#include "jdbc/layout_cache.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include <gtest/gtest.h>

#include "jdbc/table_target.hpp"
#include "jdbc/write_plan.hpp"
#include "unit/jdbc/flight_records.hpp"

namespace kconnect::jdbc::testing {
namespace {

SchemaPtr schema_with(const std::string& field, int version = 1) {
    SchemaBuilder builder(SchemaType::kStruct);
    return builder.version(version).field(field, int64_field()).build();
}

/// One put of one record.
std::shared_ptr<RecordBatch> record_of(const SchemaPtr& schema,
                                       std::string_view topic = "flights") {
    const Value fields[] = {Value::of_int64(1)};
    BatchBuilder builder(topic);
    builder.add(primitive_schema(SchemaType::kInt64),
                Value::of_int64(1),
                schema,
                schema == nullptr ? Value() : Value::of_struct(fields));
    return builder.build();
}

/// Whether the target is still there and was taken out of its cache.
bool is_retired(const std::weak_ptr<const TableTarget>& target) {
    const std::shared_ptr<const TableTarget> held = target.lock();
    return held != nullptr && held->is_retired();
}

class LayoutCacheTest : public ::testing::Test {
protected:
    const RecordLayout* find(const std::shared_ptr<RecordBatch>& batch) {
        return &layouts.find((*batch)[0]);
    }

    /// Shows so many kinds of records that something must be forgotten.
    void show_many() {
        for (int version = 2; version < 2500; ++version) {
            layouts.forget_excess();
            find(record_of(schema_with("a", version)));
        }
        layouts.forget_excess();
    }

    JdbcSinkConfig config = upsert_config();
    LayoutCache layouts{config};
};

TEST_F(LayoutCacheTest, KnowsAnEqualSchemaThatIsAnotherObject) {
    const RecordLayout* layout = find(record_of(schema_with("a")));
    EXPECT_EQ(find(record_of(schema_with("a"))), layout);
}

TEST_F(LayoutCacheTest, KeepsTopicsSchemasAndTombstonesApart) {
    config.delete_enabled = true;
    LayoutCache cache(config);
    const auto a = record_of(schema_with("a"));
    const auto b = record_of(schema_with("b"));
    const auto tombstone = record_of(nullptr);
    const auto other_topic = record_of(schema_with("a"), "aircraft");
    std::vector<const RecordLayout*> found;
    for (const auto& batch : {a, b, tombstone, other_topic}) {
        found.push_back(&cache.find((*batch)[0]));
        EXPECT_EQ(&cache.find((*batch)[0]), found.back());
    }
    EXPECT_EQ(&cache.find((*a)[0]), found[0]);
    std::ranges::sort(found);
    EXPECT_EQ(std::ranges::unique(found).begin(), found.end());
}

TEST_F(LayoutCacheTest, GivesTopicsOfOneTableOneTarget) {
    config.table_name_format = "all";
    LayoutCache cache(config);
    const auto one = record_of(schema_with("a"), "one");
    const auto other = record_of(schema_with("a"), "other");
    EXPECT_EQ(&cache.find((*one)[0]).target(), &cache.find((*other)[0]).target());
}

TEST_F(LayoutCacheTest, ForgetsWhatIsTooMuchOnceNobodyHoldsIt) {
    const std::weak_ptr<const TableTarget> target =
        find(record_of(schema_with("a")))->target().shared_from_this();
    show_many();
    EXPECT_TRUE(target.expired());
}

TEST_F(LayoutCacheTest, KeepsWhatAPlanHoldsUntilThePlanIsCleared) {
    WritePlan plan(true);
    plan.add(record_of(schema_with("a")), layouts, false);
    const Version& version = plan.tables().front()->versions().front();
    const std::weak_ptr<const TableTarget> target = version.layout->target().shared_from_this();
    show_many();
    ASSERT_FALSE(target.expired());
    EXPECT_TRUE(is_retired(target));
    EXPECT_EQ(version.layout->columns()->columns.back().name, "a");
    plan.clear();
    EXPECT_TRUE(target.expired());
}

TEST_F(LayoutCacheTest, ForgetsNothingOfATableForTheSchemasOfAnother) {
    const std::weak_ptr<const TableTarget> quiet =
        find(record_of(schema_with("a"), "quiet"))->target().shared_from_this();
    show_many();
    ASSERT_FALSE(quiet.expired());
    EXPECT_FALSE(is_retired(quiet));
}

TEST_F(LayoutCacheTest, ForgetsTablesWhenThereAreTooMany) {
    const std::weak_ptr<const TableTarget> first =
        find(record_of(schema_with("a"), "first"))->target().shared_from_this();
    for (int topic = 0; topic < 10'100; ++topic) {
        layouts.forget_excess();
        find(record_of(schema_with("a"), "topic-" + std::to_string(topic)));
    }
    EXPECT_TRUE(first.expired());
}

TEST_F(LayoutCacheTest, ForgetsUnionsOfColumnsThatAreTooMany) {
    WritePlan plan(true);
    std::weak_ptr<const TableTarget> first;
    for (int round = 0; round < 20; ++round) {
        plan.clear();
        BatchBuilder builder;
        for (int number = 0; number < 100; ++number) {
            SchemaBuilder schema(SchemaType::kStruct);
            const Value fields[] = {Value::of_int64(1), Value::of_int64(1)};
            schema.field("a" + std::to_string(number), int64_field());
            schema.field("b" + std::to_string((number * (round + 1)) % 100), int64_field());
            builder.add(primitive_schema(SchemaType::kInt64),
                        Value::of_int64(number % 3),
                        schema.build(),
                        Value::of_struct(fields));
        }
        plan.add(builder.build(), layouts, false);
        if (round == 0) {
            first = plan.tables().front()->target().shared_from_this();
        }
    }
    plan.clear();
    EXPECT_TRUE(first.expired());
}

}  // namespace
}  // namespace kconnect::jdbc::testing
