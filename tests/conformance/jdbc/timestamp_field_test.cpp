// Fields that are timestamps without saying so, and time zones, from the record to the row.
#include "conformance/jdbc/sink_fixture.hpp"

namespace kconnect::sql {
namespace {

using jdbc::testing::BatchBuilder;
using jdbc::testing::int64_field;
using jdbc::testing::string_field;
using jdbc::testing::struct_schema;
using testing::ElementsAre;

class TimestampFields : public SinkFixture {
protected:
    void SetUp() override {
        SinkFixture::SetUp();
        config.auto_create = true;
        config.primary_key_fields = {"k"};
        config.timestamp_fields = {"n", "s"};
        config.timestamp_unit = TimestampUnit::kNanoseconds;
    }

    static SchemaPtr schema() {
        return struct_schema({{"n", int64_field()}, {"s", string_field()}, {"o", int64_field()}});
    }

    bool stores_instants() const { return database() == Database::kSqlite; }
};

TEST_P(TimestampFields, GetATimestampsColumnAndItsMicroseconds) {
    BatchBuilder records;
    add(records,
        "a",
        schema(),
        {Value::of_int64(1'700'000'000'123'456'789),
         Value::of_string("1700000000123456789"),
         Value::of_int64(7)});
    add(records,
        "b",
        schema(),
        {Value::of_int64(-1'500'000'000), Value::of_string("-1500000000"), Value()});
    add(records, "c", schema(), {Value(), Value(), Value()});
    ASSERT_EQ(outcome(records), "written");
    EXPECT_THAT(rows({"k", "n", "s", "o"}),
                stores_instants() ? ElementsAre("a|1700000000123|1700000000123|7",
                                                "b|-1500|-1500|NULL",
                                                "c|NULL|NULL|NULL")
                : database() == Database::kMysql
                    ? ElementsAre("a|2023-11-14 22:13:20.123457|2023-11-14 22:13:20.123457|7",
                                  "b|1969-12-31 23:59:58.500000|1969-12-31 23:59:58.500000|NULL",
                                  "c|NULL|NULL|NULL")
                    : ElementsAre("a|2023-11-14 22:13:20.123457|2023-11-14 22:13:20.123457|7",
                                  "b|1969-12-31 23:59:58.5|1969-12-31 23:59:58.5|NULL",
                                  "c|NULL|NULL|NULL"));
}

TEST_P(TimestampFields, FollowTheTimeZone) {
    config.timestamp_unit = TimestampUnit::kMicroseconds;
    config.clock.zone = find_time_zone("America/New_York");
    BatchBuilder records;
    add(records,
        "a",
        schema(),
        {Value::of_int64(1'700'000'000'123'456), Value::of_string("1700000000123456"), Value()});
    ASSERT_EQ(outcome(records), "written");
    EXPECT_THAT(
        rows({"n", "s"}),
        ElementsAre(stores_instants() ? "1700000000123|1700000000123"
                                      : "2023-11-14 17:13:20.123456|2023-11-14 17:13:20.123456"));
}

TEST_P(TimestampFields, RefuseTextThatIsNoNumber) {
    BatchBuilder records;
    add(records, "a", schema(), {Value(), Value::of_string("yesterday"), Value()});
    EXPECT_THAT(outcome(records), testing::HasSubstr("For input string: \"yesterday\""));
}

KCONNECT_FOR_EVERY_DATABASE(TimestampFields);

}  // namespace
}  // namespace kconnect::sql
