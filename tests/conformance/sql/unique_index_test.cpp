// Upserts into tables with unique indexes beside the key's, or without one.
#include <string>

#include <fmt/format.h>

#include "conformance/sql/every_database.hpp"

namespace kconnect::sql {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

const std::vector<ColumnDefinition>& columns() {
    static const std::vector<ColumnDefinition> definitions{key("id", SchemaType::kInt64),
                                                           column("u", SchemaType::kString),
                                                           column("a", SchemaType::kInt32)};
    return definitions;
}

class UniqueIndexWriting : public EveryDatabase {
protected:
    using Cells = std::vector<Value>;

    void create_table(std::string_view definition) {
        connection().execute(fmt::format("CREATE TABLE {} ({})", qualified(), definition));
    }

    static Cells row(std::int64_t id, const char* unique, std::int32_t a) {
        return {Value::of_int64(id),
                unique == nullptr ? Value() : Value::of_string(unique),
                Value::of_int32(a)};
    }

    static Cells rows_of(std::initializer_list<Cells> rows) {
        Cells all;
        for (const Cells& cells : rows) {
            all.insert(all.end(), cells.begin(), cells.end());
        }
        return all;
    }

    void upsert(const Cells& cells, bool distinct_keys = true) {
        write(WriteMode::kUpsert, columns(), cells, distinct_keys);
    }
};

TEST_P(UniqueIndexWriting, NeverChangesARowOfAnotherKey) {
    create_table("id BIGINT PRIMARY KEY, u VARCHAR(10) UNIQUE, a INT");
    upsert(rows_of({row(1, "x", 1), row(2, "y", 2)}));
    for (const bool distinct_keys : {true, false}) {
        const SqlError error = error_of([&] {
            upsert(rows_of({row(1, "z", 9), row(3, "y", 3)}), distinct_keys);
        });
        EXPECT_EQ(error.kind(), SqlErrorKind::kRecord) << error.what();
        EXPECT_THAT(error.sql_state(), testing::StartsWith("23"));
        EXPECT_THAT(error.what(), HasSubstr("u"));
    }
    EXPECT_THAT(rows({"id", "u", "a"}), ElementsAre("1|x|1", "2|y|2"));
}

TEST_P(UniqueIndexWriting, RefusesAValueThatAnotherRowHasForAnExistingKey) {
    create_table("id BIGINT PRIMARY KEY, u VARCHAR(10) UNIQUE, a INT");
    upsert(rows_of({row(1, "x", 1), row(2, "y", 2)}));
    const SqlError error = error_of([&] { upsert(row(1, "y", 9)); });
    EXPECT_EQ(error.kind(), SqlErrorKind::kRecord) << error.what();
    EXPECT_THAT(rows({"id", "u", "a"}), ElementsAre("1|x|1", "2|y|2"));
}

TEST_P(UniqueIndexWriting, ChangesUniqueValuesOfItsOwnRow) {
    create_table("id BIGINT PRIMARY KEY, u VARCHAR(10) UNIQUE, a INT");
    upsert(rows_of({row(1, "x", 1), row(2, nullptr, 2), row(3, nullptr, 3)}));
    upsert(rows_of({row(1, "z", 10), row(2, "x", 20), row(3, nullptr, 30), row(4, "n", 40)}));
    EXPECT_THAT(rows({"id", "u", "a"}), ElementsAre("1|z|10", "2|x|20", "3|NULL|30", "4|n|40"));
}

TEST_P(UniqueIndexWriting, HandsAValueFromRowToRowInOrder) {
    create_table("id BIGINT PRIMARY KEY, u VARCHAR(10) UNIQUE, a INT");
    upsert(rows_of({row(1, "x", 1), row(2, "y", 2)}));
    upsert(rows_of({row(2, "t", 3), row(1, "y", 4), row(2, "x", 5)}), false);
    EXPECT_THAT(rows({"id", "u", "a"}), ElementsAre("1|y|4", "2|x|5"));
}

TEST_P(UniqueIndexWriting, TakesAUniqueIndexForTheKey) {
    create_table("id BIGINT UNIQUE, u VARCHAR(10) NOT NULL PRIMARY KEY, a INT");
    upsert(rows_of({row(1, "x", 1), row(2, "y", 2)}));
    upsert(rows_of({row(2, "y2", 20), row(3, "z", 3)}));
    EXPECT_EQ(error_of([&] { upsert(row(4, "x", 9)); }).kind(), SqlErrorKind::kRecord);
    EXPECT_THAT(rows({"id", "u", "a"}), ElementsAre("1|x|1", "2|y2|20", "3|z|3"));
}

TEST_P(UniqueIndexWriting, AddsARowForEachKeyThatIsNull) {
    create_table("id BIGINT UNIQUE, u VARCHAR(10) UNIQUE, a INT");
    const auto without_key = [](const char* unique) {
        Cells cells = row(0, unique, 1);
        cells[0] = Value();
        return cells;
    };
    upsert(rows_of({without_key("x"), without_key("y")}));
    EXPECT_EQ(error_of([&] { upsert(without_key("x")); }).kind(), SqlErrorKind::kRecord);
    EXPECT_THAT(rows("id, u", "u"), ElementsAre("NULL|x", "NULL|y"));
}

TEST_P(UniqueIndexWriting, UpsertsByAKeyOfSeveralColumnsBesideAnotherIndex) {
    create_table("k INT, l BIGINT, u VARCHAR(10) UNIQUE, PRIMARY KEY(k, l)");
    const std::vector<ColumnDefinition> pair{key("l", SchemaType::kInt64),
                                             key("k", SchemaType::kInt32),
                                             column("u", SchemaType::kString)};
    const auto cells = [](std::int64_t l, std::int32_t k, const char* unique) {
        return Cells{Value::of_int64(l), Value::of_int32(k), Value::of_string(unique)};
    };
    write(WriteMode::kUpsert, pair, rows_of({cells(1, 1, "a"), cells(1, 2, "b")}));
    write(WriteMode::kUpsert, pair, cells(1, 2, "c"));
    const SqlError error = error_of([&] { write(WriteMode::kUpsert, pair, cells(2, 1, "c")); });
    EXPECT_EQ(error.kind(), SqlErrorKind::kRecord) << error.what();
    EXPECT_THAT(rows({"k", "l", "u"}), ElementsAre("1|1|a", "2|1|c"));
}

TEST_P(UniqueIndexWriting, UpsertsKeysAloneBesideAnotherIndex) {
    create_table("id BIGINT PRIMARY KEY, u VARCHAR(10) DEFAULT 'x' UNIQUE");
    const std::vector keys{columns()[0]};
    write(WriteMode::kUpsert, keys, {Value::of_int64(1)});
    write(WriteMode::kUpsert, keys, {Value::of_int64(1)});
    EXPECT_EQ(error_of([&] { write(WriteMode::kUpsert, keys, {Value::of_int64(2)}); }).kind(),
              SqlErrorKind::kRecord);
    EXPECT_THAT(rows({"id", "u"}), ElementsAre("1|x"));
}

TEST_P(UniqueIndexWriting, RefusesKeysThatNoIndexConsistsOf) {
    create_table("id BIGINT, u VARCHAR(10), a INT, PRIMARY KEY(id, u)");
    const SqlError error = error_of([&] { upsert(row(1, "x", 1)); });
    EXPECT_EQ(error.kind(), SqlErrorKind::kTask);
    EXPECT_THAT(error.what(),
                testing::StartsWith(fmt::format(
                    "{} has no primary key or unique index that consists of the key columns (id), "
                    "so an upsert would add a row for each record: create one, or set pk.fields to "
                    "the columns of an existing one: ",
                    qualified())));
    EXPECT_THAT(error.what(), HasSubstr("(id, u)"));
    EXPECT_THAT(rows({"id"}), testing::IsEmpty());
}

KCONNECT_FOR_EVERY_DATABASE(UniqueIndexWriting);

}  // namespace
}  // namespace kconnect::sql
