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
            connection().execute(
                "CREATE OR REPLACE FUNCTION kconnect_drop_negative() RETURNS trigger LANGUAGE "
                "plpgsql AS 'BEGIN IF NEW.a < 0 THEN RETURN NULL; END IF; RETURN NEW; END'");
            connection().execute("CREATE TRIGGER drop_negative BEFORE INSERT ON " + qualified() +
                                 " FOR EACH ROW EXECUTE FUNCTION kconnect_drop_negative()");
        } else if (database() == Database::kSqlite) {
            connection().execute("CREATE TRIGGER drop_negative BEFORE INSERT ON " + qualified() +
                                 " WHEN NEW.a < 0 BEGIN SELECT RAISE(IGNORE); END");
        }
    }

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
            "total number of records inserted (1)",
            displayed_table(),
            offset);
    }
};

TEST_P(DroppedRows, FailInsertsAsInJava) {
    for (const int count : {3, 200}) {  // by one statement, and by PostgreSQL's COPY
        BatchBuilder batch = records(count, 2);
        EXPECT_EQ(outcome(batch), drops_rows() ? refusal(2) : "written");
        EXPECT_EQ(rows({"id"}).size(), drops_rows() ? 0U : static_cast<std::size_t>(count));
        connection().execute("DELETE FROM " + qualified());
    }
}

TEST_P(DroppedRows, AreReportedAndTheOthersWritten) {
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
    config.insert_mode = jdbc::InsertMode::kUpsert;
    BatchBuilder batch = records(3, 2);
    EXPECT_EQ(outcome(batch), "written");
    EXPECT_EQ(rows({"id"}).size(), drops_rows() ? 2U : 3U);
}

KCONNECT_FOR_EVERY_DATABASE(DroppedRows);

}  // namespace
}  // namespace kconnect::sql
