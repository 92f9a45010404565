// Bad records among good ones, and deletes, as a reporter and the table see them.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "conformance/jdbc/impossible.hpp"
#include "conformance/jdbc/sink_fixture.hpp"
#include "unit/jdbc/recording_reporter.hpp"

namespace kconnect::sql {
namespace {

using jdbc::testing::BatchBuilder;
using jdbc::testing::int64_field;
using jdbc::testing::RecordingReporter;
using jdbc::testing::string_field;
using jdbc::testing::struct_schema;
using testing::ElementsAre;
using testing::HasSubstr;

const SchemaPtr& number() {
    static const SchemaPtr schema = struct_schema({{"a", int64_field()}});
    return schema;
}

const SchemaPtr& text() {
    static const SchemaPtr schema = struct_schema({{"a", string_field()}});
    return schema;
}

void remove(BatchBuilder& records, std::string_view key) {
    records.add(primitive_schema(SchemaType::kString), Value::of_string(key), nullptr, Value());
}

class BadRecords : public SinkFixture {
protected:
    RecordingReporter reporter;
};

TEST_P(BadRecords, AreFoundThoughTheirConstraintIsCheckedAtCommit) {
    if (is_impossible(database(), Ability::kConstraintsCheckedAtCommit)) {
        return;
    }
    create_table("id VARCHAR(10) PRIMARY KEY, a BIGINT UNIQUE DEFERRABLE INITIALLY DEFERRED");
    BatchBuilder records;
    for (int key = 10; key < 50; ++key) {
        add(records, fmt::format("k{}", key), number(), {Value::of_int64(key == 33 ? 12 : key)});
    }
    EXPECT_EQ(outcome(records, 0, &reporter), "written");
    EXPECT_THAT(reporter.offsets(), ElementsAre(23));
    EXPECT_EQ(rows({"id"}).size(), 39U);
}

TEST_P(BadRecords, OfATypeThatTheColumnDoesNotTakeAreReported) {
    create_table("id " + exact("VARCHAR(10)") + " PRIMARY KEY, a BIGINT");
    BatchBuilder records;
    add(records, "k1", number(), {Value::of_int64(1)});
    add(records, "k2", text(), {Value::of_string("two")});
    add(records, "k3", number(), {Value::of_int64(3)});
    EXPECT_EQ(outcome(records, 0, &reporter), "written");
    if (database() == Database::kSqlite) {
        EXPECT_THAT(rows({"id", "a"}), ElementsAre("k1|1", "k2|two", "k3|3"));
    } else {
        EXPECT_THAT(reporter.offsets(), ElementsAre(1));
        EXPECT_THAT(rows({"id", "a"}), ElementsAre("k1|1", "k3|3"));
    }
}

TEST_P(BadRecords, WhoseKeyIsOfATypeThatTheColumnDoesNotTakeAreReported) {
    if (database() != Database::kPostgresql) {
        return;  // the others compare a text with a number
    }
    config.delete_enabled = true;
    create_table("id BIGINT PRIMARY KEY, a BIGINT");
    connection().execute("INSERT INTO " + qualified() + " VALUES (1, 1), (2, 2)");
    BatchBuilder records;
    records.add(primitive_schema(SchemaType::kInt64), Value::of_int64(1), nullptr, Value());
    remove(records, "two");
    add(records, "three", number(), {Value::of_int64(3)});
    records.add(primitive_schema(SchemaType::kInt64), Value::of_int64(2), nullptr, Value());
    EXPECT_EQ(outcome(records, 0, &reporter), "written");
    EXPECT_THAT(reporter.offsets(), ElementsAre(1, 2));
    EXPECT_THAT(rows({"id", "a"}), ElementsAre());
}

TEST_P(BadRecords, OfATypeWithoutColumnTypeAreReported) {
    config.auto_evolve = true;
    const SchemaPtr nested = struct_schema(
        {{"b", SchemaBuilder(SchemaType::kStruct).optional().field("c", int64_field()).build()}});
    BatchBuilder records;
    add(records, "k1", number(), {Value::of_int64(1)});
    add(records, "k2", nested, {Value()});
    EXPECT_EQ(outcome(records, 0, &reporter), "written");
    ASSERT_THAT(reporter.offsets(), ElementsAre(1));
    EXPECT_THAT(reporter.reports().front().message,
                HasSubstr("type doesn't have a mapping to the SQL database column type"));
    EXPECT_THAT(rows({"id", "a"}), ElementsAre("k1|1"));
}

/// A tombstone that comes first makes a table of its key alone, which later records may extend.
TEST_P(BadRecords, AreThoseThatATableOfATombstoneHasNoColumnFor) {
    config.delete_enabled = true;
    BatchBuilder records;
    remove(records, "k0");
    add(records, "k1", number(), {Value::of_int64(1)});
    EXPECT_EQ(outcome(records, 0, &reporter), "written");
    ASSERT_THAT(reporter.offsets(), ElementsAre(1));
    EXPECT_EQ(reporter.reports().front().message,
              fmt::format("Table {} is missing fields ([SinkRecordField{{schema=Schema{{INT64}}, "
                          "name='a', isPrimaryKey=false}}]) and auto-evolution is disabled",
                          displayed_table()));
    config.auto_evolve = true;
    BatchBuilder again;
    add(again, "k1", number(), {Value::of_int64(1)});
    add(again, "k2", number(), {Value::of_int64(2)});
    remove(again, "k1");
    EXPECT_EQ(outcome(again, 2, &reporter), "written");
    EXPECT_THAT(rows({"id", "a"}), ElementsAre("k2|2"));
}

/// A row that is written behind its delete keeps nothing of what it was.
TEST_P(BadRecords, AreNoRecordsOfADeletedRowWithFewerColumns) {
    config.delete_enabled = true;
    create_table("id " + exact("VARCHAR(10)") +
                 " PRIMARY KEY, a BIGINT, b BIGINT, c BIGINT DEFAULT 7");
    connection().execute("INSERT INTO " + qualified() + " VALUES ('k1', 1, 2, 3)");
    BatchBuilder records;
    remove(records, "k1");
    add(records, "k1", number(), {Value::of_int64(9)});
    EXPECT_EQ(outcome(records, 0, &reporter), "written");
    EXPECT_THAT(rows({"id", "a", "b", "c"}), ElementsAre("k1|9|NULL|7"));
    EXPECT_TRUE(reporter.reports().empty());
}

KCONNECT_FOR_EVERY_DATABASE(BadRecords);

}  // namespace
}  // namespace kconnect::sql
