#include "datagen/datagen_task.hpp"

#include <map>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/maps.hpp>
#include <kconnect/testing/source_task_runner.hpp>

#include "datagen/great_circle.hpp"
#include "manual_clock.hpp"

namespace kconnect::datagen {
namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;
using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::SizeIs;

class DatagenTaskTest : public ::testing::Test {
protected:
    static ConfigMap flights(ConfigMap more = {}) {
        more.merge(ConfigMap{{"kafka.topic", "flight-data"},
                             {"quickstart", "flights"},
                             {"flights.aircraft", "3"},
                             {"records.per.second", "3"}});
        return more;
    }
    std::unique_ptr<DatagenTask> task() { return std::make_unique<DatagenTask>(clock_); }
    test::SourceTaskRunner& start(const ConfigMap& config) {
        runner_.emplace(task(), config);
        runner_->start();
        return *runner_;
    }
    /// As texts, without times.
    std::vector<std::string> poll_until(std::size_t count) {
        std::vector<std::string> rows;
        for (int turn = 0; turn < 10000 && rows.size() < count; ++turn) {
            for (const SourceRecord& record : runner_->poll()) {
                rows.push_back(row(record));
            }
        }
        return rows;
    }
    static std::string row(const SourceRecord& record) {
        std::string text = to_string(record.key_schema, record.key);
        for (const Field& field : record.value_schema->fields()) {
            if (field.name != "timestamp") {
                text += " " + to_string(record.value.as_struct()[field.index]);
            }
        }
        return text;
    }

