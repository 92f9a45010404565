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

    Lines written() {
        config.auto_evolve = true;
        LayoutCache layouts(config);
        WritePlan plan(config.insert_mode == InsertMode::kUpsert);
        plan.add(builder.build(), layouts);
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

}  // namespace
}  // namespace kconnect::jdbc::testing
