#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/sql/table.hpp>

namespace kconnect::sql {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using Names = std::vector<std::string>;

TEST(Names, AreCutBetweenLetters) {
    EXPECT_EQ(cut_name("abc", 3), "abc");
    EXPECT_EQ(cut_name("abcd", 3), "abc");
    EXPECT_EQ(cut_name("ab\u00e9", 3), "ab");
    EXPECT_EQ(cut_name("a\U0001f6eb", 4), "a");
}

TEST(Names, OfColumnsAreFoundAsTheServerCutsThem) {
    Table table;
    table.columns = {{.name = "abcd"}};
    EXPECT_EQ(table.column("abcdef"), nullptr);
    table.max_name_bytes = 4;
    EXPECT_EQ(table.column("abcdef"), &table.columns[0]);
    EXPECT_EQ(table.column("abc"), nullptr);
}

class UniqueIndexes : public testing::Test {
protected:
    UniqueIndexes() {
        table.columns = {{.name = "k"},
                         {.name = "l"},
                         {.name = "a"},
                         {.name = "n"},
                         {.name = "d", .nullable = false, .has_default = true}};
    }

    Names others(const Names& keys, const Names& written) const {
        Names names;
        for (const UniqueIndex* index : table.other_unique_indexes(keys, written)) {
            names.push_back(index->name);
        }
        return names;
    }

    Table table;
};

TEST_F(UniqueIndexes, AreFoundByTheirColumnsInAnyOrder) {
    table.unique_indexes = {{"one", {"k"}}, {"two", {"k", "l"}}};
    EXPECT_EQ(table.unique_index(Names{"l", "k"}), &table.unique_indexes[1]);
    EXPECT_EQ(table.unique_index(Names{"k"}), &table.unique_indexes[0]);
    EXPECT_EQ(table.unique_index(Names{"l"}), nullptr);
}

TEST_F(UniqueIndexes, OverPartsOfTextsAreNoKey) {
    table.unique_indexes = {{"part", {"k"}, false, false}};
    EXPECT_EQ(table.unique_index(Names{"k"}), nullptr);
    EXPECT_THAT(others({"k"}, {"k"}), ElementsAre("part"));
}

TEST_F(UniqueIndexes, OverExpressionsOrForSomeRowsAreNoKey) {
    table.unique_indexes = {{"expression", {""}}, {"some rows", {"a", ""}}, {"key", {"k", ""}}};
    EXPECT_EQ(table.unique_index(Names{""}), nullptr);
    EXPECT_EQ(table.unique_index(Names{"a"}), nullptr);
    EXPECT_THAT(others({"k"}, {"k", "a"}), ElementsAre("expression", "some rows"));
}

TEST_F(UniqueIndexes, ThatHoldTheWholeKeyHoldNoOtherRow) {
    table.unique_indexes = {{"wider", {"a", "k"}}, {"other", {"a"}}};
    EXPECT_THAT(others({"k"}, {"k", "a"}), ElementsAre("other"));
    EXPECT_THAT(others({"k", "l"}, {"k", "l", "a"}), ElementsAre("wider", "other"));
}

TEST_F(UniqueIndexes, WithAColumnThatStaysNullHoldNoOtherRow) {
    table.unique_indexes = {{"null", {"a", "n"}}, {"default", {"d"}}, {"expression", {""}}};
    EXPECT_THAT(others({"k"}, {"k", "a"}), ElementsAre("default", "expression"));
    EXPECT_THAT(others({"k"}, {"k", "a", "n"}), ElementsAre("null", "default", "expression"));
}

TEST_F(UniqueIndexes, AreAbsentFromATableWithoutThem) {
    EXPECT_THAT(others({"k"}, {"k", "a"}), IsEmpty());
    EXPECT_EQ(table.unique_index(Names{"k"}), nullptr);
}

}  // namespace
}  // namespace kconnect::sql
