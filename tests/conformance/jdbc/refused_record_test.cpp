// Records that the database refuses: what the task says, to the letter.
#include <fmt/format.h>

#include "conformance/jdbc/sink_fixture.hpp"

namespace kconnect::sql {
namespace {

using jdbc::testing::BatchBuilder;
using jdbc::testing::string_field;
using jdbc::testing::struct_schema;

const SchemaPtr& schema_a() {
    static const SchemaPtr schema = struct_schema({{"a", string_field()}});
    return schema;
}

const SchemaPtr& schema_ab() {
    static const SchemaPtr schema = struct_schema({{"a", string_field()}, {"b", string_field()}});
    return schema;
}

class RefusedRecord : public SinkFixture {
protected:
    /// Three good records, then one with this text, then another good one.
    std::string outcome_of(const char* text, std::size_t size) {
        BatchBuilder records;
        for (const char* key : {"k1", "k2", "k3"}) {
            add(records, key, schema_a(), {Value::of_string("ab")});
        }
        const Value cell = text == nullptr ? Value() : Value::of_string({text, size});
        add(records, "k4", schema_a(), {cell});
        add(records, "k5", schema_a(), {Value::of_string("ab")});
        return outcome(records, 40);
    }

    std::string expected(std::string_view text) const {
        return fmt::format("Table {}, record flights-0@43: {}", displayed_table(), text);
    }
};

TEST_P(RefusedRecord, IsNamedWithTheColumnThatItsTextIsTooLongFor) {
    create_table("id " + exact("VARCHAR(10)") + " PRIMARY KEY, a VARCHAR(3)");
    const std::string outcome = outcome_of("äbcdé  ", 9);
    const std::string place = "; column \"a\" of the record flights-0@43 has 5 characters, 3 fit";
    switch (database()) {
        case Database::kPostgresql:
            EXPECT_EQ(outcome,
                      expected("ERROR: value too long for type character varying(3) (SQLSTATE "
                               "22001)" +
                               place));
            break;
        case Database::kMysql:
            EXPECT_EQ(outcome,
                      expected(qualified() +
                               ": Data too long for column 'a' at row 1 (errno 1406, "
                               "SQLSTATE 22001)" +
                               place));
            break;
        case Database::kSqlite:
            EXPECT_EQ(outcome, "written");
            break;
    }
}

TEST_P(RefusedRecord, IsNamedWithTheColumnThatTakesNoNull) {
    create_table("id " + exact("VARCHAR(10)") + " PRIMARY KEY, a VARCHAR(30) NOT NULL");
    const std::string outcome = outcome_of(nullptr, 0);
    const std::string place =
        "; column \"a\" of the record flights-0@43 is null, which the column does not take";
    switch (database()) {
        case Database::kPostgresql:
            EXPECT_EQ(outcome,
                      expected(fmt::format("ERROR: null value in column \"a\" of relation \"{0}\" "
                                           "violates not-null constraint (SQLSTATE 23502, table "
                                           "\"public\".\"{0}\", column \"a\"){1}",
                                           id().name,
                                           place)));
            break;
        case Database::kMysql:
            EXPECT_EQ(outcome,
                      expected(qualified() +
                               ": Column 'a' cannot be null (errno 1048, SQLSTATE 23000)" + place));
            break;
        case Database::kSqlite:
            EXPECT_EQ(outcome,
                      expected(fmt::format("{}: NOT NULL constraint failed: {}.a (constraint "
                                           "failed, code 1299){}",
                                           qualified(),
                                           id().name,
                                           place)));
            break;
    }
}

TEST_P(RefusedRecord, IsNamedWithTheColumnThatItsNumberIsTooLargeFor) {
    create_table("id " + exact("VARCHAR(10)") + " PRIMARY KEY, a INT");
    static const SchemaPtr schema = struct_schema({{"a", jdbc::testing::int64_field()}});
    BatchBuilder records;
    add(records, "k1", schema, {Value::of_int64(2147483647)});
    add(records, "k2", schema, {Value::of_int64(-2147483649)});
    const std::string result = outcome(records, 40);
    if (database() == Database::kSqlite) {
        EXPECT_EQ(result, "written");
    } else {
        EXPECT_THAT(result,
                    testing::MatchesRegex(".*; column \"a\" of the record flights-0@41 is an INT64 "
                                          "beyond the range of int(eger|\\(11\\))"));
    }
}

TEST_P(RefusedRecord, IsNamedWithTheColumnThatStoresNoNulCharacter) {
    create_table("id " + exact("VARCHAR(10)") + " PRIMARY KEY, a VARCHAR(30)");
    const std::string outcome = outcome_of("secret\0!", 8);
    if (database() == Database::kPostgresql) {
        EXPECT_EQ(outcome,
                  expected("ERROR: invalid byte sequence for encoding \"UTF8\": 0x00 (SQLSTATE "
                           "22021); column \"a\" of the record flights-0@43 holds the character "
                           "U+0000, which the database cannot store"));
    } else {
        EXPECT_EQ(outcome, "written");
    }
}

/// Whether its full row came in the same unit must not matter: Java refuses it always.
TEST_P(RefusedRecord, IsOneThatLacksARequiredColumnAlsoBesideItsFullRow) {
    create_table("id " + exact("VARCHAR(10)") +
                 " PRIMARY KEY, a VARCHAR(30), b VARCHAR(30) NOT NULL");
    BatchBuilder both;
    add(both, "k", schema_ab(), {Value::of_string("1"), Value::of_string("x")});
    add(both, "k", schema_a(), {Value::of_string("2")});
    const std::string together = outcome(both);
    EXPECT_TRUE(rows({"id", "a", "b"}).empty());

    BatchBuilder full;
    add(full, "k", schema_ab(), {Value::of_string("1"), Value::of_string("x")});
    EXPECT_EQ(outcome(full), "written");
    BatchBuilder partial;
    add(partial, "k", schema_a(), {Value::of_string("2")});
    EXPECT_EQ(outcome(partial, 1), together);
    EXPECT_THAT(together, testing::HasSubstr("record flights-0@1: "));
    EXPECT_THAT(rows({"id", "a", "b"}), testing::ElementsAre("k|1|x"));
}

KCONNECT_FOR_EVERY_DATABASE(RefusedRecord);

}  // namespace
}  // namespace kconnect::sql
