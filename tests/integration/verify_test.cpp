// kconnect-verify between the real Kafka and real databases: damage on both sides, and no alarm
// while both move.
#include "integration/verify_test.hpp"

namespace kconnect::test {
namespace {

using namespace connect_json;
using nlohmann::json;

TEST_P(VerifyTest, SaysThatTheyAreEqual) {
    fill();
    EXPECT_EQ(verify({}), 0) << output_;
    EXPECT_EQ(table_report()["topic_rows"], 6);
    EXPECT_EQ(table_report()["table_rows"], 6);
    EXPECT_EQ(table_report()["lag"], 0);
    EXPECT_THAT(output_, testing::HasSubstr("6 rows of the table: equal\n"));
}

TEST_P(VerifyTest, NamesExactlyTheDamagedRowsAndRepairsThem) {
    fill();
    database_.execute("DELETE FROM " + table() + " WHERE id = 1");
    database_.execute("UPDATE " + table() + " SET v = 7 WHERE id = 2");
    database_.execute("UPDATE " + table() + " SET v = 103 WHERE id = 3");
    database_.execute("UPDATE " + table() + " SET name = NULL WHERE id = 4");
    database_.execute("INSERT INTO " + table() + " (id, v) VALUES (99, 1)");
    send(5, 305);
    send(7, 307);
    kafka().flush();

    EXPECT_EQ(verify({}), 1) << output_;
    EXPECT_THAT(differences(),
                testing::UnorderedElementsAre("missing 1",
                                              "different 2",
                                              "stale 3",
                                              "different 4",
                                              "stale 5",
                                              "missing 7",
                                              "extra 99"))
        << output_;
    EXPECT_EQ(table_report()["lag"], 2);
    const json report = table_report();
    for (const auto& row : report["rows"]) {
        if (row["key"]["id"] == "4") {
            EXPECT_EQ(row["columns"], json::array({"name"}));
        }
        if (row["key"]["id"] == "3") {
            EXPECT_EQ(row["table_has"], topic_ + "-0@2");
        }
    }

    EXPECT_EQ(verify({"--repair"}), 1) << output_;
    EXPECT_THAT(differences(), testing::ElementsAre("extra 99")) << output_;
    EXPECT_EQ(table_report()["sent_again"], 6);
    EXPECT_EQ(verify({"--repair-extra"}), 0) << output_;
    EXPECT_EQ(database_.count("SELECT COUNT(*) FROM " + table()), 7);
    EXPECT_EQ(database_.count("SELECT v FROM " + table() + " WHERE id = 5"), 305);
    EXPECT_EQ(kafka().committed(group_, topic_), 12) << "the group's offsets are the sink's";
}

TEST_P(VerifyTest, RaisesNoFalseAlarmWhileRecordsKeepComing) {
    for (int id = 0; id < 500; ++id) {
        send(id, id);
    }
    const auto worker = start_sink();
    expect_committed(500);
    std::vector<std::string> arguments{
        this->worker(), sink(), "--report", report_file(), "--settle", "60"};
    for (int run = 0; run < 3; ++run) {
        WorkerProcess process(
            KCONNECT_TEST_VERIFY, arguments, folder_.path() / fmt::format("moving-{}.log", run));
        int value = 1000;
        const bool has_ended = becomes_true([&] {
            for (int id = 0; id < 20; ++id) {
                send(id, ++value);
            }
            kafka().flush();
            try {
                process.expect_running();
            } catch (const std::exception&) {
                return true;
            }
            return false;
        });
        EXPECT_TRUE(has_ended);
        EXPECT_EQ(process.wait_for_exit(), 0) << process.output();
    }
    stop(*worker);
}

TEST_P(VerifyTest, FollowsDeletes) {
    send(1, 1);
    send(2, 2);
    kafka().send(topic_, id_struct(1), std::nullopt);
    const auto worker = start_sink("delete.enabled=true\n");
    expect_committed(3);
    stop(*worker);
    EXPECT_EQ(verify({}, "delete.enabled=true\n"), 0) << output_;
    EXPECT_EQ(table_report()["table_rows"], 1);
    database_.execute("INSERT INTO " + table() +
                      " (id, v, name, f) VALUES (1, 1, 'n', 0.10000000149011612)");
    EXPECT_EQ(verify({}, "delete.enabled=true\n"), 1);
    EXPECT_THAT(differences(), testing::ElementsAre("stale 1"));
    EXPECT_EQ(verify({"--repair"}, "delete.enabled=true\n"), 0) << output_;
}

TEST_P(VerifyTest, RefusesWhatCannotBeComparedInOneLine) {
    EXPECT_EQ(verify({"--quiet"}, "pk.mode=none\npk.fields=\ninsert.mode=insert\n"), 2);
    EXPECT_EQ(output_,
              "kconnect-verify: Invalid value none for configuration pk.mode: Rows without a key "
              "cannot be told apart; kconnect-verify needs kafka, record_key or record_value\n");
    EXPECT_EQ(verify({"--quiet"}, "insert.mode=update\n"), 2);
    EXPECT_EQ(
        output_,
        "kconnect-verify: Invalid value update for configuration insert.mode: Which rows there "
        "should be is not known from the topic; kconnect-verify needs insert or upsert\n");
    EXPECT_EQ(verify({"--quiet"},
                     "consumer.override.default.api.timeout.ms=2000\n"
                     "consumer.override.bootstrap.servers=127.0.0.1:1\n"),
              3);
    EXPECT_EQ(output_, "kconnect-verify: Cannot list topics: Local: Broker transport failure\n");
    EXPECT_EQ(verify({"--quiet"}, "connection.url=jdbc:postgresql://127.0.0.1:1/x\n"), 3)
        << output_;
}

TEST_P(VerifyTest, TakesTheRowsOfAllTopicsOfATableForTheirs) {
    const std::string other = topic_ + "-other";
    kafka().create_topic(other, 1, group_);
    const std::string both =
        fmt::format("topics={},{}\ntable.name.format={}\n", topic_, other, topic_);
    send(1, 101);
    kafka().send(other, id_struct(2), value_of(102));
    const auto worker = start_sink(both);
    expect_committed(1);
    wait_until("the other topic's offset", [&] { return kafka().committed(group_, other) == 1; });
    stop(*worker);
    EXPECT_EQ(verify({"--topic", topic_, "--repair", "--repair-extra"}, both), 0) << output_;
    EXPECT_EQ(table_report()["topics"], json::array({topic_, other}));
    EXPECT_EQ(database_.count("SELECT COUNT(*) FROM " + table()), 2);
    EXPECT_EQ(verify({"--quiet", "--topic", "nowhere"}, both), 2);
    EXPECT_EQ(output_, "kconnect-verify: --topic nowhere: the connector does not read it\n");
}

TEST_P(VerifyTest, FindsARowAgainByAKeyOfSinglePrecision) {
    database_.execute("CREATE TABLE " + table() +
                      (GetParam() == DatabaseKind::kMySql ? " (id FLOAT PRIMARY KEY, v BIGINT)"
                                                          : " (id REAL PRIMARY KEY, v BIGINT)"));
    kafka().send(topic_,
                 envelope(struct_schema(field("id", "float")), R"({"id":0.1})"),
                 envelope(struct_schema(field("v", "int64", true)), R"({"v":5})"));
    const auto worker = start_sink();
    expect_committed(1);
    stop(*worker);
    EXPECT_EQ(verify({}), 0) << output_;
    database_.execute("UPDATE " + table() + " SET v = 6");
    EXPECT_EQ(verify({}), 1);
    const bool is_wider = GetParam() == DatabaseKind::kSqlite;  // which knows doubles only
    EXPECT_THAT(differences(),
                testing::ElementsAre(is_wider ? "different 0.10000000149011612" : "different 0.1"))
        << output_;
}

TEST_P(VerifyTest, CountsNoRecordOfAnAbortedTransaction) {
    using Outcome = KafkaServer::Outcome;
    const std::string committed_only = "consumer.override.isolation.level=read_committed\n";
    kafka().send_in_transaction(topic_, id_struct(1), value_of(101), Outcome::kCommitted);
    kafka().send_in_transaction(topic_, id_struct(1), value_of(102), Outcome::kAborted);
    kafka().send_in_transaction(topic_, id_struct(2), value_of(103), Outcome::kAborted);
    const auto worker = start_sink(committed_only);
    // The sink commits behind the last record that it was given, or behind the marks.
    wait_until("the record to be committed",
               [&] { return kafka().committed(group_, topic_).value_or(0) >= 1; });
    stop(*worker);
    EXPECT_EQ(verify({}, committed_only), 0) << output_;
    EXPECT_EQ(table_report()["table_rows"], 1);
}

TEST_P(VerifyTest, GivesUpADatabaseThatIsSilent) {
    fill();
    const bool is_postgresql = GetParam() == DatabaseKind::kPostgreSql;
    const bool is_sqlite = GetParam() == DatabaseKind::kSqlite;
    if (!is_sqlite) {
        if (is_postgresql) {
            database_.execute("BEGIN");
        }
        database_.execute(is_postgresql ? "LOCK TABLE " + table()
                                        : "LOCK TABLES " + table() + " WRITE");
    } else {
        database_.execute("BEGIN EXCLUSIVE");
    }
    EXPECT_EQ(verify({"--quiet", "--timeout", "1"}), 3) << output_;
    EXPECT_THAT(output_, testing::StartsWith("kconnect-verify: "));
    EXPECT_THAT(
        output_,
        testing::EndsWith(
            is_sqlite
                ? "; another process holds the file: raise busy_timeout in connection.url, "
                  "or --timeout\n"
                : "no answer within 1 s (socketTimeout); see whether the database is there and "
                  "whether somebody holds the table locked, or raise --timeout\n"));
    database_.execute(is_postgresql || is_sqlite ? "ROLLBACK" : "UNLOCK TABLES");
    EXPECT_EQ(verify({}), 0) << output_;
}

INSTANTIATE_TEST_SUITE_P(Databases,
                         VerifyTest,
                         testing::Values(DatabaseKind::kPostgreSql,
                                         DatabaseKind::kMySql,
                                         DatabaseKind::kSqlite),
                         [](const auto& kind) { return name_of(kind.param); });

}  // namespace
}  // namespace kconnect::test
