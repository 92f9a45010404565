// Tables that are created and amended: what is made, and what is said when it may not be.
#include <barrier>
#include <chrono>
#include <thread>

#include <fmt/format.h>
#include <jdbc/unit_writer.hpp>

#include "conformance/jdbc/sink_fixture.hpp"

namespace kconnect::sql {
namespace {

using jdbc::testing::BatchBuilder;
using jdbc::testing::int64_field;
using jdbc::testing::struct_schema;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::StartsWith;

SchemaPtr numbers(const std::vector<std::string>& names) {
    std::vector<std::pair<std::string, SchemaPtr>> fields;
    for (const std::string& name : names) {
        fields.emplace_back(name, int64_field());
    }
    return struct_schema(fields);
}

class SinkStructure : public SinkFixture {
protected:
    void SetUp() override {
        SinkFixture::SetUp();
        config.auto_evolve = true;
    }

    /// One record with a number in each of the columns.
    std::string outcome_of(std::string_view key, const std::vector<std::string>& names) {
        BatchBuilder records;
        add(records, key, numbers(names), std::vector<Value>(names.size(), Value::of_int64(7)));
        return outcome(records);
    }

    std::vector<std::string> column_names() {
        std::vector<std::string> names;
        for (const Column& column : describe().columns) {
            names.push_back(column.name);
        }
        return names;
    }

