// Tables that somebody changes while a writer goes by what it knows of them.
#include <chrono>

#include <fmt/format.h>
#include <jdbc/database_session.hpp>
#include <jdbc/unit_writer.hpp>

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
using testing::IsEmpty;

class StaleKnowledge : public SinkFixture {
protected:
    /// More than one statement's worth, so that PostgreSQL gets them by COPY.
    static constexpr int kRows = 200;

    void SetUp() override {
        SinkFixture::SetUp();
        config.insert_mode = jdbc::InsertMode::kInsert;
        config.primary_key_mode = jdbc::PrimaryKeyMode::kNone;
        config.primary_key_fields.clear();
    }

    void start(ErrantRecordReporter* reporter = nullptr) {
        writer_ = std::make_unique<jdbc::UnitWriter>(
            config, jdbc::dialect_of(config), [] {}, reporter);
    }

    /// As many records of one column as kRows, as a unit; what the task would fail with.
    std::string put(const SchemaPtr& field, const Value& value) {
        BatchBuilder records;
        for (int row = 0; row < kRows; ++row) {
            add(records, fmt::format("k{}", row), struct_schema({{"a", field}}), {value});
        }
        return put(records);
    }

    std::string put_number() { return put(int64_field(), Value::of_int64(7)); }
    std::string put_text(const char* text) { return put(string_field(), Value::of_string(text)); }

    std::string put(BatchBuilder& records) {
        constexpr std::chrono::seconds kPatience{20};
        try {
            writer_->put(*records.build(), kPatience, [] { return false; });
            writer_->wait_until_idle(kPatience);
            writer_->check();
        } catch (const std::exception& error) {
            return error.what();
        }
        return "written";
    }

    void alter(std::string_view change) {
        connection().execute(fmt::format("ALTER TABLE {} {}", qualified(), change));
    }

    std::unique_ptr<jdbc::UnitWriter> writer_;
};

TEST_P(StaleKnowledge, OfATableThatWasMadeAnewIsNotGoneBy) {
    create_table("a BIGINT");
    start();
    EXPECT_EQ(put_number(), "written");
    connection().execute("DROP TABLE " + qualified());
    create_table("b INT, a DOUBLE PRECISION");
    EXPECT_EQ(put_number(), "written");
    EXPECT_THAT(rows("count(*)", "1"), ElementsAre("200"));
    connection().execute(fmt::format("DELETE FROM {} WHERE a = 7", qualified()));
    EXPECT_THAT(rows("count(*)", "1"), ElementsAre("0"));
}

TEST_P(StaleKnowledge, OfATableThatAnotherTookThePlaceOfIsNotGoneBy) {
    create_table("a BIGINT");
    start();
    EXPECT_EQ(put_number(), "written");
    alter("RENAME TO " + dialect().quote("former " + id().name));
    create_table("a DOUBLE PRECISION");
    EXPECT_EQ(put_number(), "written");
    connection().execute("DROP TABLE " + dialect().quote("former " + id().name));
    connection().execute(fmt::format("DELETE FROM {} WHERE a = 7", qualified()));
    EXPECT_THAT(rows("count(*)", "1"), ElementsAre("0"));
}

TEST_P(StaleKnowledge, LetsTheDatabaseRefuseWhatANewRequiredColumnLacks) {
    create_table("a BIGINT");
    start();
    EXPECT_EQ(put_number(), "written");
    connection().execute("DELETE FROM " + qualified());
    connection().execute("DROP TABLE " + qualified());
    create_table("a BIGINT, b BIGINT NOT NULL");
    EXPECT_THAT(put_number(), HasSubstr("b"));
    EXPECT_THAT(rows("count(*)", "1"), ElementsAre("0"));
}

KCONNECT_FOR_EVERY_DATABASE(StaleKnowledge);

/// PostgreSQL gets bytes in the form of the columns' types.
class StaleTypes : public StaleKnowledge {};

TEST_P(StaleTypes, NeverTurnNumbersIntoOtherNumbers) {
    create_table("a BIGINT");
    start();
    EXPECT_EQ(put_number(), "written");
    alter("ALTER a TYPE double precision");
    EXPECT_EQ(put_number(), "written");
    EXPECT_THAT(rows("count(*), sum(a)", "1"), ElementsAre("400|2800"));
}

