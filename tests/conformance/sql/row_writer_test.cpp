#include <string>

#include <fmt/format.h>

#include "conformance/sql/every_database.hpp"

namespace kconnect::sql {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;

const std::vector<ColumnDefinition>& columns() {
    static const std::vector<ColumnDefinition> definitions{key("id", SchemaType::kInt64),
                                                           column("a", SchemaType::kString),
                                                           column("b", SchemaType::kInt32)};
    return definitions;
}

Value number(std::int64_t value) {
    return Value::of_int64(value);
}

Value text(std::string_view value) {
    return Value::of_string(value);
}

Value small(std::int32_t value) {
    return Value::of_int32(value);
}

class RowWriting : public EveryDatabase {};

TEST_P(RowWriting, InsertsRows) {
    create(columns());
    write(WriteMode::kInsert,
          columns(),
          {number(1), text("x"), small(7), number(2), Value(), Value()});
    EXPECT_THAT(rows({"id", "a", "b"}), ElementsAre("1|x|7", "2|NULL|NULL"));
}

TEST_P(RowWriting, WritesNothingForNoRows) {
    create(columns());
    write(WriteMode::kUpsert, columns(), {});
    EXPECT_THAT(rows({"id"}), IsEmpty());
}

TEST_P(RowWriting, InsertsMoreRowsThanFitIntoOneStatement) {
    create(columns());
    const std::string long_text(2000, 'x');
    std::vector<Value> cells;
    for (int row = 0; row < 10'000; ++row) {
        cells.insert(cells.end(), {number(row), text(long_text), small(row)});
    }
    write(WriteMode::kInsert, columns(), cells);
    EXPECT_THAT(rows("count(*), sum(id), min(length(a)), max(b)", "1"),
                ElementsAre("10000|49995000|2000|9999"));
}

TEST_P(RowWriting, UpsertsNewAndExistingRows) {
    create(columns());
    write(WriteMode::kUpsert,
          columns(),
          {number(1), text("old"), small(1), number(2), text("kept"), small(2)});
    write(WriteMode::kUpsert,
          columns(),
          {number(1), text("new"), Value(), number(3), text("added"), small(3)});
    EXPECT_THAT(rows({"id", "a", "b"}), ElementsAre("1|new|NULL", "2|kept|2", "3|added|3"));
}

TEST_P(RowWriting, UpsertKeepsColumnsThatItDoesNotHave) {
    create(columns());
    write(WriteMode::kInsert, columns(), {number(1), text("kept"), small(1)});
    write(WriteMode::kUpsert,
          {columns()[0], columns()[2]},
          {number(1), small(10), number(2), small(20)});
    EXPECT_THAT(rows({"id", "a", "b"}), ElementsAre("1|kept|10", "2|NULL|20"));
}

TEST_P(RowWriting, UpsertOfKeysAloneAddsTheMissingRows) {
    create(columns());
    write(WriteMode::kInsert, columns(), {number(1), text("kept"), small(1)});
    write(WriteMode::kUpsert, {columns()[0]}, {number(1), number(2)});
    EXPECT_THAT(rows({"id", "a", "b"}), ElementsAre("1|kept|1", "2|NULL|NULL"));
}

TEST_P(RowWriting, UpsertsByAKeyOfSeveralColumns) {
    const std::vector<ColumnDefinition> pair{key("k2", SchemaType::kInt32),
                                             key("k1", SchemaType::kInt64),
                                             column("v", SchemaType::kString)};
    create(pair);
    write(
        WriteMode::kUpsert, pair, {small(1), number(1), text("a"), small(1), number(2), text("b")});
    write(WriteMode::kUpsert, pair, {small(1), number(2), text("c")});
    EXPECT_THAT(rows({"k1", "k2", "v"}), ElementsAre("1|1|a", "2|1|c"));
}

TEST_P(RowWriting, UpsertsEqualKeysInOrder) {
    create(columns());
    std::vector<Value> cells;
    for (int row = 0; row < 3000; ++row) {
        cells.insert(cells.end(), {number(row % 7), text(row < 2999 ? "x" : "last"), small(row)});
    }
    write(WriteMode::kUpsert, columns(), cells, false);
    EXPECT_THAT(
        rows({"id", "a", "b"}),
        ElementsAre(
            "0|x|2996", "1|x|2997", "2|x|2998", "3|last|2999", "4|x|2993", "5|x|2994", "6|x|2995"));
}

TEST_P(RowWriting, UpdatesExistingRowsOnly) {
    create(columns());
    write(WriteMode::kInsert,
          columns(),
          {number(1), text("old"), small(1), number(2), text("kept"), small(2)});
    write(WriteMode::kUpdate,
          {columns()[0], columns()[1]},
          {number(1), text("new"), number(3), text("nobody")});
    EXPECT_THAT(rows({"id", "a", "b"}), ElementsAre("1|new|1", "2|kept|2"));
}

TEST_P(RowWriting, UpdatesEqualKeysInOrder) {
    create(columns());
    write(WriteMode::kInsert, columns(), {number(1), text("old"), small(1)});
    write(WriteMode::kUpdate,
          columns(),
          {number(1), text("first"), small(2), number(1), text("last"), small(3)},
          false);
    EXPECT_THAT(rows({"id", "a", "b"}), ElementsAre("1|last|3"));
}

TEST_P(RowWriting, UpdatesAllRowsWithoutAKey) {
    create(columns());
    write(WriteMode::kInsert,
          columns(),
          {number(1), text("x"), small(1), number(2), text("y"), small(2)});
    write(WriteMode::kUpdate, {columns()[2]}, {small(8), small(9)}, false);
    EXPECT_THAT(rows({"id", "a", "b"}), ElementsAre("1|x|9", "2|y|9"));
}

TEST_P(RowWriting, DeletesRowsByKey) {
    create(columns());
    write(WriteMode::kInsert,
          columns(),
          {number(1),
           text("x"),
           small(1),
           number(2),
           text("y"),
           small(2),
           number(3),
           text("z"),
           small(3)});
    write(WriteMode::kDelete, {columns()[0]}, {number(1), number(3), number(4), number(1)}, false);
    EXPECT_THAT(rows({"id"}), ElementsAre("2"));
}

TEST_P(RowWriting, WritesAgainWithTheSameWriter) {
    create(columns());
    const auto rows_of_shape = writer(WriteMode::kUpsert, columns());
    for (int round = 0; round < 5; ++round) {
        const std::vector<Value> cells{number(1), text("x"), small(round)};
        connection().begin();
        rows_of_shape->write({cells.data(), 1, 3});
        connection().commit();
    }
    EXPECT_THAT(rows({"id", "a", "b"}), ElementsAre("1|x|4"));
}

TEST_P(RowWriting, RollsBack) {
    create(columns());
    const auto rows_of_shape = writer(WriteMode::kInsert, columns());
    const std::vector<Value> cells{number(1), text("x"), small(1)};
    connection().begin();
    rows_of_shape->write({cells.data(), 1, 3});
    connection().rollback();
    EXPECT_THAT(rows({"id"}), IsEmpty());
    EXPECT_TRUE(connection().is_open(true));
}

KCONNECT_FOR_EVERY_DATABASE(RowWriting);

}  // namespace
}  // namespace kconnect::sql