    std::string quoted(std::string_view name) const { return dialect().quote(name); }
};

TEST_P(SinkStructure, ComesWithTheFieldsOfTheValueThenTheKey) {
    EXPECT_EQ(outcome_of("k", {"b", "a"}), "written");
    EXPECT_THAT(column_names(), ElementsAre("b", "a", "id"));
    EXPECT_TRUE(describe().column("id")->primary_key);
}

TEST_P(SinkStructure, OfAMissingTableIsRefusedWithoutAutoCreate) {
    config.auto_create = false;
    EXPECT_EQ(outcome_of("k", {"a"}),
              "Table " + displayed_table() + " is missing and auto-creation is disabled");
}

TEST_P(SinkStructure, GetsSeveralColumnsAtOnce) {
    create_table("id " + exact("VARCHAR(10)") + " PRIMARY KEY");
    EXPECT_EQ(outcome_of("k", {"a", "b", "c"}), "written");
    EXPECT_THAT(rows({"id", "a", "b", "c"}), ElementsAre("k|7|7|7"));
}

TEST_P(SinkStructure, LacksAColumnThatMayNotBeAdded) {
    create_table("id " + exact("VARCHAR(10)") + " PRIMARY KEY");
    config.auto_evolve = false;
    EXPECT_EQ(outcome_of("k", {"a", "b"}),
              "Table " + displayed_table() +
                  " is missing fields ([SinkRecordField{schema=Schema{INT64}, name='a', "
                  "isPrimaryKey=false}, SinkRecordField{schema=Schema{INT64}, name='b', "
                  "isPrimaryKey=false}]) and auto-evolution is disabled");
}

TEST_P(SinkStructure, LacksARequiredFieldWithoutDefaultWhateverAutoEvolveSays) {
    create_table("id " + exact("VARCHAR(10)") + " PRIMARY KEY");
    for (const bool auto_evolve : {true, false}) {
        config.auto_evolve = auto_evolve;
        BatchBuilder records;
        add(records, "k", struct_schema({{"a", int64_field(false)}}), {Value::of_int64(7)});
        EXPECT_EQ(outcome(records),
                  "Cannot ALTER TABLE " + displayed_table() +
                      " to add missing field SinkRecordField{schema=Schema{INT64}, name='a', "
                      "isPrimaryKey=false}, as the field is not optional and does not have a "
                      "default value");
    }
}

TEST_P(SinkStructure, FillsOldRowsWithTheDefaultOfANewRequiredField) {
    create_table("id " + exact("VARCHAR(10)") + " PRIMARY KEY");
    connection().execute(fmt::format("INSERT INTO {} VALUES ('old')", qualified()));
    const SchemaPtr with_default =
        SchemaBuilder(SchemaType::kInt64).default_value(Value::of_int64(42)).build();
    BatchBuilder records;
    add(records, "k", struct_schema({{"a", with_default}}), {Value::of_int64(7)});
    EXPECT_EQ(outcome(records), "written");
    EXPECT_THAT(rows({"id", "a"}), ElementsAre("k|7", "old|42"));
}

TEST_P(SinkStructure, UsesTheTablesSpellingOfAColumn) {
    create_table(fmt::format("id {} PRIMARY KEY, {} BIGINT", exact("VARCHAR(10)"), quoted("Abc")));
    EXPECT_EQ(outcome_of("k", {"aBC"}), "written");
    EXPECT_THAT(rows({"id", "Abc"}), ElementsAre("k|7"));
}

TEST_P(SinkStructure, KeepsARequiredColumnThatNoRecordHas) {
    create_table("id " + exact("VARCHAR(10)") + " PRIMARY KEY, a BIGINT, extra INT NOT NULL");
    EXPECT_THAT(outcome_of("k", {"a"}),
                StartsWith("Table " + displayed_table() + ", record flights-0@0: "));
    EXPECT_THAT(outcome_of("k", {"a"}), HasSubstr("extra"));
}

TEST_P(SinkStructure, OfAViewIsNotChanged) {
    TableId view = id();
    view.name = "V" + view.name.substr(1);
    create_table("id " + exact("VARCHAR(10)") + " PRIMARY KEY, a BIGINT");
    connection().execute("DROP VIEW IF EXISTS " + dialect().qualified(view));
    connection().execute(
        fmt::format("CREATE VIEW {} AS SELECT * FROM {}", dialect().qualified(view), qualified()));
    config.table_name_format = view.name;
    config.table_types = {TableKind::kTable, TableKind::kView};
    const std::string result = outcome_of("k", {"a", "b"});
    connection().execute("DROP VIEW " + dialect().qualified(view));
    EXPECT_THAT(result, StartsWith("View "));
    EXPECT_THAT(result,
                HasSubstr(" is missing fields ([SinkRecordField{schema=Schema{INT64}, name='b', "
                          "isPrimaryKey=false}]) and ALTER VIEW is unsupported"));
}

TEST_P(SinkStructure, MayHaveDifficultNamesOfColumns) {
    const std::vector<std::string> names{"select",
                                         "Mixed Case",
                                         "it's",
                                         "a\"b",
                                         "c`d",
                                         "e.f",
                                         "\\",
                                         "%_",
                                         "\xC3\xA4\xF0\x9F\x9B\xAB",
                                         "${topic}",
                                         "?",
                                         ":x"};
    if (database() == Database::kMysql) {
        // Names hold letters of the basic plane only.
        std::vector<std::string> fit = names;
        fit[8] = "\xC3\xA4";
        EXPECT_EQ(outcome_of("k", fit), "written");
        return;
    }
    EXPECT_EQ(outcome_of("k", names), "written");
    EXPECT_EQ(outcome_of("k", names), "written");
    EXPECT_THAT(rows({"it's", "a\"b", names[8]}), ElementsAre("7|7|7"));
}

TEST_P(SinkStructure, MayHaveColumnsWhoseNamesTheServerCuts) {
    const std::string name = std::string(61, 'n') + "\xC3\xA4\xC3\xA4";
    const std::string result = outcome_of("k", {name});
    if (database() == Database::kMysql) {
        const std::string longer(65, 'n');
        EXPECT_EQ(result, "written");
        EXPECT_THAT(outcome_of("k", {longer}), HasSubstr("TABLE"));
        return;
    }
    EXPECT_EQ(result, "written");
    EXPECT_EQ(outcome_of("k", {name}), "written");
    config.auto_evolve = false;
    EXPECT_EQ(outcome_of("l", {name}), "written");
    EXPECT_THAT(rows("count(*)", "1"), ElementsAre("2"));
}

/// The sink's task keeps what it knows of a table from put to put.
class ChangedTable : public SinkStructure {
protected:
    void SetUp() override {
        SinkStructure::SetUp();
        writer = std::make_unique<jdbc::UnitWriter>(config, dialect(), [] {});
    }

