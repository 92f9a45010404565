// PostgreSQL behind a pooler, and as a role that may do no more than write rows.
#include <cstdlib>
#include <stdexcept>

#include <fmt/format.h>

#include <kconnect/sql/dialect.hpp>

#include "conformance/jdbc/sink_fixture.hpp"
#include "support/unique_name.hpp"
#include "unit/jdbc/recording_reporter.hpp"

namespace kconnect::sql {
namespace {

using jdbc::testing::BatchBuilder;
using jdbc::testing::int64_field;
using jdbc::testing::RecordingReporter;
using jdbc::testing::struct_schema;
using testing::ElementsAre;
using testing::HasSubstr;

/// Keys k0, k1, ... with the field `name`.
void add_rows(BatchBuilder& records, const char* name, int count, std::int64_t value) {
    for (int row = 0; row < count; ++row) {
        add(records,
            fmt::format("k{}", row),
            struct_schema({{name, int64_field()}}),
            {Value::of_int64(value)});
    }
}

/// PgBouncer in transaction mode: each transaction may have another session of the server.
JdbcUrl pooler_url() {
    const char* url = std::getenv("KCONNECT_TEST_PGBOUNCER_URL");
    if (url == nullptr) {
        throw std::runtime_error(
            "KCONNECT_TEST_PGBOUNCER_URL is not set: run the suite by tests/with-servers.sh");
    }
    return parse_jdbc_url(url);
}

class Pooled : public SinkFixture {
protected:
    void SetUp() override {
        SinkFixture::SetUp();
        config.connection.url = pooler_url();
    }
};

TEST_P(Pooled, CreatesUpsertsAndEvolves) {
    config.auto_evolve = true;
    for (int round = 0; round < 3; ++round) {
        BatchBuilder records;
        add_rows(records, round == 2 ? "b" : "a", 50, round);
        ASSERT_EQ(outcome(records), "written");
    }
    EXPECT_THAT(rows("count(*), sum(a), sum(b)", "1"), ElementsAre("50|50|100"));
}

TEST_P(Pooled, Inserts) {
    config.insert_mode = jdbc::InsertMode::kInsert;
    config.primary_key_mode = jdbc::PrimaryKeyMode::kNone;
    config.primary_key_fields = {};
    BatchBuilder records;
    add_rows(records, "a", 5000, 1);
    ASSERT_EQ(outcome(records), "written");
    EXPECT_THAT(rows("count(*), sum(a)", "1"), ElementsAre("5000|5000"));
}

TEST_P(Pooled, FindsTheTablesOfTheCurrentSchema) {
    connection().execute("DROP SCHEMA IF EXISTS pooled CASCADE");
    connection().execute("CREATE SCHEMA pooled");
    config.connection.url.parameters["currentSchema"] = "pooled";
    // Another session of the pool, whose search path nobody has set, is kept busy or not.
    const auto other = dialect().connect(config.connection);
    other->begin();
    other->query("SELECT 1");
    BatchBuilder records;
    add_rows(records, "a", 3, 1);
    EXPECT_EQ(outcome(records), "written");
    other->rollback();
    BatchBuilder more;
    add_rows(more, "a", 4, 2);
    EXPECT_EQ(outcome(more), "written");
    const std::string table = "pooled." + dialect().quote(id().name);
    EXPECT_EQ(connection().query("SELECT count(*) FROM " + table)[0][0], "4");
    connection().execute("DROP SCHEMA pooled CASCADE");
}

INSTANTIATE_TEST_SUITE_P(Restricted, Pooled, testing::Values(Database::kPostgresql));

/// A role without CREATE and TEMP, that may write one table that exists.
class LeastPrivilege : public SinkFixture {
protected:
    void SetUp() override {
        SinkFixture::SetUp();
        connection().execute(fmt::format("CREATE ROLE {} LOGIN PASSWORD 'writer-password'", role_));
        revoke_temporary_tables();
        create_table("id TEXT PRIMARY KEY, a BIGINT");
        config.connection.url.user = role_;
        config.connection.url.password = "writer-password";
    }
    void TearDown() override {
        connection().execute("DROP TABLE IF EXISTS " + qualified());
        connection().execute("DROP ROLE IF EXISTS " + role_);
        SinkFixture::TearDown();
    }
    void grant(std::string_view privileges) {
        connection().execute(fmt::format("GRANT {} ON {} TO {}", privileges, qualified(), role_));
    }

private:
    /// Two sessions that change a database's privileges at once end in an error of the server.
    void revoke_temporary_tables() {
        connection().begin();
        connection().query("SELECT pg_advisory_xact_lock(hashtext('privileges of kconnect'))");
        connection().execute("REVOKE TEMPORARY ON DATABASE kconnect FROM PUBLIC");
        connection().commit();
    }

