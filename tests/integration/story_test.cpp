// The two property files of the story, run by the real worker on real servers.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "integration/worker_test.hpp"
#include "support/connect_json.hpp"

namespace kconnect::test {
namespace {

using connect_json::envelope;
using connect_json::field;
using connect_json::id_struct;
using connect_json::struct_schema;

constexpr const char* kTopic = "flight-data";
constexpr const char* kGroup = "connect-rds-sink";

class StoryTest : public WorkerTest, public testing::WithParamInterface<DatabaseKind> {
protected:
    StoryTest() { kafka().create_topic(kTopic, 1, kGroup); }

    /// Sends the records that `send` queues, runs the story's files, and expects these rows.
    void run(std::string_view sql, const TextRows& expected, std::string_view more = {}) {
        kafka().flush();
        const auto worker = start(worker_file(), story_sink(database_, "rds-sink", kTopic, more));
        expect_rows(*worker, database_, sql, expected);
        stop(*worker);
    }

    std::string table() const { return database_.quoted(kTopic); }

    ScratchDatabase database_{GetParam(), folder_.path()};
};

TEST_P(StoryTest, CreatesTheTableFromStructKeysAndUpdatesItsRows) {
    kafka().send(kTopic, id_struct(1), flight_json({.id = 1, .altitude = 100}));
    kafka().send(kTopic, id_struct(2), flight_json({.id = 2, .aircraft_id = "KC2"}));
    kafka().send(kTopic, id_struct(1), flight_json({.id = 1, .altitude = 200}));
    run("SELECT id, aircraft_id, timestamp, altitude, speed, heading, lat, lon FROM " + table() +
            " ORDER BY id",
        {{"1", "KC1", "1700000000000", "200", "450", "90", "52.5", "13.25"},
         {"2", "KC2", "1700000000000", "30000", "450", "90", "52.5", "13.25"}});
    EXPECT_EQ(kafka().committed(kGroup, kTopic), 3);
}

TEST_P(StoryTest, TakesAPlainIntegerAsKey) {
    kafka().send(kTopic, connect_json::integer(7), flight_json({.altitude = 100}, false));
    kafka().send(kTopic, connect_json::integer(7), flight_json({.altitude = 200}, false));
    kafka().send(kTopic, connect_json::integer(8), flight_json({.altitude = 300}, false));
    run("SELECT id, altitude FROM " + table() + " ORDER BY id", {{"7", "200"}, {"8", "300"}});
}

TEST_P(StoryTest, KeepsStringKeysApartThatDifferInCaseOrTrailingBlanks) {
    const auto send = [this](const char* key, const char* aircraft_id) {
        kafka().send(
            kTopic, connect_json::text(key), flight_json({.aircraft_id = aircraft_id}, false));
    };
    send("a", "1");
    send("A", "2");
    send("a ", "3");
    send("a", "1 again");
    run("SELECT id, aircraft_id FROM " + table() + " ORDER BY aircraft_id",
        {{"a", "1 again"}, {"A", "2"}, {"a ", "3"}});
}

TEST_P(StoryTest, UpdatesOnlyTheColumnsThatALaterRecordHas) {
    const std::string both =
        struct_schema(field("altitude", "int32", true) + "," + field("speed", "int32", true));
    const std::string query = "SELECT id, altitude, speed FROM " + table();
    kafka().send(kTopic, id_struct(1), envelope(both, R"({"altitude":100,"speed":450})"));
    kafka().flush();
    const auto worker = start(worker_file(), story_sink(database_, "rds-sink", kTopic));
    expect_rows(*worker, database_, query, {{"1", "100", "450"}});

    // The row is in the database: nothing in memory knows its altitude any more.
    const std::string one = struct_schema(field("speed", "int32", true));
    kafka().send(kTopic, id_struct(1), envelope(one, R"({"speed":1})"));
    kafka().flush();
    expect_rows(*worker, database_, query, {{"1", "100", "1"}});
    stop(*worker);
}

TEST_P(StoryTest, UpdatesOnlyTheColumnsThatTheNextRecordHas) {
    const std::string altitude = field("altitude", "int32", true);
    const std::string speed = field("speed", "int32", true);
    kafka().send(
        kTopic,
        id_struct(1),
        envelope(struct_schema(altitude + "," + speed), R"({"altitude":100,"speed":450})"));
    // With the first in one unit: folded, and yet without a say over the altitude.
    kafka().send(kTopic, id_struct(1), envelope(struct_schema(speed), R"({"speed":1})"));
    run("SELECT id, altitude, speed FROM " + table(), {{"1", "100", "1"}});
}

TEST_P(StoryTest, WritesNullsAndDefaultsOfFieldsThatAreAbsent) {
    const std::string schema = struct_schema(field("altitude", "int32", true) + "," +
                                             field("heading", "int32", true, R"("default":45)"));
    kafka().send(kTopic, id_struct(1), envelope(schema, R"({"altitude":null,"heading":null})"));
    kafka().send(kTopic, id_struct(2), envelope(schema, R"({"altitude":5,"heading":6})"));
    run("SELECT id, altitude, heading FROM " + table() + " ORDER BY id",
        {{"1", "NULL", "45"}, {"2", "5", "6"}});
}

TEST_P(StoryTest, UsesATableThatWasPreparedWithASerialKey) {
    const bool postgresql = GetParam() == DatabaseKind::kPostgreSql;
    database_.execute(fmt::format(
        "CREATE TABLE flight_data (id {}, aircraft_id VARCHAR(255), timestamp BIGINT,"
        " altitude INT, speed INT, heading INT, lat DOUBLE PRECISION, lon DOUBLE PRECISION)",
        GetParam() == DatabaseKind::kSqlite ? "INTEGER PRIMARY KEY" : "SERIAL PRIMARY KEY"));
    kafka().send(kTopic, id_struct(1), flight_json({.id = 1, .altitude = 100}));
    kafka().send(kTopic, id_struct(1), flight_json({.id = 1, .altitude = 200}));
    run("SELECT id, aircraft_id, altitude, lat FROM flight_data",
        {{"1", "KC1", "200", "52.5"}},
        "table.name.format=flight_data\n");
    EXPECT_EQ(postgresql ? database_.count("SELECT count(*) FROM pg_tables WHERE tablename = '" +
                                           std::string(kTopic) + "'")
                         : 0,
              0);
}

TEST_P(StoryTest, StopsTheConnectorBeforeItStartsWhenThePasswordIsRefused) {
    if (GetParam() == DatabaseKind::kSqlite) {
        return;  // SQLite has no passwords.
    }
    const auto worker =
        start(worker_file(),
              story_sink(database_, "rds-sink", kTopic, "connection.password=wrong-secret\n"));
    EXPECT_EQ(worker->wait_for_exit(), 3);
    EXPECT_NE(worker->output().find("Could not connect to database"), std::string::npos)
        << worker->output();
    EXPECT_EQ(worker->output().find("wrong-secret"), std::string::npos) << worker->output();
}

INSTANTIATE_TEST_SUITE_P(Databases,
                         StoryTest,
                         testing::Values(DatabaseKind::kPostgreSql,
                                         DatabaseKind::kMySql,
                                         DatabaseKind::kSqlite),
                         [](const auto& kind) { return name_of(kind.param); });

}  // namespace
}  // namespace kconnect::test
