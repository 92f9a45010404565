// Rows that a trigger takes away without an error.
#include <fmt/format.h>

#include "conformance/jdbc/sink_fixture.hpp"
#include "unit/jdbc/recording_reporter.hpp"

namespace kconnect::sql {
namespace {

using jdbc::testing::BatchBuilder;
using jdbc::testing::int64_field;
using jdbc::testing::RecordingReporter;
using jdbc::testing::struct_schema;
using testing::ElementsAre;

/// The table's trigger drops rows whose number is negative. MySQL's triggers cannot do that.
class DroppedRows : public SinkFixture {
protected:
    void SetUp() override {
        SinkFixture::SetUp();
        config.insert_mode = jdbc::InsertMode::kInsert;
        create_table("id " + exact("VARCHAR(10)") + " PRIMARY KEY, a BIGINT");
        if (database() == Database::kPostgresql) {
            add_trigger("IF NEW.a < 0 THEN RETURN NULL; END IF; RETURN NEW;");
        } else if (database() == Database::kSqlite) {
            connection().execute("CREATE TRIGGER drop_negative BEFORE INSERT ON " + qualified() +
                                 " WHEN NEW.a < 0 BEGIN SELECT RAISE(IGNORE); END");
        }
    }
    void TearDown() override {
        if (database() == Database::kPostgresql) {
            connection().execute("DROP TABLE IF EXISTS " + other_table() + " CASCADE");
            connection().execute("DROP FUNCTION IF EXISTS " + function() + " CASCADE");
        }
        SinkFixture::TearDown();
    }

    /// Runs `body` before each row that PostgreSQL inserts.
    void add_trigger(std::string_view body) {
        connection().execute(fmt::format(
            "CREATE OR REPLACE FUNCTION {}() RETURNS trigger LANGUAGE plpgsql AS $$BEGIN {} END$$",
            function(),
            body));
        connection().execute(
            fmt::format("CREATE OR REPLACE TRIGGER route BEFORE INSERT ON {} FOR EACH ROW EXECUTE "
                        "FUNCTION {}()",
                        qualified(),
                        function()));
    }

    /// Of this test alone: others may run at the same time.
    std::string function() const { return '"' + id().name.substr(0, 50) + " function\""; }
    std::string other_table() const { return '"' + id().name.substr(0, 50) + " other\""; }

    bool drops_rows() const { return database() != Database::kMysql; }

    /// `count` records, of which the one with this offset is dropped.
    static BatchBuilder records(int count, int dropped) {
        static const SchemaPtr schema = struct_schema({{"a", int64_field()}});
        BatchBuilder batch;
        for (int index = 0; index < count; ++index) {
            add(batch,
                fmt::format("k{}", index),
                schema,
                {Value::of_int64(index == dropped ? -1 : index)});
        }
        return batch;
    }

    std::string refusal(int offset) const {
        return fmt::format(
            "Table {}, record flights-0@{}: Update count (0) did not sum up to "
            "total number of regular records (1)",
            displayed_table(),
            offset);
    }
};

TEST_P(DroppedRows, AreNoErrorOfInsertsAsInJava) {
    for (const int count : {3, 200}) {  // by one statement, and by PostgreSQL's COPY
        BatchBuilder batch = records(count, 2);
        EXPECT_EQ(outcome(batch), "written");
        EXPECT_EQ(rows({"id"}).size(), static_cast<std::size_t>(count - (drops_rows() ? 1 : 0)));
        connection().execute("DELETE FROM " + qualified());
    }
}

/// Triggers of the time before partitioned tables put every row into a child of the table.
TEST_P(DroppedRows, MayHaveGoneToAPartition) {
    if (database() != Database::kPostgresql) {
        return;
    }
    connection().execute("CREATE TABLE " + other_table() + " () INHERITS (" + qualified() + ")");
    add_trigger("INSERT INTO " + other_table() + " VALUES (NEW.*); RETURN NULL;");
    for (const int count : {3, 200}) {
        BatchBuilder batch = records(count, -1);
        EXPECT_EQ(outcome(batch), "written");
        EXPECT_EQ(rows({"id"}).size(), static_cast<std::size_t>(count));
        connection().execute("DELETE FROM " + qualified());
    }
}

/// A rule that puts rows elsewhere makes none of its own, either.
TEST_P(DroppedRows, MayHaveGoneWhereARuleSays) {
    if (database() != Database::kPostgresql) {
        return;
    }
    connection().execute("CREATE TABLE " + other_table() + " (n BIGINT)");
    connection().execute("CREATE RULE elsewhere AS ON INSERT TO " + qualified() +
                         " DO INSTEAD INSERT INTO " + other_table() + " VALUES (NEW.a)");
    BatchBuilder batch = records(200, -1);
    EXPECT_EQ(outcome(batch), "written");
    EXPECT_EQ(connection().query("SELECT count(*) FROM " + other_table()),
              std::vector<TextRow>{{"200"}});
}

TEST_P(DroppedRows, FailInsertsOfAivensSink) {
    config.counts_inserts = true;
    for (const int count : {3, 200}) {  // by one statement, and by PostgreSQL's COPY
        BatchBuilder batch = records(count, 2);
        EXPECT_EQ(outcome(batch), drops_rows() ? refusal(2) : "written");
        EXPECT_EQ(rows({"id"}).size(), drops_rows() ? 0U : static_cast<std::size_t>(count));
        connection().execute("DELETE FROM " + qualified());
    }
}

TEST_P(DroppedRows, AreReportedAndTheOthersWritten) {
    config.counts_inserts = true;
    RecordingReporter reporter;
    BatchBuilder batch = records(150, 77);
    EXPECT_EQ(outcome(batch, 0, &reporter), "written");
    if (drops_rows()) {
        ASSERT_THAT(reporter.offsets(), ElementsAre(77));
        EXPECT_EQ(reporter.reports().front().message, refusal(77));
        EXPECT_EQ(rows({"id"}).size(), 149U);
    }
}

TEST_P(DroppedRows, AreNoErrorOfUpsertsAsInJava) {
    config.counts_inserts = true;
    config.insert_mode = jdbc::InsertMode::kUpsert;
    BatchBuilder batch = records(3, 2);
    EXPECT_EQ(outcome(batch), "written");
    EXPECT_EQ(rows({"id"}).size(), drops_rows() ? 2U : 3U);
}

KCONNECT_FOR_EVERY_DATABASE(DroppedRows);

}  // namespace
}  // namespace kconnect::sql
