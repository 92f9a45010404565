#include <set>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/testing/source_task_runner.hpp>

#include "datagen/datagen_task.hpp"
#include "manual_clock.hpp"

namespace kconnect::datagen {
namespace {

using ::testing::Each;
using ::testing::ElementsAre;
using ::testing::SizeIs;

class DeclaredFieldsTest : public ::testing::Test {
protected:
    test::SourceTaskRunner& start(ConfigMap config) {
        config.merge(
            ConfigMap{{"kafka.topic", "t"}, {"records.per.second", "0"}, {"iterations", "1000"}});
        runner_.emplace(std::make_unique<DatagenTask>(clock_), config);
        runner_->start();
        return *runner_;
    }
    /// The values of field `f`, declared with these keys behind `fields.f.`.
    std::vector<std::string> values(const ConfigMap& keys, std::size_t count = 1000) {
        ConfigMap config{{"fields", "f"}};
        for (const auto& [key, value] : keys) {
            config.emplace("fields.f." + key, value);
        }
        start(std::move(config));
        std::vector<std::string> texts;
        for (const SourceRecord& record : runner_->poll().first(count)) {
            validate_value(*record.value_schema, record.value);
            texts.push_back(to_string(record.value.as_struct()[0]));
        }
        return texts;
    }

    ManualClock clock_;
    std::optional<test::SourceTaskRunner> runner_;
};

TEST_F(DeclaredFieldsTest, HaveTheirTypesInTheirOrder) {
    start({{"fields", "d, a,b,c,e"},
           {"fields.a.type", "int8"},
           {"fields.b.type", "float32"},
           {"fields.c.type", "boolean"},
           {"fields.d.type", "string"},
           {"fields.d.optional", "true"},
           {"fields.e.type", "timestamp"}});
    const SourceRecord& record = runner_->poll()[0];
    std::string fields;
    for (const Field& field : record.value_schema->fields()) {
        fields += field.name + ":" + std::string(name_of(field.schema->type())) +
                  (field.schema->is_optional() ? "? " : " ");
    }
    EXPECT_EQ(fields, "d:STRING? a:INT8 b:FLOAT32 c:BOOLEAN e:INT64 ");
    EXPECT_EQ(record.value_schema->field("e")->schema->logical_type(), LogicalType::kTimestamp);
    EXPECT_EQ(record.value_struct()["e"].as_int64(), clock_.epoch_milliseconds());
    EXPECT_TRUE(record.key.is_null());
    EXPECT_EQ(record.key_schema, nullptr);
}

TEST_F(DeclaredFieldsTest, AreDrawnFromAllOfTheirRange) {
    const auto drawn = values({{"type", "int32"}, {"min", "-2"}, {"max", "3"}});
    EXPECT_EQ(std::set(drawn.begin(), drawn.end()),
              (std::set<std::string>{"-2", "-1", "0", "1", "2", "3"}));
    for (const auto& text : values({{"type", "float64"}, {"min", "0.5"}, {"max", "0.75"}})) {
        EXPECT_GE(std::stod(text), 0.5);
        EXPECT_LE(std::stod(text), 0.75);
    }
    values({{"min", "-9223372036854775808"}, {"max", "9223372036854775807"}});
}

TEST_F(DeclaredFieldsTest, CountWhenTheyHaveAStep) {
    EXPECT_THAT(values({{"min", "1"}, {"max", "6"}, {"step", "2"}}, 4),
                ElementsAre("1", "3", "5", "1"));
    EXPECT_THAT(values({{"type", "float64"}, {"max", "1"}, {"step", "0.5"}}, 4),
                ElementsAre("0.0", "0.5", "1.0", "0.0"));
    EXPECT_THAT(values({{"min", "7"}, {"max", "7"}, {"step", "9223372036854775807"}}, 2),
                ElementsAre("7", "7"));
}

TEST_F(DeclaredFieldsTest, TakeGivenValues) {
    EXPECT_THAT(values({{"type", "string"}, {"values", "a,b"}, {"step", "1"}}, 3),
                ElementsAre("a", "b", "a"));
    const auto drawn = values({{"type", "int16"}, {"values", "5,-7"}});
    EXPECT_EQ(std::set(drawn.begin(), drawn.end()), (std::set<std::string>{"5", "-7"}));
}

TEST_F(DeclaredFieldsTest, PutNumbersIntoTexts) {
    EXPECT_THAT(values({{"type", "string"}, {"step", "1"}, {"format", "KC{}x"}}, 2),
                ElementsAre("KC0x", "KC1x"));
    EXPECT_THAT(values({{"type", "string"}, {"format", "same"}}, 2), Each("same"));
}

TEST_F(DeclaredFieldsTest, AreNullAsOftenAsTheyShould) {
    const auto drawn = values({{"optional", "true"}, {"null.percent", "30"}});
    EXPECT_NEAR(static_cast<double>(std::ranges::count(drawn, "null")), 300, 50);
    EXPECT_THAT(values({{"optional", "true"}, {"null.percent", "100"}}), Each("null"));
}

TEST_F(DeclaredFieldsTest, SameSeedSameValuesAndFieldsDiffer) {
    const ConfigMap config{
        {"fields", "a,b"}, {"fields.a.max", "1000000"}, {"fields.b.max", "1000000"}};
    const auto first = to_string(start(config).poll()[500].value);
    const auto again = to_string(start(config).poll()[500].value);
    auto other_seed = config;
    other_seed["random.seed"] = "2";
    EXPECT_EQ(first, again);
    EXPECT_NE(first, to_string(start(other_seed).poll()[500].value));
    const auto row = start(config).poll()[500].value.as_struct();
    EXPECT_NE(row[0].as_int64(), row[1].as_int64());
}

TEST_F(DeclaredFieldsTest, TasksTakeTurnsInOneSequence) {
    const auto ids = [this](const std::string& task) {
        start({{"fields", "id"},
               {"fields.id.step", "1"},
               {"datagen.task", task},
               {"datagen.tasks", "2"}});
        std::vector<std::int64_t> result;
        for (const SourceRecord& record : runner_->poll().first(3)) {
            result.push_back(record.value.as_struct()[0].as_int64());
        }
        return result;
    };
    EXPECT_THAT(ids("0"), ElementsAre(0, 2, 4));
    EXPECT_THAT(ids("1"), ElementsAre(1, 3, 5));
}

TEST_F(DeclaredFieldsTest, GoOnWhereTheyStopped) {
    start({{"fields", "id"}, {"fields.id.step", "1"}, {"fields.id.max", "5000"}});
    EXPECT_THAT(runner_->poll(), SizeIs(1000));
    runner_->commit();
    runner_->context().config["iterations"] = "1001";
    runner_->restart(std::make_unique<DatagenTask>(clock_));
    const auto records = runner_->poll();
    ASSERT_THAT(records, SizeIs(1));
    EXPECT_EQ(records[0].value.as_struct()[0].as_int64(), 1000);
    EXPECT_EQ(to_string(records[0].source_partition), "{task=0, tasks=1}");
    EXPECT_EQ(to_string(records[0].source_offset), "{records=1001}");
}

TEST_F(DeclaredFieldsTest, GoOnBehindTheLastRowWhenThereAreOtherTasks) {
    const auto next_id = [this](const std::string& task, const std::string& tasks, int most) {
        runner_->context().config["datagen.task"] = task;
        runner_->context().config["datagen.tasks"] = tasks;
        runner_->context().config["iterations"] = std::to_string(most);
        runner_->restart(std::make_unique<DatagenTask>(clock_));
        const auto records = runner_->poll();
        runner_->commit();
        return records.empty() ? -1 : records[0].value.as_struct()[0].as_int64();
    };
    start({{"fields", "id"}, {"fields.id.step", "1"}, {"fields.id.max", "5000"}});
    EXPECT_THAT(runner_->poll(), SizeIs(1000));
    runner_->commit();
    // The rows 0 to 999 are made; of three tasks this one makes 1000, 1003, ...
    EXPECT_EQ(next_id("1", "3", 400), 1000);
    EXPECT_EQ(next_id("2", "3", 400), 1001);
    EXPECT_EQ(next_id("0", "3", 400), 1002);
    EXPECT_EQ(next_id("1", "3", 400), -1) << "its share is made";
    EXPECT_EQ(next_id("0", "1", 2000), 1200) << "behind the last of the three, 1199";
}

TEST_F(DeclaredFieldsTest, MakeEachRowOnceWithTwoTasksThenThreeThenTwo) {
    std::multiset<std::int64_t> made;
    start({{"fields", "id"},
           {"fields.id.step", "1"},
           {"fields.id.max", "5000"},
           {"datagen.tasks", "2"}});
    const auto run = [&](int tasks, const std::string& iterations) {
        auto& config = runner_->context().config;
        config["datagen.tasks"] = std::to_string(tasks);
        config["iterations"] = iterations;
        for (int task = 0; task < tasks; ++task) {
            config["datagen.task"] = std::to_string(task);
            runner_->restart(std::make_unique<DatagenTask>(clock_));
            for (const SourceRecord& record : runner_->poll()) {
                made.insert(record.value.as_struct()[0].as_int64());
            }
            runner_->commit();
        }
    };
    std::multiset<std::int64_t> wanted;
    const auto want_up_to = [&wanted](std::int64_t end) {
        for (auto row = static_cast<std::int64_t>(wanted.size()); row < end; ++row) {
            wanted.insert(row);
        }
    };

    run(2, "10");
    want_up_to(20);
    EXPECT_EQ(made, wanted);
    run(3, "10");
    want_up_to(30);
    EXPECT_EQ(made, wanted);
    run(2, "20");
    want_up_to(40);
    EXPECT_EQ(made, wanted);
    run(64, "1");
    want_up_to(64);
    EXPECT_EQ(made, wanted);
}

}  // namespace
}  // namespace kconnect::datagen
