#include "mysql/mysql_statements.hpp"

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/sql/sql_error.hpp>

namespace kconnect::sql::mysql {
namespace {

WriteShape shape(WriteMode mode, std::size_t keys, std::vector<std::string> names) {
    WriteShape result;
    result.table.id = {"shop", {}, "orders"};
    result.mode = mode;
    result.key_count = keys;
    for (const std::string& name : names) {
        result.columns.push_back({name, primitive_schema(SchemaType::kInt32), {}});
        result.table.columns.push_back({.name = name});
    }
    for (std::size_t key = 0; key < keys; ++key) {
        result.table.unique_indexes.resize(1, {"PRIMARY", {}, true});
        result.table.unique_indexes[0].columns.push_back(names[key]);
    }
    return result;
}

TEST(MySqlStatements, DoublesBackticksInNames) {
    EXPECT_EQ(quote("a`b"), "`a``b`");
}

TEST(MySqlStatements, NamesTheDatabaseOfATable) {
    EXPECT_EQ(qualified({"shop", {}, "orders"}), "`shop`.`orders`");
    EXPECT_EQ(qualified({{}, {}, "orders"}), "`orders`");
}

TEST(MySqlStatements, LimitsTheTimeOfAQuery) {
    using namespace std::chrono_literals;
    EXPECT_EQ(limited_query(true, 1050ms, "SELECT 1"),
              "SET STATEMENT max_statement_time=IF(@@max_statement_time BETWEEN 0.001 AND 1.050,"
              "@@max_statement_time,1.050) FOR SELECT 1");
    EXPECT_EQ(limited_query(false, 1050ms, "SELECT 1"), "SELECT /*+ MAX_EXECUTION_TIME(1050) */ 1");
    EXPECT_EQ(limited_query(false, -5ms, "SELECT 1"), "SELECT /*+ MAX_EXECUTION_TIME(1) */ 1");
    EXPECT_EQ(limited_query(false, 1h * 24 * 365, "SHOW TABLES"), "SHOW TABLES");
}

TEST(MySqlStatements, InsertsSeveralRows) {
    EXPECT_EQ(
        write_statement(shape(WriteMode::kInsert, 1, {"id", "a"}), 2, NewRow::kValuesFunction),
        "INSERT INTO `shop`.`orders`(`id`,`a`) VALUES (?,?),(?,?)");
}

TEST(MySqlStatements, UpsertsAllButTheKeys) {
    EXPECT_EQ(
        write_statement(shape(WriteMode::kUpsert, 1, {"id", "a", "b"}), 1, NewRow::kValuesFunction),
        "INSERT INTO `shop`.`orders`(`id`,`a`,`b`) VALUES (?,?,?) "
        "ON DUPLICATE KEY UPDATE `a`=VALUES(`a`),`b`=VALUES(`b`)");
}

TEST(MySqlStatements, UpsertsARowOfKeysAlone) {
    EXPECT_EQ(write_statement(shape(WriteMode::kUpsert, 2, {"x", "y"}), 1, NewRow::kValuesFunction),
              "INSERT INTO `shop`.`orders`(`x`,`y`) VALUES (?,?) "
              "ON DUPLICATE KEY UPDATE `x`=VALUES(`x`),`y`=VALUES(`y`)");
}

TEST(MySqlStatements, UpsertsWithAnAliasWhereTheServerHasIt) {
    EXPECT_EQ(write_statement(shape(WriteMode::kUpsert, 1, {"id", "a"}), 2, NewRow::kAlias),
              "INSERT INTO `shop`.`orders`(`id`,`a`) VALUES (?,?),(?,?) AS `kconnect new` "
              "ON DUPLICATE KEY UPDATE `a`=`kconnect new`.`a`");
}

TEST(MySqlStatements, UpsertsOnlyTheRowOfTheKeyWhereAnotherIndexIsUnique) {
    WriteShape upsert = shape(WriteMode::kUpsert, 2, {"x", "y", "a"});
    upsert.table.unique_indexes.push_back({"u", {"a"}});
    EXPECT_EQ(write_statement(upsert, 1, NewRow::kValuesFunction),
              "INSERT INTO `shop`.`orders`(`x`,`y`,`a`) VALUES (?,?,?) ON DUPLICATE KEY UPDATE "
              "`x`=IF(`shop`.`orders`.`x`=VALUES(`x`) AND `shop`.`orders`.`y`=VALUES(`y`) OR "
              "18446744073709551615+(1+IFNULL(LENGTH(VALUES(`x`)),0)),`shop`.`orders`.`x`,NULL),"
              "`a`=VALUES(`a`)");
}

TEST(MySqlStatements, RefusesAnUpsertByColumnsThatNoIndexConsistsOf) {
    WriteShape upsert = shape(WriteMode::kUpsert, 2, {"x", "y", "a"});
    upsert.key_count = 1;
    upsert.table.unique_indexes.push_back({"u", {"a"}});
    try {
        write_statement(upsert, 1, NewRow::kValuesFunction);
        FAIL() << "a statement was made";
    } catch (const SqlError& error) {
        EXPECT_STREQ(error.what(),
                     "`shop`.`orders` has no primary key or unique index that consists of the key "
                     "columns (x), so an upsert would add a row for each record: create one, or "
                     "set pk.fields to the columns of an existing one: PRIMARY (x, y), u (a)");
        EXPECT_EQ(error.kind(), SqlErrorKind::kTask);
    }
}

TEST(MySqlStatements, UpdatesByKeyWithTheKeysLast) {
    const WriteShape update = shape(WriteMode::kUpdate, 1, {"id", "a", "b"});
    EXPECT_EQ(write_statement(update, 1, NewRow::kValuesFunction),
              "UPDATE `shop`.`orders` SET `a`=?,`b`=? WHERE `id`=?");
    EXPECT_EQ(parameter_order(update), (std::vector<std::size_t>{1, 2, 0}));
}

TEST(MySqlStatements, UpdatesTheWholeTableWithoutKeys) {
    EXPECT_EQ(write_statement(shape(WriteMode::kUpdate, 0, {"a"}), 1, NewRow::kValuesFunction),
              "UPDATE `shop`.`orders` SET `a`=?");
}

TEST(MySqlStatements, RefusesAnUpdateThatSetsNothing) {
    EXPECT_THROW(write_statement(shape(WriteMode::kUpdate, 1, {"id"}), 1, NewRow::kValuesFunction),
                 ConnectException);
}

TEST(MySqlStatements, DeletesOneRowOrALists) {
    EXPECT_EQ(write_statement(shape(WriteMode::kDelete, 2, {"x", "y"}), 1, NewRow::kValuesFunction),
              "DELETE FROM `shop`.`orders` WHERE `x`=? AND `y`=?");
    EXPECT_EQ(write_statement(shape(WriteMode::kDelete, 1, {"x"}), 3, NewRow::kValuesFunction),
              "DELETE FROM `shop`.`orders` WHERE `x` IN (?,?,?)");
    EXPECT_EQ(write_statement(shape(WriteMode::kDelete, 2, {"x", "y"}), 2, NewRow::kValuesFunction),
              "DELETE FROM `shop`.`orders` WHERE (`x`,`y`) IN ((?,?),(?,?))");
}

}  // namespace
}  // namespace kconnect::sql::mysql
