#include <fmt/format.h>

#include "conformance/sql/every_database.hpp"

namespace kconnect::sql {
namespace {

using testing::ElementsAre;
using testing::Field;
using testing::SizeIs;

class TableStructures : public EveryDatabase {};

TEST_P(TableStructures, DescribesWhatItCreated) {
    const SchemaPtr with_default =
        SchemaBuilder(SchemaType::kInt32).default_value(Value::of_int32(-5)).build();
    const Table table = create({column("B", SchemaType::kString),
                                key("k2", SchemaType::kInt64),
                                column("n", primitive_schema(SchemaType::kInt32)),
                                column("d", with_default),
                                key("k1", SchemaType::kInt32)});
    EXPECT_EQ(table.id, id());
    EXPECT_EQ(table.kind, TableKind::kTable);
    EXPECT_THAT(table.columns,
                ElementsAre(Field(&Column::name, "B"),
                            Field(&Column::name, "k2"),
                            Field(&Column::name, "n"),
                            Field(&Column::name, "d"),
                            Field(&Column::name, "k1")));
    EXPECT_TRUE(table.column("B")->nullable);
    EXPECT_FALSE(table.column("n")->nullable);
    EXPECT_FALSE(table.column("k1")->nullable);
    EXPECT_TRUE(table.column("k1")->primary_key);
    EXPECT_FALSE(table.column("d")->primary_key);
    EXPECT_TRUE(table.column("d")->has_default);
    EXPECT_TRUE(table.column("d")->nullable);
    EXPECT_FALSE(table.column("n")->has_default);
    ASSERT_THAT(table.unique_indexes, SizeIs(1));
    EXPECT_TRUE(table.unique_indexes[0].primary);
    EXPECT_THAT(table.unique_indexes[0].columns, ElementsAre("k2", "k1"));
}

TEST_P(TableStructures, KnowsNoTableOfAnotherName) {
    connection().execute(dialect().create_table(id(), std::vector{key("id", SchemaType::kInt32)}));
    TableId other = id();
    other.name.replace(1, 1, "_");  // a wildcard of LIKE
    EXPECT_FALSE(connection().describe(other).has_value());
    other.name = "%";
    EXPECT_FALSE(connection().describe(other).has_value());
}

TEST_P(TableStructures, QuotesNamesAndDefaults) {
    const std::string difficult = "it's \\ \"q\" `b` \xF0\x9F\x9B\xAB";
    const SchemaPtr schema =
        SchemaBuilder(SchemaType::kString).default_value(Value::of_string(difficult)).build();
    const std::string name = "a\"b`c'd e";
    create({key("id", SchemaType::kInt32), column(name, schema)});
    ASSERT_NE(describe().column_exactly(name), nullptr);
    write(WriteMode::kInsert, {key("id", SchemaType::kInt32)}, {Value::of_int32(1)});
    EXPECT_THAT(rows({name}), ElementsAre(difficult));
    write(WriteMode::kUpsert,
          {key("id", SchemaType::kInt32), column(name, SchemaType::kString)},
          {Value::of_int32(1), Value::of_string("changed")});
    EXPECT_THAT(rows({name}), ElementsAre("changed"));
}

TEST_P(TableStructures, AddsOneColumn) {
    create({key("id", SchemaType::kInt32)});
    const std::vector added{column("a", SchemaType::kInt64)};
    for (const std::string& statement : dialect().add_columns(id(), added)) {
        connection().execute(statement);
    }
    ASSERT_NE(describe().column_exactly("a"), nullptr);
    EXPECT_TRUE(describe().column_exactly("a")->nullable);
}

TEST_P(TableStructures, AddsSeveralColumnsAndFillsOldRowsWithDefaults) {
    create({key("id", SchemaType::kInt32)});
    write(WriteMode::kInsert, {key("id", SchemaType::kInt32)}, {Value::of_int32(1)});
    const SchemaPtr with_default =
        SchemaBuilder(SchemaType::kInt32).default_value(Value::of_int32(42)).build();
    const std::vector added{column("a", SchemaType::kInt64), column("b", with_default)};
    for (const std::string& statement : dialect().add_columns(id(), added)) {
        connection().execute(statement);
    }
    EXPECT_THAT(rows({"id", "a", "b"}), ElementsAre("1|NULL|42"));
}

TEST_P(TableStructures, FindsUniqueIndexes) {
    create({column("u", SchemaType::kInt32), column("w", SchemaType::kInt32)});
    connection().execute(fmt::format("CREATE UNIQUE INDEX {} ON {} ({}, {})",
                                     dialect().quote("c unique"),
                                     qualified(),
                                     dialect().quote("w"),
                                     dialect().quote("u")));
    const Table table = describe();
    ASSERT_THAT(table.unique_indexes, SizeIs(1));
    EXPECT_FALSE(table.unique_indexes[0].primary);
    EXPECT_THAT(table.unique_indexes[0].columns, ElementsAre("w", "u"));
}

TEST_P(TableStructures, DescribesViews) {
    create({key("id", SchemaType::kInt32), column("a", SchemaType::kString)});
    TableId view = id();
    view.name = "V" + view.name.substr(1);
    connection().execute("DROP VIEW IF EXISTS " + dialect().qualified(view));
    connection().execute(
        fmt::format("CREATE VIEW {} AS SELECT * FROM {}", dialect().qualified(view), qualified()));
    const std::optional<Table> described = connection().describe(view);
    connection().execute("DROP VIEW " + dialect().qualified(view));
    ASSERT_TRUE(described.has_value());
    EXPECT_EQ(described->kind, TableKind::kView);
    EXPECT_THAT(described->columns, SizeIs(2));
}

KCONNECT_FOR_EVERY_DATABASE(TableStructures);

}  // namespace
}  // namespace kconnect::sql
