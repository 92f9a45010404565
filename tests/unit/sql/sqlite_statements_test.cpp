#include "sqlite/sqlite_statements.hpp"

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

namespace kconnect::sql::sqlite {
namespace {

WriteShape shape(WriteMode mode, std::size_t keys, std::vector<std::string> names) {
    WriteShape result;
    result.table.id = {{}, {}, "orders"};
    result.table.unique_indexes.push_back({"PRIMARY", {"id"}, true});
    result.mode = mode;
    result.key_count = keys;
    for (std::string& name : names) {
        result.columns.push_back({name, primitive_schema(SchemaType::kInt32), {}});
    }
    return result;
}

TEST(SqliteStatements, UpsertsOnTheUniqueIndexOfTheKeys) {
    EXPECT_EQ(write_statement(shape(WriteMode::kUpsert, 1, {"id", "a"})),
              "INSERT INTO `orders`(`id`,`a`) VALUES(?1,?2) ON CONFLICT(`id`) DO UPDATE SET "
              "`a`=excluded.`a`");
    EXPECT_EQ(write_statement(shape(WriteMode::kUpsert, 1, {"id"})),
              "INSERT INTO `orders`(`id`) VALUES(?1) ON CONFLICT(`id`) DO NOTHING");
}

TEST(SqliteStatements, RefusesAnUpsertByColumnsThatNoIndexConsistsOf) {
    EXPECT_THROW(write_statement(shape(WriteMode::kUpsert, 2, {"id", "a"})), ConnectException);
}

TEST(SqliteStatements, ReplacesIntoAViewWhoseTriggerSeesAnInsert) {
    WriteShape view = shape(WriteMode::kUpsert, 1, {"id", "a"});
    view.table.kind = TableKind::kView;
    EXPECT_EQ(write_statement(view), "INSERT OR REPLACE INTO `orders`(`id`,`a`) VALUES(?1,?2)");
}

TEST(SqliteStatements, UpdatesAndDeletesByKey) {
    EXPECT_EQ(write_statement(shape(WriteMode::kUpdate, 1, {"id", "a"})),
              "UPDATE `orders` SET `a`=?2 WHERE `id`=?1");
    EXPECT_EQ(write_statement(shape(WriteMode::kDelete, 2, {"id", "a"})),
              "DELETE FROM `orders` WHERE `id`=?1 AND `a`=?2");
    EXPECT_THROW(write_statement(shape(WriteMode::kUpdate, 1, {"id"})), ConnectException);
}

}  // namespace
}  // namespace kconnect::sql::sqlite
