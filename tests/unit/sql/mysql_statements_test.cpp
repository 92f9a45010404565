#include "mysql/mysql_statements.hpp"

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

namespace kconnect::sql::mysql {
namespace {

WriteShape shape(WriteMode mode, std::size_t keys, std::vector<std::string> names) {
    WriteShape result;
    result.table.id = {"shop", {}, "orders"};
    result.mode = mode;
    result.key_count = keys;
    for (std::string& name : names) {
        result.columns.push_back({name, primitive_schema(SchemaType::kInt32), {}});
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

TEST(MySqlStatements, InsertsSeveralRows) {
    EXPECT_EQ(write_statement(shape(WriteMode::kInsert, 1, {"id", "a"}), 2),
              "INSERT INTO `shop`.`orders`(`id`,`a`) VALUES (?,?),(?,?)");
}

TEST(MySqlStatements, UpsertsAllButTheKeys) {
    EXPECT_EQ(write_statement(shape(WriteMode::kUpsert, 1, {"id", "a", "b"}), 1),
              "INSERT INTO `shop`.`orders`(`id`,`a`,`b`) VALUES (?,?,?) "
              "ON DUPLICATE KEY UPDATE `a`=VALUES(`a`),`b`=VALUES(`b`)");
}

TEST(MySqlStatements, UpsertsARowOfKeysAlone) {
    EXPECT_EQ(write_statement(shape(WriteMode::kUpsert, 2, {"x", "y"}), 1),
              "INSERT INTO `shop`.`orders`(`x`,`y`) VALUES (?,?) "
              "ON DUPLICATE KEY UPDATE `x`=VALUES(`x`),`y`=VALUES(`y`)");
}

TEST(MySqlStatements, UpdatesByKeyWithTheKeysLast) {
    const WriteShape update = shape(WriteMode::kUpdate, 1, {"id", "a", "b"});
    EXPECT_EQ(write_statement(update, 1), "UPDATE `shop`.`orders` SET `a`=?,`b`=? WHERE `id`=?");
    EXPECT_EQ(parameter_order(update), (std::vector<std::size_t>{1, 2, 0}));
}

TEST(MySqlStatements, UpdatesTheWholeTableWithoutKeys) {
    EXPECT_EQ(write_statement(shape(WriteMode::kUpdate, 0, {"a"}), 1),
              "UPDATE `shop`.`orders` SET `a`=?");
}

TEST(MySqlStatements, RefusesAnUpdateThatSetsNothing) {
    EXPECT_THROW(write_statement(shape(WriteMode::kUpdate, 1, {"id"}), 1), ConnectException);
}

TEST(MySqlStatements, DeletesOneRowOrALists) {
    EXPECT_EQ(write_statement(shape(WriteMode::kDelete, 2, {"x", "y"}), 1),
              "DELETE FROM `shop`.`orders` WHERE `x`=? AND `y`=?");
    EXPECT_EQ(write_statement(shape(WriteMode::kDelete, 1, {"x"}), 3),
              "DELETE FROM `shop`.`orders` WHERE `x` IN (?,?,?)");
    EXPECT_EQ(write_statement(shape(WriteMode::kDelete, 2, {"x", "y"}), 2),
              "DELETE FROM `shop`.`orders` WHERE (`x`,`y`) IN ((?,?),(?,?))");
}

}  // namespace
}  // namespace kconnect::sql::mysql
