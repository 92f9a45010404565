// Views, partitioned tables and names without quotes, as table.types and quote.sql.identifiers ask.
#include <fmt/format.h>

#include <kconnect/sql/dialect.hpp>

#include "conformance/jdbc/impossible.hpp"
#include "conformance/jdbc/sink_fixture.hpp"
#include "support/unique_name.hpp"

namespace kconnect::sql {
namespace {

using jdbc::testing::BatchBuilder;
using jdbc::testing::int64_field;
using jdbc::testing::struct_schema;
using testing::ElementsAre;

/// `stem` with the mark of this process: tests share a database.
std::string own_name(std::string_view stem) {
    return fmt::format("{}_{}", stem, test::process_mark());
}

class TableTypes : public SinkFixture {
protected:
    void SetUp() override {
        SinkFixture::SetUp();
        config.auto_create = false;
    }

    /// One record with the key "k" and the field a=1.
    std::string write_one() {
        BatchBuilder records;
        add(records, "k", struct_schema({{"a", int64_field()}}), {Value::of_int64(1)});
        return outcome(records);
    }

    std::string missing() const {
        return fmt::format("Table {} is missing and auto-creation is disabled", displayed_table());
    }
};

class Views : public TableTypes {
protected:
    void SetUp() override {
        TableTypes::SetUp();
        connection().execute(
            fmt::format("CREATE TABLE {} (id VARCHAR(20) PRIMARY KEY, a BIGINT)", base_));
        connection().execute(fmt::format("CREATE VIEW {} AS SELECT * FROM {}", qualified(), base_));
        config.insert_mode = jdbc::InsertMode::kInsert;
    }
    void TearDown() override {
        connection().execute("DROP VIEW IF EXISTS " + qualified());
        connection().execute("DROP TABLE IF EXISTS " + base_);
        TableTypes::TearDown();
    }

private:
    const std::string base_ = own_name("view_base");
};

TEST_P(Views, CountAsMissingUnlessTheyAreListed) {
    EXPECT_EQ(write_one(), missing());
}

TEST_P(Views, AreWrittenWhenListed) {
    if (is_impossible(database(), Ability::kWritableViews)) {
        return;
    }
    config.table_types = {TableKind::kTable, TableKind::kView};
    EXPECT_EQ(write_one(), "written");
    EXPECT_THAT(rows({"id", "a"}), ElementsAre("k|1"));
}

TEST_P(Views, AreNeverAltered) {
    config.table_types = {TableKind::kView};
    config.auto_evolve = true;
    BatchBuilder records;
    add(records, "k", struct_schema({{"b", int64_field()}}), {Value::of_int64(1)});
    EXPECT_EQ(outcome(records),
              fmt::format("View {} is missing fields ([SinkRecordField{{schema=Schema{{INT64}}, "
                          "name='b', isPrimaryKey=false}}]) and ALTER VIEW is unsupported",
                          displayed_table()));
}

KCONNECT_FOR_EVERY_DATABASE(Views);

class PartitionedTables : public TableTypes {
protected:
    void create_partitioned() {
        connection().execute(fmt::format(
            "CREATE TABLE {} (id VARCHAR(20) PRIMARY KEY, a BIGINT) PARTITION BY {}",
            qualified(),
            database() == Database::kPostgresql ? "HASH (id)" : "KEY (id) PARTITIONS 2"));
        if (database() == Database::kPostgresql) {
            connection().execute(fmt::format(
                "CREATE TABLE {} PARTITION OF {} FOR VALUES WITH (MODULUS 1, REMAINDER 0)",
                own_name("partition_one"),
                qualified()));
        }
    }
};

TEST_P(PartitionedTables, AreTablesOfTheirOwnKindForPostgresqlOnly) {
    if (is_impossible(database(), Ability::kPartitionedTables)) {
        return;
    }
    create_partitioned();
    EXPECT_EQ(write_one(), database() == Database::kPostgresql ? missing() : "written");
}

TEST_P(PartitionedTables, AreWrittenWhenListed) {
    if (is_impossible(database(), Ability::kPartitionedTables)) {
        return;
    }
    create_partitioned();
    config.table_types = {TableKind::kTable, TableKind::kPartitionedTable};
    EXPECT_EQ(write_one(), "written");
    EXPECT_EQ(write_one(), "written");
    EXPECT_THAT(rows({"id", "a"}), ElementsAre("k|1"));
}

KCONNECT_FOR_EVERY_DATABASE(PartitionedTables);

class UnquotedNames : public TableTypes {
protected:
    void SetUp() override {
        TableTypes::SetUp();
        config.quote_identifiers = false;
        config.auto_create = true;
        config.table_name_format = own_name("UnQuoted");
    }
    void TearDown() override {
        connection().execute("DROP TABLE IF EXISTS " + created());
        TableTypes::TearDown();
    }
    std::string created() const {
        return dialect().quote(
            own_name(database() == Database::kPostgresql ? "unquoted" : "UnQuoted"));
    }
};

TEST_P(UnquotedNames, BecomeWhatTheDatabaseMakesOfThem) {
    BatchBuilder records;
    add(records, "k", struct_schema({{"Speed", int64_field()}}), {Value::of_int64(1)});
    EXPECT_EQ(outcome(records), "written");
    const std::string column = database() == Database::kPostgresql ? "speed" : "Speed";
    const auto found = connection().query(
        fmt::format("SELECT {}, id FROM {}", dialect().quote(column), created()));
    ASSERT_EQ(found.size(), 1U);
    EXPECT_EQ(found[0][0], "1");
    EXPECT_EQ(found[0][1], "k");
}

TEST_P(UnquotedNames, FindTheTableThatWasMadeWithoutQuotes) {
    const std::string table = own_name("UnQuoted");
    connection().execute("CREATE TABLE " + table + " (id VARCHAR(20) PRIMARY KEY, a BIGINT)");
    config.auto_create = false;
    EXPECT_EQ(write_one(), "written");
    EXPECT_EQ(connection().query("SELECT a FROM " + table).size(), 1U);
}

KCONNECT_FOR_EVERY_DATABASE(UnquotedNames);

}  // namespace
}  // namespace kconnect::sql
