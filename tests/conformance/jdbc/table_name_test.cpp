// Names of tables, as table.name.format and topics give them.
#include <fmt/format.h>

#include "conformance/jdbc/impossible.hpp"
#include "conformance/jdbc/sink_fixture.hpp"

namespace kconnect::sql {
namespace {

using jdbc::testing::BatchBuilder;
using jdbc::testing::int64_field;
using jdbc::testing::struct_schema;
using testing::ElementsAre;
using testing::HasSubstr;

class TableNames : public SinkFixture {
protected:
    /// Creates the table by one record, and writes another into the table that exists then.
    std::string written_to(std::string_view topic = "flights") {
        static const SchemaPtr schema = struct_schema({{"a", int64_field()}});
        for (const char* key : {"k1", "k2"}) {
            BatchBuilder records(topic);
            add(records, key, schema, {Value::of_int64(7)});
            if (std::string result = outcome(records); result != "written") {
                return result;
            }
        }
        return "written";
    }

    void drop(const TableId& table) {
        connection().execute("DROP TABLE IF EXISTS " + dialect().qualified(table));
    }

    /// How many rows a table has; drops it.
    std::string count_and_drop(const TableId& table) {
        const std::string count = connection()
                                      .query("SELECT count(*) FROM " + dialect().qualified(table))
                                      .at(0)
                                      .at(0)
                                      .value_or("NULL");
        drop(table);
        return count;
    }

    /// A schema of PostgreSQL or a database of MySQL, empty.
    void create_place(std::string_view name) {
        const std::string_view kind = database() == Database::kMysql ? "DATABASE" : "SCHEMA";
        drop_place(name);
        connection().execute(fmt::format("CREATE {} {}", kind, dialect().quote(name)));
    }

    void drop_place(std::string_view name) {
        const bool is_mysql = database() == Database::kMysql;
        connection().execute(fmt::format("DROP {} IF EXISTS {}{}",
                                         is_mysql ? "DATABASE" : "SCHEMA",
                                         dialect().quote(name),
                                         is_mysql ? "" : " CASCADE"));
    }

    TableId in_place(std::string_view place, std::string_view table) const {
        TableId result;
        (database() == Database::kMysql ? result.catalog : result.schema) = place;
        result.name = table;
        return result;
    }
};

TEST_P(TableNames, MayBeDifficult) {
    for (const std::string name : {"select",
                                   "Mixed Case",
                                   "it's",
                                   "\xC3\xA4\xE2\x82\xAC",
                                   "a%b_c",
                                   "back\\slash",
                                   "-- no comment",
                                   "x y;z"}) {
        const TableId table = connection().resolve({{}, {}, name});
        drop(table);
        config.table_name_format = name;
        EXPECT_EQ(written_to(), "written") << name;
        EXPECT_EQ(count_and_drop(table), "2") << name;
    }
}

TEST_P(TableNames, AreQuotedWhereTheyHoldDotsOrQuotes) {
    const std::string name = "a.b\"c`d";
    const TableId table = connection().resolve({{}, {}, name});
    drop(table);
    config.table_name_format = dialect().quote(name);
    EXPECT_EQ(written_to(), "written");
    EXPECT_EQ(count_and_drop(table), "2");
}

TEST_P(TableNames, DoNotMatchOthersByWildcards) {
    const TableId other = connection().resolve({{}, {}, "kcx223"});
    const TableId table = connection().resolve({{}, {}, "kc_223"});
    drop(other);
    drop(table);
    connection().execute(fmt::format("CREATE TABLE {} (x INT)", dialect().qualified(other)));
    config.table_name_format = "kc_223";
    EXPECT_EQ(written_to(), "written");
    EXPECT_EQ(count_and_drop(other), "0");
    EXPECT_EQ(count_and_drop(table), "2");
}

TEST_P(TableNames, ThatDifferInCaseAreTwoTables) {
    if (is_impossible(database(), Ability::kNamesThatDifferInCase)) {
        return;
    }
    const TableId upper = connection().resolve({{}, {}, "KcCase"});
    const TableId lower = connection().resolve({{}, {}, "kccase"});
    drop(upper);
    drop(lower);
    config.table_name_format = "KcCase";
    EXPECT_EQ(written_to(), "written");
    config.table_name_format = "kccase";
    EXPECT_EQ(written_to(), "written");
    EXPECT_EQ(count_and_drop(upper), "2");
    EXPECT_EQ(count_and_drop(lower), "2");
}

TEST_P(TableNames, OfTopicsWithADotNameASchemaOrDatabase) {
    if (database() == Database::kSqlite) {
        config.table_name_format = "${topic}";
        const TableId table{{}, "main", "kc_orders"};
        drop(table);
        EXPECT_EQ(written_to("main.kc_orders"), "written");
        EXPECT_EQ(count_and_drop(table), "2");
        return;
    }
    create_place("kc place");
    config.table_name_format = "${topic}";
    EXPECT_EQ(written_to("kc place.orders"), "written");
    EXPECT_EQ(count_and_drop(in_place("kc place", "orders")), "2");
    drop_place("kc place");
}

TEST_P(TableNames, OfASchemaOrDatabaseThatIsMissingFailWithTheServersWords) {
    if (database() == Database::kMysql) {
        drop_place("kc_missing");
    }
    config.table_name_format = "kc_missing.orders";
    EXPECT_THAT(written_to(), HasSubstr("kc_missing"));
}

TEST_P(TableNames, MayNameTheirDatabaseInPostgresql) {
    if (database() != Database::kPostgresql) {
        return;
    }
    const TableId table = connection().resolve({{}, {}, "kc_full"});
    drop(table);
    config.table_name_format = fmt::format("{}.public.kc_full", table.catalog);
    EXPECT_EQ(written_to(), "written");
    EXPECT_EQ(count_and_drop(table), "2");
    config.table_name_format = "elsewhere.public.kc_full";
    EXPECT_THAT(written_to(), HasSubstr("cross-database references are not implemented"));
}

TEST_P(TableNames, OfTooManyPartsAreRefused) {
    config.table_name_format = "a.b.c.d";
    EXPECT_THAT(written_to(), HasSubstr("Table name 'a.b.c.d' has 4 parts"));
    config.table_name_format = "a..b";
    EXPECT_EQ(written_to(), "Table name 'a..b' has an empty part");
    config.table_name_format = "a.";
    EXPECT_EQ(written_to(), "Table name 'a.' has an empty part");
}

TEST_P(TableNames, MayBeAsLongAsTheServerTakesThem) {
    const std::string name = "t" + std::string(62, 'x');
    const TableId table = connection().resolve({{}, {}, name});
    drop(table);
    config.table_name_format = name;
    EXPECT_EQ(written_to(), "written");
    EXPECT_EQ(count_and_drop(table), "2");
}

TEST_P(TableNames, ThatAreTooLongAreCutOrRefused) {
    const std::string name = "t" + std::string(61, 'x') + "\xC3\xA4zzz";
    config.table_name_format = name;
    if (database() == Database::kMysql) {
        EXPECT_THAT(written_to(), HasSubstr("zzz"));
        return;
    }
    const TableId table = connection().resolve({{}, {}, name});
    drop(table);
    EXPECT_EQ(written_to(), "written");
    EXPECT_EQ(count_and_drop(table), "2");
}

KCONNECT_FOR_EVERY_DATABASE(TableNames);

}  // namespace
}  // namespace kconnect::sql
