#include <map>
#include <string>

#include "conformance/sql/every_database.hpp"

namespace kconnect::sql {
namespace {

using testing::ElementsAre;

constexpr std::int64_t kDay = 86'400'000;

WallClock clock_of(std::string_view zone, CalendarSystem calendar = CalendarSystem::kLegacy) {
    const TimeZone* found = find_time_zone(zone);
    return {found, found, calendar};
}

ColumnDefinition in(const WallClock& clock, std::string name, LogicalType type) {
    return {std::move(name), logical_schema(type, true), false, clock};
}

class TimeZones : public EveryDatabase {
protected:
    std::vector<ColumnDefinition> columns(const WallClock& clock) {
        return {key("id", SchemaType::kInt32),
                in(clock, "d", LogicalType::kDate),
                in(clock, "t", LogicalType::kTime),
                in(clock, "s", LogicalType::kTimestamp)};
    }

    /// One row, and so many that a strategy for many rows is chosen.
    void write_day(const WallClock& clock, std::int32_t day) {
        for (const int count : {1, 150}) {
            std::vector<Value> cells;
            for (int row = 0; row < count; ++row) {
                cells.insert(cells.end(),
                             {Value::of_int32(row),
                              Value::of_int32(day),
                              Value::of_int32(45'296'789),
                              Value::of_int64(day * kDay + 80'000'123)});
            }
            write(count == 1 ? WriteMode::kUpsert : WriteMode::kInsert, columns(clock), cells);
            EXPECT_EQ(distinct_rows().size(), 1U);
            last_ = distinct_rows().at(0);
            connection().execute("DELETE FROM " + qualified());
        }
    }

    std::vector<std::string> distinct_rows() { return rows("DISTINCT d, t, s", "1"); }
    const std::string& last() const { return last_; }

private:
    std::string last_;
};

TEST_P(TimeZones, AreThoseOfTheWallClock) {
    create(columns({}));
    const bool stores_instants = database() == Database::kSqlite;
    write_day(clock_of("America/New_York"), 19675);
    EXPECT_EQ(last(),
              stores_instants ? "1699920000000|45296789|1700000000123"
                              : "2023-11-13|07:34:56.789|2023-11-14 17:13:20.123");
    write_day(clock_of("Asia/Tokyo"), 19675);
    EXPECT_EQ(last(),
              stores_instants ? "1699920000000|45296789|1700000000123"
                              : "2023-11-14|21:34:56.789|2023-11-15 07:13:20.123");
    WallClock dates_in_utc = clock_of("America/New_York");
    dates_in_utc.date_zone = nullptr;
    write_day(dates_in_utc, 19675);
    EXPECT_EQ(last(),
              stores_instants ? "1699920000000|45296789|1700000000123"
                              : "2023-11-14|07:34:56.789|2023-11-14 17:13:20.123");
}

TEST_P(TimeZones, NameOldDaysByTheCalendar) {
    create(columns({}));
    const bool stores_instants = database() == Database::kSqlite;
    write_day({}, -141'438);
    EXPECT_EQ(last(),
              stores_instants ? "-12220243200000|45296789|-12220163199877"
                              : "1582-09-24|12:34:56.789|1582-09-24 22:13:20.123");
    write_day({nullptr, nullptr, CalendarSystem::kProlepticGregorian}, -141'438);
    EXPECT_EQ(last(),
              stores_instants ? "-12219379200000|45296789|-12219299199877"
                              : "1582-10-04|12:34:56.789|1582-10-04 22:13:20.123");
}

TEST_P(TimeZones, RefuseTheDaysThatJavasCalendarHasNot) {
    create(columns({}));
    EXPECT_THROW(write_day({nullptr, nullptr, CalendarSystem::kProlepticGregorian}, -141'428),
                 DataException);
}

TEST_P(TimeZones, HoldForDefaults) {
    const WallClock clock = clock_of("America/New_York");
    const auto with_default = [&](std::string name, LogicalType type, Value value) {
        ColumnDefinition column = in(clock, std::move(name), type);
        const SchemaType plain =
            type == LogicalType::kTimestamp ? SchemaType::kInt64 : SchemaType::kInt32;
        column.schema = SchemaBuilder(plain)
                            .name(*column.schema->name())
                            .optional()
                            .default_value(value)
                            .build();
        return column;
    };
    create({key("id", SchemaType::kInt32),
            with_default("d", LogicalType::kDate, Value::of_int32(19675)),
            with_default("t", LogicalType::kTime, Value::of_int32(45'296'789)),
            with_default("s", LogicalType::kTimestamp, Value::of_int64(1'700'000'000'123))});
    write(WriteMode::kInsert, {key("id", SchemaType::kInt32)}, {Value::of_int32(1)});
    EXPECT_THAT(distinct_rows(), ElementsAre("2023-11-13|07:34:56.789|2023-11-14 17:13:20.123"));
}

KCONNECT_FOR_EVERY_DATABASE(TimeZones);

class PostgresqlTimeZones : public DatabaseFixture {
protected:
    void SetUp() override { open(Database::kPostgresql); }
};

TEST_F(PostgresqlTimeZones, KeepTheInstantWhereTheColumnHasAZone) {
    connection().execute("CREATE TABLE " + qualified() +
                         " (id int, s timestamptz, d timestamptz, t timetz, st text, dt text, "
                         "tt text, sd date, ds timestamp)");
    const WallClock clock = clock_of("America/New_York");
    for (const std::int64_t millis : {1'699'160'400'500, 1'699'164'000'500}) {
        // Both are 01:00:00.5 of the day on which summer time ends.
        write(WriteMode::kInsert,
              {key("id", SchemaType::kInt32),
               in(clock, "s", LogicalType::kTimestamp),
               in(clock, "st", LogicalType::kTimestamp),
               in(clock, "sd", LogicalType::kTimestamp)},
              {Value::of_int32(static_cast<std::int32_t>(millis / 1000 % 100'000)),
               Value::of_int64(millis),
               Value::of_int64(millis),
               Value::of_int64(millis)});
    }
    EXPECT_THAT(rows({"s", "st", "sd"}),
                ElementsAre("2023-11-05 05:00:00.5+00|2023-11-05 01:00:00.5-04|2023-11-05",
                            "2023-11-05 06:00:00.5+00|2023-11-05 01:00:00.5-05|2023-11-05"));
    connection().execute("DELETE FROM " + qualified());
    write(WriteMode::kInsert,
          {in(clock, "d", LogicalType::kDate),
           in(clock, "dt", LogicalType::kDate),
           in(clock, "ds", LogicalType::kDate),
           in(clock, "t", LogicalType::kTime),
           in(clock, "tt", LogicalType::kTime)},
          {Value::of_int32(19675),
           Value::of_int32(19675),
           Value::of_int32(19675),
           Value::of_int32(45'296'700),
           Value::of_int32(45'296'700)});
    EXPECT_THAT(rows({"d", "dt", "ds", "t", "tt"}),
                ElementsAre("2023-11-13 05:00:00+00|2023-11-13 -05|2023-11-13 00:00:00|"
                            "07:34:56.7-05|07:34:56.7-05"));
}

}  // namespace
}  // namespace kconnect::sql
