#include "jdbc/table_writer.hpp"

#include <gtest/gtest.h>

#include "unit/jdbc/fake_database.hpp"
#include "unit/jdbc/flight_records.hpp"

namespace kconnect::jdbc::testing {
namespace {

using Lines = std::vector<std::string>;

SchemaPtr key_schema() {
    return primitive_schema(SchemaType::kInt64);
}

const SchemaPtr& schema_a() {
    static const SchemaPtr schema = struct_schema({{"a", int64_field()}});
    return schema;
}

const SchemaPtr& schema_ab() {
    static const SchemaPtr schema = struct_schema({{"a", int64_field()}, {"b", int64_field()}});
    return schema;
}

class TableWriterTest : public ::testing::Test {
public:
    TableWriterTest& put_a(std::int64_t key, std::int64_t a) {
        const Value fields[] = {Value::of_int64(a)};
        builder.add(key_schema(), Value::of_int64(key), schema_a(), Value::of_struct(fields));
        return *this;
    }

    TableWriterTest& put_ab(std::int64_t key, std::int64_t a, std::int64_t b) {
        const Value fields[] = {Value::of_int64(a), Value::of_int64(b)};
        builder.add(key_schema(), Value::of_int64(key), schema_ab(), Value::of_struct(fields));
        return *this;
    }

    TableWriterTest& remove(std::int64_t key) {
        builder.add(key_schema(), Value::of_int64(key), nullptr, Value());
        return *this;
    }