    ManualClock clock_;
    std::optional<test::SourceTaskRunner> runner_;
};

TEST_F(DatagenTaskTest, AFlightHasTheFieldsOfTheStory) {
    start(flights());
    const auto records = runner_->poll();
    ASSERT_EQ(records.size(), 1U);
    const SourceRecord& record = records[0];
    EXPECT_EQ(record.topic, "flight-data");
    EXPECT_EQ(to_string(record.key_schema, record.key), "Struct{id=1}");
    EXPECT_EQ(record.key_schema->fields()[0].schema->type(), SchemaType::kInt32);
    std::string fields;
    for (const Field& field : record.value_schema->fields()) {
        fields += field.name + ":" + std::string(name_of(field.schema->type())) + " ";
    }
    EXPECT_EQ(fields,
              "id:INT32 aircraft_id:STRING timestamp:INT64 altitude:INT32 speed:INT32 "
              "heading:INT32 lat:FLOAT64 lon:FLOAT64 ");
    EXPECT_NO_THROW(validate_value(*record.value_schema, record.value));
    EXPECT_EQ(record.value_struct()["timestamp"].as_int64(), clock_.epoch_milliseconds());
    EXPECT_EQ(record.timestamp, clock_.epoch_milliseconds());
    EXPECT_EQ(to_string(record.source_partition), "{aircraft=1}");
    EXPECT_EQ(to_string(record.source_offset), "{flown.ms=1000, records=1}");
}

TEST_F(DatagenTaskTest, AircraftReportInTurnAtTheConfiguredRate) {
    start(flights({{"records.per.second", "30"}}));
    EXPECT_THAT(poll_until(300), SizeIs(300));
    EXPECT_NEAR(std::chrono::duration<double>(clock_.elapsed()).count(), 10, 0.1);
    EXPECT_EQ(runner_->poll()[0].value_struct()["id"].as_int32(), 1);
}

TEST_F(DatagenTaskTest, AnAircraftMovesAsFastAsItSays) {
    start(flights({{"flights.aircraft", "1"}, {"records.per.second", "0.1"}}));
    std::optional<StructView> before;
    Arena arena;
    int compared = 0;
    for (int turn = 0; turn < 30000 && compared < 500; ++turn) {
        for (const SourceRecord& record : runner_->poll()) {
            const StructView now(record.value_schema, copy_value(record.value, arena));
            const auto cruises = [](const StructView& view) {
                return view["altitude"].as_int32() > 15000;
            };
            if (before && cruises(*before) && cruises(now)) {
                const Place from{(*before)["lat"].as_float64(), (*before)["lon"].as_float64()};
                const Place to{now["lat"].as_float64(), now["lon"].as_float64()};
                const double hours = static_cast<double>(now["timestamp"].as_int64() -
                                                         (*before)["timestamp"].as_int64()) /
                                     3600000;
                const double knots = GreatCircle(from, to).length_km() / 1.852 / hours;
                ASSERT_NEAR(knots, now["speed"].as_int32(), 5);
                ++compared;
            }
            before.emplace(now);
        }
    }
    EXPECT_EQ(compared, 500);
}

TEST_F(DatagenTaskTest, TheTimeFactorMakesAircraftMoveFaster) {
    start(flights({{"flights.time.factor", "60"}}));
    EXPECT_EQ(to_string(runner_->poll()[0].source_offset), "{flown.ms=60000, records=1}");
}

TEST_F(DatagenTaskTest, SameSeedSameRecords) {
    start(flights({{"random.seed", "5"}}));
    const auto first = poll_until(100);
    clock_.advance(seconds(1000));
    start(flights({{"random.seed", "5"}}));
    const auto again = poll_until(100);
    start(flights({{"random.seed", "6"}}));
    const auto other = poll_until(100);
    EXPECT_EQ(std::vector(first.begin(), first.begin() + 100),
              std::vector(again.begin(), again.begin() + 100));
    EXPECT_NE(first[0], other[0]);
}

TEST_F(DatagenTaskTest, GoesOnWhereItStopped) {
    const auto config = flights({{"records.per.second", "2"}});
    start(config);
    const auto expected = poll_until(50);
    start(config);
    auto rows = poll_until(20);
    runner_->commit();
    poll_until(5);  // Lost in the crash: they come again.
    clock_.advance(seconds(100));
    runner_->restart(task());
    const auto rest = poll_until(30);
    rows.insert(rows.end(), rest.begin(), rest.end());
    EXPECT_EQ(rows, expected);
}

TEST_F(DatagenTaskTest, IterationsCountAcrossRestarts) {
    const auto config = flights({{"iterations", "10"}, {"records.per.second", "0"}});
    start(config);
    EXPECT_THAT(runner_->poll(), SizeIs(10));
    runner_->commit();
    runner_->restart(task());
    EXPECT_THAT(runner_->poll(), IsEmpty());
    runner_->context().config = flights({{"iterations", "12"}, {"records.per.second", "0"}});
    runner_->restart(task());
    EXPECT_THAT(runner_->poll(), SizeIs(2));
    EXPECT_THAT(runner_->poll(), IsEmpty());
}

TEST_F(DatagenTaskTest, WhenItIsDoneItWaitsNoLongerThanASecond) {
    start(flights({{"iterations", "1"}, {"records.per.second", "0"}}));
    EXPECT_THAT(runner_->poll(), SizeIs(1));
    EXPECT_THAT(runner_->poll(), IsEmpty());
    EXPECT_EQ(clock_.elapsed(), seconds(1));
}

TEST_F(DatagenTaskTest, AStopDoesNotWaitForTheNextRecord) {
    start(flights({{"records.per.second", "0.001"}}));
    EXPECT_THAT(runner_->poll(), SizeIs(1));
    EXPECT_THAT(runner_->poll(), IsEmpty());
    EXPECT_EQ(clock_.elapsed(), seconds(1));
    EXPECT_EQ(clock_.longest_sleep(), milliseconds(50));
    const int sleeps = clock_.sleeps();
    runner_->context().is_stopping = true;
    EXPECT_THAT(runner_->poll(), IsEmpty());
    EXPECT_EQ(clock_.sleeps(), sleeps);
}

TEST_F(DatagenTaskTest, MakesUpForASecondAtMost) {
    start(flights({{"records.per.second", "100"}}));
    poll_until(1);
    clock_.advance(seconds(60));
    EXPECT_LE(runner_->poll().size(), 101U);
    EXPECT_THAT(runner_->poll(), SizeIs(::testing::Le(2U)));
}

TEST_F(DatagenTaskTest, TasksShareTheAircraftAndTheRate) {
    std::map<std::int32_t, int> reports;
    for (const std::string task : {"0", "1"}) {
        start(flights({{"flights.aircraft", "5"},
                       {"records.per.second", "50"},
                       {"datagen.task", task},
                       {"datagen.tasks", "2"}}));
        const auto begin = clock_.elapsed();
        while (clock_.elapsed() - begin < seconds(10)) {
            for (const SourceRecord& record : runner_->poll()) {
                EXPECT_EQ(to_string(record.source_offset).starts_with("{flown.ms="), true);
                ++reports[record.value_struct()["id"].as_int32()];
            }
        }
    }
    EXPECT_EQ(reports.size(), 5U);
    for (const auto& [id, count] : reports) {
        EXPECT_NEAR(count, 100, 2) << id;
    }
}

TEST_F(DatagenTaskTest, AircraftKeepTheirPlaceWhenThereAreOtherTasks) {
    const auto config = flights({{"records.per.second", "0"}, {"iterations", "9"}});
    start(config);
    EXPECT_THAT(runner_->poll(), SizeIs(9));
    runner_->commit();
    auto second_of_two = config;
    second_of_two["datagen.task"] = "1";
    second_of_two["datagen.tasks"] = "2";
    second_of_two["iterations"] = "4";
    runner_->context().config = second_of_two;
    runner_->restart(task());
    const auto records = runner_->poll();
    ASSERT_THAT(records, SizeIs(1));
    EXPECT_EQ(to_string(records[0].source_partition), "{aircraft=2}");
    EXPECT_EQ(to_string(records[0].source_offset), "{flown.ms=4000, records=4}");
}

TEST_F(DatagenTaskTest, MaxIntervalIsTheLongestOfRandomWaits) {
    auto config = flights({{"max.interval", "1000"}});
    config.erase("records.per.second");
    start(config);
    poll_until(400);
    EXPECT_NEAR(std::chrono::duration<double>(clock_.elapsed()).count(), 200, 25);
}

TEST_F(DatagenTaskTest, WithoutAMaxIntervalItIsAsFastAsItCan) {
    auto config = flights({{"max.interval", "-1"}});
    config.erase("records.per.second");
    start(config);
    EXPECT_THAT(runner_->poll(), SizeIs(1000));
    EXPECT_EQ(clock_.elapsed(), seconds(0));
}

TEST_F(DatagenTaskTest, TheKeyIsAFieldOrAStructOfFields) {
    start(flights({{"schema.keyfield", "aircraft_id"}}));
    const SourceRecord& plain = runner_->poll()[0];
    EXPECT_EQ(plain.key, plain.value_struct()["aircraft_id"]);
    EXPECT_EQ(plain.key_schema->type(), SchemaType::kString);
    start(flights({{"key.fields", "aircraft_id,id"}, {"schema.name", "Position"}}));
    const SourceRecord& two = runner_->poll()[0];
    EXPECT_EQ(two.key_struct()["id"].as_int32(), 1);
    EXPECT_EQ(*two.key_schema->name(), "Position.key");
    EXPECT_EQ(*two.value_schema->name(), "Position");
}

TEST_F(DatagenTaskTest, RefusesAnOffsetThatIsNoNumber) {
    runner_.emplace(task(), flights());
    Arena arena;
    runner_->context().offsets.store(make_map(arena, {{"aircraft", Value::of_int64(2)}}),
                                     make_map(arena, {{"flown.ms", Value::of_string("far")}}));
    try {
        runner_->start();
        FAIL() << "accepted";
    } catch (const ConnectException& error) {
        EXPECT_STREQ(error.what(),
                     "The value for the 'flown.ms' key in the offset is expected to be a number "
                     "that is not below 0, but is far; reset the connector's offsets");
    }
}

}  // namespace
}  // namespace kconnect::datagen
