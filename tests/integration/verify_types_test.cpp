// kconnect-verify and the types of columns and keys that a database is peculiar about.
#include "integration/verify_test.hpp"

namespace kconnect::test {
namespace {

using namespace connect_json;
using nlohmann::json;

class VerifyTypes : public VerifyTest {
protected:
    std::string id_text(std::string_view id) {
        return envelope(struct_schema(field("id", "string")), fmt::format(R"({{"id":"{}"}})", id));
    }
    int sent_ = 0;

    void run_sink(std::int64_t end, std::string_view more = {}) {
        const auto worker = start_sink(more);
        expect_committed(end);
        stop(*worker);
    }
};

/// Rows by the record's place: each record is one, and damage is named and mended by it.
TEST_P(VerifyTypes, ComparesRowsByTheirPlaceInKafka) {
    const std::string lines = "pk.mode=kafka\npk.fields=t,p,o\n";
    for (int v = 0; v < 4; ++v) {
        send(1, v);
    }
    run_sink(4, lines);
    EXPECT_EQ(verify({}, lines), 0) << output_;
    EXPECT_EQ(table_report()["table_rows"], 4);
    const std::string offset = database_.quoted("o");
    database_.execute("DELETE FROM " + table() + " WHERE " + offset + " = 1");
    database_.execute("UPDATE " + table() + " SET v = 9 WHERE " + offset + " = 2");
    database_.execute("UPDATE " + table() + " SET " + offset + " = 77 WHERE " + offset + " = 3");
    EXPECT_EQ(verify({}, lines), 1);
    std::vector<std::string> found;
    const json report = table_report();
    for (const auto& row : report["rows"]) {
        EXPECT_EQ(row["key"]["t"], topic_);
        found.push_back(row["kind"].get<std::string>() + " " + row["key"]["o"].get<std::string>());
    }
    EXPECT_THAT(found,
                testing::UnorderedElementsAre("missing 1", "different 2", "missing 3", "extra 77"));
    EXPECT_EQ(verify({"--repair", "--repair-extra"}, lines), 0) << output_;
    EXPECT_EQ(table_report()["sent_again"], 3);
}

INSTANTIATE_TEST_SUITE_P(Databases,
                         VerifyTypes,
                         testing::Values(DatabaseKind::kPostgreSql,
                                         DatabaseKind::kMySql,
                                         DatabaseKind::kSqlite),
                         [](const auto& kind) { return name_of(kind.param); });

class VerifyTypesOfPostgreSql : public VerifyTypes {};

TEST_P(VerifyTypesOfPostgreSql, TakesKeysOfCitextForOneWhateverTheirCase) {
    database_.execute("CREATE EXTENSION citext");
    database_.execute("CREATE TABLE " + table() +
                      " (id citext PRIMARY KEY, v BIGINT, name VARCHAR(20), f REAL)");
    for (const char* id : {"Abc", "ABC", "xyz", "Xy"}) {
        kafka().send(topic_, id_text(id), value_of(1 + sent_++));
    }
    run_sink(4);
    EXPECT_EQ(verify({}), 0) << output_;
    EXPECT_EQ(table_report()["table_rows"], 3);
    database_.execute("UPDATE " + table() + " SET v = 1 WHERE id = 'abc'");
    database_.execute("DELETE FROM " + table() + " WHERE id = 'XYZ'");
    database_.execute("INSERT INTO " + table() + " (id) VALUES ('New')");
    EXPECT_EQ(verify({}), 1);
    EXPECT_THAT(differences(),
                testing::UnorderedElementsAre("stale abc", "missing xyz", "extra new"))
        << output_;
    EXPECT_EQ(verify({"--repair", "--repair-extra"}), 0) << output_;
    EXPECT_EQ(database_.count("SELECT v FROM " + table() + " WHERE id = 'abc'"), 2);
}

TEST_P(VerifyTypesOfPostgreSql, ComparesJsonbByItsMeaning) {
    database_.execute("CREATE TABLE " + table() + " (id BIGINT PRIMARY KEY, doc jsonb)");
    const auto document = [this](int id, std::string_view text) {
        kafka().send(
            topic_,
            id_struct(id),
            envelope(struct_schema(field("doc", "string", true)), json{{"doc", text}}.dump()));
    };
    document(1, R"({"b": 1e2, "a": [1.0, null], "b": 100})");
    document(2, R"({"x":"\u00e9"})");
    document(3, "[]");
    run_sink(3);
    EXPECT_EQ(verify({}), 0) << output_;
    EXPECT_EQ(table_report()["columns_left_out"], json::array());
    database_.execute("UPDATE " + table() + R"( SET doc = '{"x":"e"}' WHERE id = 2)");
    EXPECT_EQ(verify({}), 1);
    EXPECT_THAT(differences(), testing::ElementsAre("different 2")) << output_;
    EXPECT_EQ(verify({"--repair"}), 0) << output_;
}

INSTANTIATE_TEST_SUITE_P(Databases,
                         VerifyTypesOfPostgreSql,
                         testing::Values(DatabaseKind::kPostgreSql),
                         [](const auto& kind) { return name_of(kind.param); });

class VerifyTypesOfSqlite : public VerifyTypes {
protected:
    std::string typed(std::string_view name, std::string_view type, std::string_view logical) {
        return field(
            name,
            type,
            true,
            fmt::format(R"("name":"org.apache.kafka.connect.data.{}","version":1)", logical));
    }
};

/// Dates and times are numbers there, and decimals too where nothing is lost.
TEST_P(VerifyTypesOfSqlite, KnowsWhatBecomesOfValues) {
    const std::string schema =
        struct_schema(typed("at", "int64", "Timestamp") + "," + typed("day", "int32", "Date") +
                      "," + typed("clock", "int32", "Time") + "," +
                      field("price",
                            "bytes",
                            true,
                            R"("name":"org.apache.kafka.connect.data.Decimal","version":1,)"
                            R"("parameters":{"scale":"2"})") +
                      "," + field("yes", "boolean", true) + "," + field("f", "float", true) + "," +
                      field("d", "double", true) + "," + field("raw", "bytes", true) + "," +
                      field("name", "string", true));
    const std::string payload =
        R"({"at":1690000000500,"day":19000,"clock":3723004,"price":"BNM=","yes":true,)"
        R"("f":0.1,"d":-2.0,"raw":"AAEC","name":"1.0"})";
    kafka().send(topic_, id_struct(1), envelope(schema, payload));
    kafka().send(topic_, id_struct(2), envelope(schema, R"({"at":null})"));
    run_sink(2);
    EXPECT_EQ(verify({}), 0) << output_;
    EXPECT_EQ(table_report()["columns_left_out"], json::array());
    for (const char* change : {"at = at + 1",
                               "day = day + 1",
                               "clock = 0",
                               "price = 12.36",
                               "yes = 0",
                               "f = 0.1",
                               "d = 2",
                               "raw = x'0001'",
                               "name = '1'"}) {
        database_.execute("UPDATE " + table() + " SET " + change + " WHERE id = 1");
        EXPECT_EQ(verify({"--quiet"}), 1) << change;
        EXPECT_THAT(differences(), testing::ElementsAre("different 1")) << change;
        EXPECT_EQ(verify({"--quiet", "--repair"}), 0) << change << output_;
    }
}

TEST_P(VerifyTypesOfSqlite, TakesKeysOfNocaseForOneWhateverTheirCase) {
    database_.execute("CREATE TABLE " + table() +
                      " (id TEXT COLLATE NOCASE PRIMARY KEY, v INTEGER, name TEXT, f REAL)");
    for (const char* id : {"Abc", "ABC", "xyz"}) {
        kafka().send(topic_, id_text(id), value_of(1 + sent_++));
    }
    run_sink(3);
    EXPECT_EQ(verify({}), 0) << output_;
    database_.execute("UPDATE " + table() + " SET v = 7 WHERE id = 'abc'");
    EXPECT_EQ(verify({"--repair"}), 0) << output_;
    EXPECT_EQ(table_report()["sent_again"], 1);
}

TEST_P(VerifyTypesOfSqlite, RefusesAFileThatIsNotThere) {
    EXPECT_EQ(verify({"--quiet"}, "connection.url=jdbc:sqlite:/no/such/file.db\n"), 2);
    EXPECT_EQ(output_,
              "kconnect-verify: Invalid value jdbc:sqlite:/no/such/file.db for configuration "
              "connection.url: There is no such file; correct the name, or start the sink first\n");
    EXPECT_EQ(verify({"--quiet"}, "connection.url=jdbc:sqlite::memory:\n"), 2);
    EXPECT_EQ(output_,
              "kconnect-verify: Invalid value jdbc:sqlite::memory: for configuration "
              "connection.url: A database in memory is its worker's own; kconnect-verify needs "
              "one in a file\n");
}

INSTANTIATE_TEST_SUITE_P(Databases,
                         VerifyTypesOfSqlite,
                         testing::Values(DatabaseKind::kSqlite),
                         [](const auto& kind) { return name_of(kind.param); });

}  // namespace
}  // namespace kconnect::test
