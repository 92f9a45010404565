// A unit that is refused and written put by put, of which a put fails for a while.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <jdbc/unit_delivery.hpp>

#include "conformance/jdbc/sink_fixture.hpp"

namespace kconnect::sql {
namespace {

using jdbc::testing::BatchBuilder;
using jdbc::testing::int64_field;
using jdbc::testing::struct_schema;
using testing::ElementsAre;

class SplitUnit : public SinkFixture {
protected:
    void SetUp() override {
        SinkFixture::SetUp();
        config.insert_mode = jdbc::InsertMode::kInsert;
        config.max_retries = 2;
        create_table("id TEXT, a BIGINT");
    }

    void TearDown() override {
        SinkFixture::TearDown();
        another_connection()->execute("DROP FUNCTION IF EXISTS busy_with_b");
    }

    /// The table refuses `b` beside an `a` of the same transaction, and is busy with a `b` alone.
    void be_busy_with_b() {
        connection().execute(fmt::format(
            "CREATE OR REPLACE FUNCTION busy_with_b() RETURNS trigger LANGUAGE plpgsql AS $$ "
            "BEGIN IF NEW.id = 'b' AND EXISTS (SELECT 1 FROM {} WHERE id = 'a' "
            "AND xmin = pg_current_xact_id()::xid) THEN "
            "RAISE EXCEPTION 'not beside a' USING ERRCODE = '23514'; END IF; "
            "IF NEW.id = 'b' THEN RAISE EXCEPTION 'busy' USING ERRCODE = '55P03'; END IF; "
            "RETURN NEW; END $$",
            qualified()));
        connection().execute(
            fmt::format("CREATE TRIGGER busy BEFORE INSERT ON {} FOR EACH ROW EXECUTE FUNCTION "
                        "busy_with_b()",
                        qualified()));
    }

    /// Two puts as one unit; what the task would fail with, or "written".
    std::string outcome_of_two_puts() {
        jdbc::LayoutCache layouts(config);
        jdbc::DatabaseSession session(config, jdbc::dialect_of(config));
        jdbc::BadRecordReports reports(nullptr);
        jdbc::UnitDelivery delivery(
            config, session, reports, [this](const RecordBatch&) { ++published; });
        jdbc::WritePlan unit(false);
        std::int64_t offset = 0;
        try {
            for (const char* key : {"a", "b"}) {
                BatchBuilder put;
                add(put, key, struct_schema({{"a", int64_field()}}), {Value::of_int64(1)});
                unit.add(put.build(offset++), layouts, false);
            }
            delivery.deliver(unit);
        } catch (const std::exception& error) {
            return error.what();
        }
        return "written";
    }

    int published = 0;
};

TEST_P(SplitUnit, WritesNoRowOfADurablePutAgainWhileALaterOneIsTriedAgain) {
    be_busy_with_b();
    EXPECT_THAT(outcome_of_two_puts(), testing::HasSubstr("busy"));
    EXPECT_THAT(rows({"id", "a"}), ElementsAre("a|1"));
    EXPECT_EQ(published, 1);
}

INSTANTIATE_TEST_SUITE_P(PostgreSQL,
                         SplitUnit,
                         testing::Values(Database::kPostgresql),
                         [](const auto& test) { return std::string(name_of(test.param)); });

}  // namespace
}  // namespace kconnect::sql