    Lines written() {
        config.auto_evolve = true;
        LayoutCache layouts(config);
        WritePlan plan(WritePlan::folds(config));
        plan.add(builder.build(), layouts, false);
        const auto connection = database.connect({});
        const TablePlan& table = *plan.tables().front();
        TableWriter writer(config, database, *connection, table.target());
        writer.prepare(table);
        writer.write(table);
        Lines lines = database.log();
        std::erase_if(lines, [](const std::string& line) {
            return line == "connect" || line.starts_with("CREATE") || line.starts_with("ADD");
        });
        return lines;
    }

protected:
    FakeDatabase database;
    JdbcSinkConfig config = upsert_config();
    BatchBuilder builder;
};

TEST_F(TableWriterTest, WritesTheLatestChangeOfEachKeyInOneStatementByKeyOrder) {
    put_a(3, 30).put_a(1, 10).put_a(3, 31);
    EXPECT_EQ(written(), Lines{"upsert flights(id,a) [1,10] [3,31]"});
}

TEST_F(TableWriterTest, KeepsTheColumnsOfAnOlderChangeThatTheNewerOneLacks) {
    put_ab(1, 10, 100).put_a(1, 11);
    EXPECT_EQ(written(), Lines{"upsert flights(id,a,b) [1,11,100]"});
}

TEST_F(TableWriterTest, TakesTheNewestValueOfEachColumnFromALongChain) {
    put_ab(1, 10, 100).put_a(1, 11).put_ab(1, 12, 101).put_a(1, 13);
    EXPECT_EQ(written(), Lines{"upsert flights(id,a,b) [1,13,101]"});
}

TEST_F(TableWriterTest, SendsOneStatementPerSetOfColumnsWhenSchemasAlternate) {
    for (std::int64_t key = 0; key < 100; key += 2) {
        put_a(key, key).put_ab(key + 1, key, key);
    }
    EXPECT_EQ(written().size(), 2U);
}

TEST_F(TableWriterTest, KeepsTheOrderOfChangesWhereTheDatabaseComparesKeysLoosely) {
    database.exact_keys = false;
    put_a(1, 10).put_a(1, 11).put_ab(2, 20, 200).put_a(1, 12);
    EXPECT_EQ(written(),
              (Lines{"ordered upsert flights(id,a) [1,10] [1,11]",
                     "ordered upsert flights(id,a,b) [2,20,200]",
                     "ordered upsert flights(id,a) [1,12]"}));
}

TEST_F(TableWriterTest, WritesAChangeWithoutARequiredColumnByItself) {
    sql::Table table;
    table.id.name = "flights";
    table.columns = {{.name = "id", .nullable = false, .primary_key = true},
                     {.name = "a"},
                     {.name = "b", .nullable = false}};
    database.add_table(table);
    put_ab(1, 10, 100).put_a(1, 11);
    EXPECT_EQ(written(),
              (Lines{"ordered upsert flights(id,a,b) [1,10,100]",
                     "ordered upsert flights(id,a) [1,11]"}));
}

TEST_F(TableWriterTest, FoldsChangesThatAllLackARequiredColumn) {
    sql::Table table;
    table.id.name = "flights";
    table.columns = {{.name = "id", .nullable = false, .primary_key = true},
                     {.name = "a"},
                     {.name = "set_by_trigger", .nullable = false}};
    database.add_table(table);
    put_a(1, 10).put_a(1, 11);
    EXPECT_EQ(written(), Lines{"upsert flights(id,a) [1,11]"});
}

TEST_F(TableWriterTest, AppendsEveryRecordInOrderWhenInserting) {
    config.insert_mode = InsertMode::kInsert;
    put_a(2, 20).put_a(1, 10).put_a(2, 21);
    EXPECT_EQ(written(), Lines{"insert flights(id,a) [2,20] [1,10] [2,21]"});
}

TEST_F(TableWriterTest, SplitsStatementsAtBatchSize) {
    config.batch_size = 2;
    put_a(1, 10).put_a(2, 20).put_a(3, 30);
    EXPECT_EQ(written(),
              (Lines{"upsert flights(id,a) [1,10] [2,20]", "upsert flights(id,a) [3,30]"}));
}

class DeletingTableWriterTest : public TableWriterTest {
protected:
    DeletingTableWriterTest() { config.delete_enabled = true; }
};

TEST_F(DeletingTableWriterTest, DeletesFirstAndThenWritesWhatCameBehindADelete) {
    put_ab(1, 10, 100).remove(1).put_a(1, 11).put_a(2, 20).remove(3);
    EXPECT_EQ(written(),
              (Lines{"delete flights(id) [1] [3]", "upsert flights(id,a) [1,11] [2,20]"}));
}

TEST_F(DeletingTableWriterTest, FoldsWhatWasWrittenBeforeADelete) {
    put_ab(1, 10, 100).put_a(1, 11).remove(1).remove(1);
    EXPECT_EQ(written(), Lines{"delete flights(id) [1]"});
}

TEST_F(DeletingTableWriterTest, SendsTwoStatementsWhenEveryOtherRecordIsATombstone) {
    for (std::int64_t key = 0; key < 100; ++key) {
        put_a(key, key).remove(key - 1).put_a(key, key + 1);
    }
    EXPECT_EQ(written().size(), 2U);
}

TEST_F(DeletingTableWriterTest, KeepsTheOrderWhereTheDatabaseComparesKeysLoosely) {
    database.exact_keys = false;
    put_a(1, 10).remove(1).remove(2).put_a(1, 11);
    EXPECT_EQ(written(),
              (Lines{"ordered upsert flights(id,a) [1,10]",
                     "delete flights(id) [1] [2]",
                     "ordered upsert flights(id,a) [1,11]"}));
}

TEST_F(DeletingTableWriterTest, InsertsAndDeletesInAsManyRoundsAsAKeyNeeds) {
    config.insert_mode = InsertMode::kInsert;
    put_a(1, 10).remove(1).put_a(2, 20).remove(2).put_a(2, 21).put_a(3, 30).remove(4);
    EXPECT_EQ(written(),
              (Lines{"delete flights(id) [4]",
                     "insert flights(id,a) [1,10] [2,20] [3,30]",
                     "delete flights(id) [1] [2]",
                     "insert flights(id,a) [2,21]"}));
}

TEST_F(DeletingTableWriterTest, LeavesARepeatedInsertToTheDatabaseToRefuse) {
    config.insert_mode = InsertMode::kInsert;
    put_a(1, 10).put_a(1, 11).remove(1);
    EXPECT_EQ(written(), (Lines{"insert flights(id,a) [1,10] [1,11]", "delete flights(id) [1]"}));
}

TEST_F(DeletingTableWriterTest, UpdatesNothingBehindADelete) {
    config.insert_mode = InsertMode::kUpdate;
    put_a(1, 10).remove(1).put_a(1, 11).put_a(2, 20).put_ab(2, 21, 200);
    EXPECT_EQ(written(), (Lines{"delete flights(id) [1]", "update flights(id,a,b) [2,21,200]"}));
}

TEST_F(DeletingTableWriterTest, CreatesATableOfKeysAloneForATombstone) {
    remove(1).put_a(1, 10);
    written();
    EXPECT_EQ(database.log_of("CREATE"), Lines{"CREATE flights(id)"});
    EXPECT_EQ(database.log_of("ADD"), Lines{"ADD flights(a)"});
}

TEST_F(TableWriterTest, UpdatesWithTheColumnsOfAllChangesOfAKey) {
    config.insert_mode = InsertMode::kUpdate;
    put_ab(1, 10, 100).put_a(1, 11);
    EXPECT_EQ(written(), Lines{"update flights(id,a,b) [1,11,100]"});
}

TEST_F(TableWriterTest, SendsOneUpdateOfEveryRowWhereThereIsNoKey) {
    config.insert_mode = InsertMode::kUpdate;
    config.primary_key_mode = PrimaryKeyMode::kNone;
    put_ab(1, 10, 100).put_a(1, 11).put_a(2, 12);
    EXPECT_EQ(written(), Lines{"update flights(a,b) [12,100]"});
}

TEST_F(TableWriterTest, SendsNoUpdateThatHasNothingToSet) {
    config.insert_mode = InsertMode::kUpdate;
    config.primary_key_mode = PrimaryKeyMode::kRecordValue;
    config.primary_key_fields = {"a"};
    put_a(1, 10).put_ab(1, 11, 110);
    EXPECT_EQ(written(), Lines{"update flights(a,b) [11,110]"});
}

TEST_F(TableWriterTest, SendsNoUpdateThatHasNothingToSetWhereItKeepsTheOrder) {
    database.exact_keys = false;
    config.insert_mode = InsertMode::kUpdate;
    config.primary_key_mode = PrimaryKeyMode::kRecordValue;
    config.primary_key_fields = {"a"};
    put_a(1, 10).put_ab(1, 11, 110);
    EXPECT_EQ(written(), Lines{"ordered update flights(a,b) [11,110]"});
}

TEST_F(TableWriterTest, WritesThePlaceInKafkaAsKey) {
    config.primary_key_mode = PrimaryKeyMode::kKafka;
    config.primary_key_fields = {};
    put_a(1, 10).put_a(1, 11);
    EXPECT_EQ(written(),
              Lines{"upsert flights(__connect_topic,__connect_partition,__connect_offset,a) "
                    "[flights,0,0,10] [flights,0,1,11]"});
}

}  // namespace
}  // namespace kconnect::jdbc::testing
