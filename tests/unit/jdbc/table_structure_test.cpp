#include "jdbc/table_structure.hpp"

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "unit/jdbc/fake_database.hpp"
#include "unit/jdbc/flight_records.hpp"

namespace kconnect::jdbc::testing {
namespace {

using Lines = std::vector<std::string>;

class TableStructure : public ::testing::Test {
protected:
    sql::Table ensure(const std::vector<sql::ColumnDefinition>& columns) {
        const auto connection = database.connect({});
        return ensure_structure(config, database, *connection, {"", "", "flights"}, columns);
    }

    std::string refusal(const std::vector<sql::ColumnDefinition>& columns) {
        try {
            ensure(columns);
        } catch (const TableAlterOrCreateException& error) {
            return error.what();
        }
        return "accepted";
    }

    void given_table(const std::vector<std::string>& columns,
                     sql::TableKind kind = sql::TableKind::kTable) {
        sql::Table table;
        table.id = {"db", "public", "flights"};
        table.kind = kind;
        for (const std::string& column : columns) {
            table.columns.push_back({.name = column});
        }
        database.add_table(table);
        table.id = {"", "", "flights"};
    }

    FakeDatabase database;
    JdbcSinkConfig config = upsert_config();
    const sql::ColumnDefinition id{"id", int64_field(false), true};
    const sql::ColumnDefinition optional{"a", int64_field(), false};
    const sql::ColumnDefinition required{"b", int64_field(false), false};
};

TEST_F(TableStructure, CreatesAMissingTable) {
    const sql::Table table = ensure({optional, id});
    EXPECT_EQ(database.log(), (Lines{"connect", "CREATE flights(a,id)"}));
    EXPECT_NE(table.column("id"), nullptr);
}

TEST_F(TableStructure, RefusesAMissingTableWithoutAutoCreate) {
    config.auto_create = false;
    EXPECT_EQ(refusal({id}), "Table \"flights\" is missing and auto-creation is disabled");
}

TEST_F(TableStructure, GoesOnWithTheTableThatAnotherTaskCreatedFirst) {
    database.before = [this](const std::string& line) {
        if (line.starts_with("CREATE")) {
            database.before = nullptr;
            given_table({"a", "id"});
            throw sql::SqlError("relation exists", sql::SqlErrorKind::kTask, "42P07");
        }
    };
    EXPECT_EQ(ensure({optional, id}).columns.size(), 2U);
}

TEST_F(TableStructure, PassesOnTheServersRefusalToCreate) {
    database.before = [](const std::string& line) {
        if (line.starts_with("CREATE")) {
            throw sql::SqlError("permission denied", sql::SqlErrorKind::kTask, "42501");
        }
    };
    EXPECT_THROW(ensure({id}), sql::SqlError);
}

TEST_F(TableStructure, AddsMissingColumnsWhenItMay) {
    given_table({"id"});
    config.auto_evolve = true;
    const auto connection = database.connect({});
    ensure({id, optional});
    EXPECT_EQ(database.log_of("ADD"), Lines{"ADD flights(a)"});
}

TEST_F(TableStructure, RefusesMissingColumnsWithoutAutoEvolve) {
    given_table({"id"});
    EXPECT_EQ(refusal({id, optional}),
              "Table \"db\".\"public\".\"flights\" is missing fields "
              "([SinkRecordField{schema=Schema{INT64}, name='a', isPrimaryKey=false}]) and "
              "auto-evolution is disabled");
}

TEST_F(TableStructure, RefusesARequiredColumnWithoutDefaultWhateverAutoEvolveSays) {
    given_table({"id"});
    EXPECT_EQ(
        refusal({id, required}),
        "Cannot ALTER TABLE \"db\".\"public\".\"flights\" to add missing field "
        "SinkRecordField{schema=Schema{INT64}, name='b', isPrimaryKey=false}, as the field is "
        "not optional and does not have a default value");
}

TEST_F(TableStructure, RefusesToAlterAView) {
    given_table({"id"}, sql::TableKind::kView);
    EXPECT_EQ(
        refusal({id, optional}),
        "View \"db\".\"public\".\"flights\" is missing fields "
        "([SinkRecordField{schema=Schema{INT64}, name='a', isPrimaryKey=false}]) and ALTER VIEW "
        "is unsupported");
}

TEST_F(TableStructure, TakesAKindThatIsNotListedForMissing) {
    given_table({"id"}, sql::TableKind::kView);
    config.auto_create = false;
    EXPECT_EQ(refusal({id}),
              "Table \"db\".\"public\".\"flights\" is missing and auto-creation is disabled");
    config.table_types = {sql::TableKind::kTable, sql::TableKind::kView};
    EXPECT_EQ(refusal({id}), "accepted");
}

TEST_F(TableStructure, TriesToAlterMaxRetriesTimesMore) {
    given_table({"id"});
    config.auto_evolve = true;
    config.max_retries = 2;
    int attempts = 0;
    database.before = [&attempts](const std::string& line) {
        if (line.starts_with("ADD")) {
            ++attempts;
            throw sql::SqlError("permission denied", sql::SqlErrorKind::kTask, "42501");
        }
    };
    const sql::ColumnDefinition amount{"n", decimal_schema(2, true), false};
    EXPECT_EQ(refusal({id, optional, amount}),
              "Failed to amend TABLE '\"db\".\"public\".\"flights\"' to add missing fields: "
              "[SinkRecordField{schema=Schema{INT64}, name='a', isPrimaryKey=false}, "
              "SinkRecordField{schema=Schema{org.apache.kafka.connect.data.Decimal:BYTES}, "
              "name='n', isPrimaryKey=false}]");
    EXPECT_EQ(attempts, 3);
}

TEST_F(TableStructure, LeavesALockThatIsHeldToTheNextAttemptOfTheUnit) {
    given_table({"id"});
    config.auto_evolve = true;
    int attempts = 0;
    database.before = [&attempts](const std::string& line) {
        if (line.starts_with("ADD")) {
            ++attempts;
            throw sql::SqlError("lock timeout", sql::SqlErrorKind::kTransient, "55P03");
        }
    };
    EXPECT_THROW(ensure({id, optional}), sql::SqlError);
    EXPECT_EQ(attempts, 1);
}

TEST_F(TableStructure, AddsOnlyWhatAnotherTaskHasNotAddedMeanwhile) {
    given_table({"id"});
    config.auto_evolve = true;
    const sql::ColumnDefinition other{"c", int64_field(), false};
    database.before = [this](const std::string& line) {
        if (line.starts_with("ADD")) {
            database.before = nullptr;
            given_table({"id", "a"});
            throw sql::SqlError("column exists", sql::SqlErrorKind::kTask, "42701");
        }
    };
    ensure({id, optional, other});
    EXPECT_EQ(database.log_of("ADD"), Lines{"ADD flights(c)"});
}

TEST_F(TableStructure, FindsAColumnWhoseNameDiffersInCaseOnly) {
    given_table({"ID", "A"});
    EXPECT_NO_THROW(ensure({id, optional}));
    EXPECT_EQ(database.log(), Lines{"connect"});
}

}  // namespace
}  // namespace kconnect::jdbc::testing