    /// Of its own for each test: a pooler knows roles by name, the server does not.
    static std::string new_role() { return test::unique_name("writer"); }

    const std::string role_ = new_role();
};

TEST_P(LeastPrivilege, IsEnoughToUpsert) {
    grant("SELECT, INSERT, UPDATE");
    for (int round = 0; round < 2; ++round) {
        BatchBuilder records;
        add_rows(records, "a", 20, round);
        ASSERT_EQ(outcome(records), "written");
    }
    EXPECT_THAT(rows("count(*), sum(a)", "1"), ElementsAre("20|20"));
}

TEST_P(LeastPrivilege, IsEnoughToInsertWithoutReading) {
    grant("INSERT");
    config.insert_mode = jdbc::InsertMode::kInsert;
    BatchBuilder records;
    add_rows(records, "a", 20, 1);
    ASSERT_EQ(outcome(records), "written");
    EXPECT_THAT(rows("count(*)", "1"), ElementsAre("20"));
}

TEST_P(LeastPrivilege, IsNamedWhenItIsNotEnough) {
    grant("SELECT");
    BatchBuilder records;
    add_rows(records, "a", 1, 1);
    EXPECT_THAT(outcome(records), HasSubstr("permission denied for table"));
}

TEST_P(LeastPrivilege, ThatIsNotEnoughMakesDeadLettersWithTolerance) {
    grant("SELECT, INSERT");
    config.delete_enabled = true;
    config.insert_mode = jdbc::InsertMode::kInsert;
    RecordingReporter reporter;
    BatchBuilder records;
    add_rows(records, "a", 3, 1);
    records.add(primitive_schema(SchemaType::kString), Value::of_string("k0"), nullptr, {});
    EXPECT_EQ(outcome(records, 0, &reporter), "written");
    ASSERT_THAT(reporter.offsets(), ElementsAre(3));
    EXPECT_THAT(reporter.reports().front().message, HasSubstr("permission denied for table"));
    EXPECT_THAT(rows("count(*)", "1"), ElementsAre("3"));
}

TEST_P(LeastPrivilege, ToCreateATableMakesDeadLettersWithTolerance) {
    connection().execute("DROP TABLE " + qualified());
    RecordingReporter reporter;
    BatchBuilder records;
    add_rows(records, "a", 2, 1);
    EXPECT_EQ(outcome(records, 0, &reporter), "written");
    ASSERT_THAT(reporter.offsets(), ElementsAre(0, 1));
    EXPECT_THAT(reporter.reports().front().message, HasSubstr("permission denied for schema"));
}

INSTANTIATE_TEST_SUITE_P(Restricted, LeastPrivilege, testing::Values(Database::kPostgresql));

/// Both at once, as managed databases are used.
class PooledLeastPrivilege : public LeastPrivilege {
protected:
    void SetUp() override {
        LeastPrivilege::SetUp();
        config.connection.url.hosts = pooler_url().hosts;
    }
};

TEST_P(PooledLeastPrivilege, IsEnoughToUpsertAndDelete) {
    grant("SELECT, INSERT, UPDATE, DELETE");
    config.delete_enabled = true;
    for (int round = 0; round < 3; ++round) {
        BatchBuilder records;
        add_rows(records, "a", 20, round);
        records.add(primitive_schema(SchemaType::kString), Value::of_string("k0"), nullptr, {});
        ASSERT_EQ(outcome(records), "written");
    }
    EXPECT_THAT(rows("count(*), sum(a)", "1"), ElementsAre("19|38"));
}

TEST_P(PooledLeastPrivilege, IsEnoughToInsertWithoutReading) {
    grant("INSERT");
    config.insert_mode = jdbc::InsertMode::kInsert;
    BatchBuilder records;
    add_rows(records, "a", 5000, 1);
    ASSERT_EQ(outcome(records), "written");
    EXPECT_THAT(rows("count(*), sum(a)", "1"), ElementsAre("5000|5000"));
}

TEST_P(PooledLeastPrivilege, FindsTheBadRecords) {
    connection().execute(fmt::format("ALTER TABLE {} ADD CHECK (a <> 7)", qualified()));
    grant("SELECT, INSERT, UPDATE");
    RecordingReporter reporter;
    BatchBuilder records;
    for (int row = 0; row < 50; ++row) {
        add(records,
            fmt::format("k{}", row),
            struct_schema({{"a", int64_field()}}),
            {Value::of_int64(row)});
    }
    ASSERT_EQ(outcome(records, 0, &reporter), "written");
    EXPECT_THAT(reporter.offsets(), ElementsAre(7));
    EXPECT_THAT(rows("count(*)", "1"), ElementsAre("49"));
}

INSTANTIATE_TEST_SUITE_P(Restricted, PooledLeastPrivilege, testing::Values(Database::kPostgresql));

}  // namespace
}  // namespace kconnect::sql