TEST_P(StaleTypes, NeverTurnNumbersIntoTimes) {
    create_table("a BIGINT");
    start();
    EXPECT_EQ(put_number(), "written");
    alter("ALTER a TYPE timestamp USING NULL");
    EXPECT_THAT(put_number(),
                HasSubstr("column \"a\" is of type timestamp without time zone but expression is "
                          "of type bigint"));
    EXPECT_THAT(rows("count(*), count(a)", "1"), ElementsAre("200|0"));
}

TEST_P(StaleTypes, NeverTurnTextsIntoNulls) {
    create_table("a VARCHAR(100)");
    start();
    EXPECT_EQ(put_text("12345678"), "written");
    alter("ALTER a TYPE bytea USING NULL");
    EXPECT_THAT(put_text("12345678"), HasSubstr("column \"a\" is of type bytea"));
}

TEST_P(StaleTypes, BlameNoRecordWhenAColumnBecomesJson) {
    RecordingReporter reporter;
    create_table("a TEXT");
    start(&reporter);
    EXPECT_EQ(put_text(R"({"n":1})"), "written");
    alter("ALTER a TYPE jsonb USING a::jsonb");
    EXPECT_EQ(put_text(R"({"n":2})"), "written");
    EXPECT_THAT(reporter.offsets(), IsEmpty());
    EXPECT_THAT(rows("count(*), sum((a->>'n')::int)", "1"), ElementsAre("400|600"));
}

TEST_P(StaleTypes, BlameNoRecordWhenAColumnBecomesAUuid) {
    RecordingReporter reporter;
    create_table("a TEXT");
    start(&reporter);
    const char* const uuid = "01234567-89ab-cdef-0123-456789abcdef";
    EXPECT_EQ(put_text(uuid), "written");
    alter("ALTER a TYPE uuid USING a::uuid");
    EXPECT_EQ(put_text(uuid), "written");
    EXPECT_THAT(reporter.offsets(), IsEmpty());
    EXPECT_THAT(rows("count(*)", "1"), ElementsAre("400"));
}

/// A unit after one with bad records is searched at once, in ranges.
TEST_P(StaleTypes, BlameNoRecordOfAUnitBehindOneWithABadRecord) {
    RecordingReporter reporter;
    create_table("a TEXT CONSTRAINT good CHECK (a <> 'bad')");
    start(&reporter);
    BatchBuilder bad;
    add(bad, "k", struct_schema({{"a", string_field()}}), {Value::of_string("bad")});
    EXPECT_EQ(put(bad), "written");
    EXPECT_THAT(reporter.offsets(), ElementsAre(0));
    alter("DROP CONSTRAINT good");
    alter("ALTER a TYPE jsonb USING a::jsonb");
    EXPECT_EQ(put_text(R"({"n":2})"), "written");
    EXPECT_THAT(reporter.offsets(), ElementsAre(0));
    EXPECT_THAT(rows("count(*)", "1"), ElementsAre("200"));
}

INSTANTIATE_TEST_SUITE_P(All,
                         StaleTypes,
                         testing::Values(Database::kPostgresql),
                         [](const auto& test) { return std::string(name_of(test.param)); });

/// What happens between the look at a table and the first row.
class StaleBeforeTheFirstRow : public SinkFixture {
protected:
    void SetUp() override {
        SinkFixture::SetUp();
        create_table("id " + exact("VARCHAR(10)") + " PRIMARY KEY, u " + exact("VARCHAR(10)"));
    }
};

TEST_P(StaleBeforeTheFirstRow, AUniqueIndexIsSeenByTheUnit) {
    BatchBuilder records;
    add(records, "k", struct_schema({{"u", string_field()}}), {Value::of_string("x")});
    jdbc::LayoutCache layouts(config);
    jdbc::WritePlan plan(jdbc::WritePlan::folds(config));
    plan.add(records.build(), layouts, false);
    jdbc::DatabaseSession session(config, jdbc::dialect_of(config));
    session.prepare(*plan.tables().front()->versions().front().layout);
    connection().execute(fmt::format(
        "CREATE UNIQUE INDEX {} ON {} (u)", dialect().quote(id().name + " u"), qualified()));
    EXPECT_NO_THROW(session.write(plan));
    EXPECT_THAT(rows({"id", "u"}), ElementsAre("k|x"));
}

KCONNECT_FOR_EVERY_DATABASE(StaleBeforeTheFirstRow);

}  // namespace
}  // namespace kconnect::sql
