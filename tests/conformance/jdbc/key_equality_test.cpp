// Keys that the database finds equal though their bytes differ: the last change wins, as if each
// had been written by itself.
#include "conformance/jdbc/sink_fixture.hpp"

namespace kconnect::sql {
namespace {

using jdbc::testing::BatchBuilder;
using jdbc::testing::int64_field;
using jdbc::testing::struct_schema;
using testing::ElementsAre;

const SchemaPtr& schema_a() {
    static const SchemaPtr schema = struct_schema({{"a", int64_field()}});
    return schema;
}

const SchemaPtr& schema_ab() {
    static const SchemaPtr schema = struct_schema({{"a", int64_field()}, {"b", int64_field()}});
    return schema;
}

class KeyEquality : public SinkFixture {};

TEST_P(KeyEquality, CutsBlanksBeyondTheLengthOfAKeyColumn) {
    if (database() == Database::kSqlite) {
        return;  // cuts nothing
    }
    create_table("id " + exact("VARCHAR(3)") + " PRIMARY KEY, a BIGINT");
    BatchBuilder records;
    add(records, "abc", schema_a(), {Value::of_int64(1)});
    add(records, "abc ", schema_a(), {Value::of_int64(2)});
    add(records, "ab", schema_a(), {Value::of_int64(3)});
    add(records, "abc", schema_a(), {Value::of_int64(4)});
    add(records, "ab ", schema_a(), {Value::of_int64(5)});
    EXPECT_EQ(outcome(records), "written");
    EXPECT_THAT(rows({"id", "a"}), ElementsAre("ab|3", "ab |5", "abc|4"));
}

TEST_P(KeyEquality, KeepsTheOrderOfCutKeysAcrossStatements) {
    if (database() == Database::kSqlite) {
        return;  // cuts nothing
    }
    create_table("id " + exact("VARCHAR(3)") + " PRIMARY KEY, a BIGINT, b BIGINT");
    config.batch_size = 1;
    BatchBuilder records;
    add(records, "abc", schema_a(), {Value::of_int64(1)});
    add(records, "abc  ", schema_ab(), {Value::of_int64(2), Value::of_int64(20)});
    add(records, "abc", schema_a(), {Value::of_int64(3)});
    EXPECT_EQ(outcome(records), "written");
    EXPECT_THAT(rows({"id", "a", "b"}), ElementsAre("abc|3|20"));
}

TEST_P(KeyEquality, IgnoresCaseWhereTheCollationDoes) {
    std::string collation = "COLLATE NOCASE";
    if (database() == Database::kMysql) {
        collation = "CHARACTER SET utf8mb4 COLLATE utf8mb4_general_ci";
    } else if (database() == Database::kPostgresql) {
        collation = "COLLATE kconnect_ignoring_case";
        connection().execute(
            "CREATE COLLATION IF NOT EXISTS kconnect_ignoring_case (provider = icu, "
            "locale = 'und-u-ks-level2', deterministic = false)");
    }
    create_table("id VARCHAR(10) " + collation + " PRIMARY KEY, a BIGINT, b BIGINT");
    config.batch_size = 2;
    BatchBuilder records;
    add(records, "a", schema_a(), {Value::of_int64(1)});
    add(records, "A", schema_ab(), {Value::of_int64(2), Value::of_int64(20)});
    add(records, "b", schema_a(), {Value::of_int64(3)});
    add(records, "B", schema_a(), {Value::of_int64(4)});
    add(records, "a", schema_a(), {Value::of_int64(5)});
    EXPECT_EQ(outcome(records), "written");
    EXPECT_THAT(rows({"id", "a", "b"}), ElementsAre("a|5|20", "b|4|NULL"));
}

KCONNECT_FOR_EVERY_DATABASE(KeyEquality);

}  // namespace
}  // namespace kconnect::sql