    std::string put(std::string_view key, const std::vector<std::string>& names) {
        constexpr std::chrono::seconds kPatience{20};
        BatchBuilder records;
        add(records, key, numbers(names), std::vector<Value>(names.size(), Value::of_int64(7)));
        try {
            writer->put(*records.build(), kPatience, [] { return false; });
            writer->wait_until_idle(kPatience);
            writer->check();
        } catch (const std::exception& error) {
            return error.what();
        }
        return "written";
    }

    std::unique_ptr<jdbc::UnitWriter> writer;
};

TEST_P(ChangedTable, IsCreatedAgainWhenItWasDropped) {
    EXPECT_EQ(put("k", {"a"}), "written");
    connection().execute("DROP TABLE " + qualified());
    EXPECT_EQ(put("l", {"a"}), "written");
    EXPECT_THAT(rows({"id", "a"}), ElementsAre("l|7"));
}

TEST_P(ChangedTable, GetsAColumnBackThatWasDropped) {
    EXPECT_EQ(put("k", {"a", "b"}), "written");
    connection().execute(fmt::format("ALTER TABLE {} DROP COLUMN {}", qualified(), quoted("b")));
    EXPECT_EQ(put("l", {"a", "b"}), "written");
    EXPECT_THAT(rows({"id", "a", "b"}), ElementsAre("k|7|NULL", "l|7|7"));
}

TEST_P(ChangedTable, MayGetColumnsFromSomebodyElse) {
    EXPECT_EQ(put("k", {"a"}), "written");
    connection().execute(fmt::format("ALTER TABLE {} ADD {} BIGINT", qualified(), quoted("b")));
    EXPECT_EQ(put("l", {"a"}), "written");
    EXPECT_EQ(put("m", {"a", "b"}), "written");
    EXPECT_THAT(rows({"id", "a", "b"}), ElementsAre("k|7|NULL", "l|7|NULL", "m|7|7"));
}

/// Tasks that meet at one table.
class SharedTable : public SinkStructure {
protected:
    static constexpr int kTasks = 4;

    /// Every task puts one record with the columns that it is given, all at the same time.
    std::vector<std::string> at_once(const std::vector<std::vector<std::string>>& columns) {
        std::barrier start(kTasks);
        std::vector<std::string> outcomes(kTasks);
        std::vector<std::thread> tasks;
        for (int task = 0; task < kTasks; ++task) {
            tasks.emplace_back([&, task] {
                const auto index = static_cast<std::size_t>(task);
                start.arrive_and_wait();
                outcomes[index] = outcome_of(fmt::format("k{}", task), columns[index]);
            });
        }
        for (std::thread& task : tasks) {
            task.join();
        }
        return outcomes;
    }
};

TEST_P(SharedTable, IsCreatedByOneTaskAndAmendedByTheOthers) {
    config.max_retries = 10;
    for (int round = 0; round < 5; ++round) {
        connection().execute("DROP TABLE IF EXISTS " + qualified());
        EXPECT_THAT(at_once({{"a", "b"}, {"b", "c"}, {"c", "a"}, {"d"}}), testing::Each("written"));
        EXPECT_THAT(
            rows({"id", "a", "b", "c", "d"}),
            ElementsAre(
                "k0|7|7|NULL|NULL", "k1|NULL|7|7|NULL", "k2|7|NULL|7|NULL", "k3|NULL|NULL|NULL|7"));
    }
}

TEST_P(SharedTable, GetsTheSameColumnsFromEveryTaskOnce) {
    config.max_retries = 10;
    create_table("id " + exact("VARCHAR(10)") + " PRIMARY KEY");
    const std::vector<std::string> columns{"a", "b", "c"};
    EXPECT_THAT(at_once({columns, columns, columns, columns}), testing::Each("written"));
    EXPECT_EQ(column_names().size(), 4U);
    EXPECT_THAT(rows("count(*)", "1"), ElementsAre("4"));
}

KCONNECT_FOR_EVERY_DATABASE(SinkStructure);
KCONNECT_FOR_EVERY_DATABASE(ChangedTable);
KCONNECT_FOR_EVERY_DATABASE(SharedTable);

}  // namespace
}  // namespace kconnect::sql
