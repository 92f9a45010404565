// What the JDBC sink does with deletes, updates and bad records, from the real Kafka to the real
// databases.
#include <fmt/format.h>
#include <gmock/gmock.h>

#include "integration/worker_test.hpp"
#include "support/connect_json.hpp"
#include "support/deadline.hpp"
#include "support/topic_records.hpp"

namespace kconnect::test {
namespace {

using namespace connect_json;
using testing::Contains;
using testing::HasSubstr;
using testing::Pair;

class JdbcSinkTest : public WorkerTest, public testing::WithParamInterface<DatabaseKind> {
protected:
    JdbcSinkTest() { kafka().create_topic(topic_, 1, group_); }

    void send(int id, std::int64_t v) {
        kafka().send(
            topic_,
            id_struct(id),
            envelope(struct_schema(field("v", "int64", true)), fmt::format(R"({{"v":{}}})", v)));
    }

    std::unique_ptr<WorkerProcess> start_sink(std::string_view more) {
        kafka().flush();
        return start(worker_file("offset.flush.interval.ms=200\n"),
                     story_sink(database_, name_, topic_, more));
    }

    void expect_committed(std::int64_t offset) {
        wait_until("the offsets to be committed",
                   [&] { return kafka().committed(group_, topic_) == offset; });
    }

    std::string table() const { return database_.quoted(topic_); }

    std::string dead_letter_settings(std::string_view tolerance) const {
        return fmt::format(
            "errors.tolerance={}\n"
            "errors.deadletterqueue.topic.name={}\n"
            "errors.deadletterqueue.topic.replication.factor=1\n"
            "errors.deadletterqueue.context.headers.enable=true\n",
            tolerance,
            dead_letters_);
    }

    std::string topic_ = unique_name("sink");
    std::string dead_letters_ = topic_ + "-dead";
    std::string name_ = unique_name("jdbc-sink");
    std::string group_ = "connect-" + name_;
    ScratchDatabase database_{GetParam(), folder_.path()};
};

TEST_P(JdbcSinkTest, DeletesTheRowsOfTombstonesAndWritesWhatComesBehindThem) {
    send(1, 10);
    send(2, 20);
    kafka().send(topic_, id_struct(1), std::nullopt);
    kafka().send(topic_, id_struct(2), std::nullopt);
    send(2, 21);
    kafka().send(topic_, id_struct(9), std::nullopt);
    const auto worker = start_sink("delete.enabled=true\n");
    expect_rows(*worker, database_, "SELECT id, v FROM " + table(), {{"2", "21"}});
    expect_committed(6);
    stop(*worker);
}

TEST_P(JdbcSinkTest, UpdatesTheRowsThatExist) {
    database_.execute("CREATE TABLE " + table() + " (id BIGINT PRIMARY KEY, v BIGINT)");
    database_.execute("INSERT INTO " + table() + " VALUES (1, 10)");
    send(2, 20);
    send(1, 11);
    const auto worker = start_sink("insert.mode=update\n");
    expect_rows(*worker, database_, "SELECT id, v FROM " + table(), {{"1", "11"}});
    expect_committed(2);
    stop(*worker);
}

TEST_P(JdbcSinkTest, WritesThePlaceInKafkaAsKey) {
    // A TEXT column cannot be a key in MySQL, so the table is there already.
    database_.execute("CREATE TABLE " + table() +
                      " (t VARCHAR(100), p INT, o BIGINT, v BIGINT, PRIMARY KEY (t, p, o))");
    send(1, 10);
    send(1, 11);
    const auto worker = start_sink("pk.mode=kafka\npk.fields=t,p,o\n");
    expect_rows(*worker,
                database_,
                "SELECT t, p, o, v FROM " + table() + " ORDER BY o",
                {{topic_, "0", "0", "10"}, {topic_, "0", "1", "11"}});
    stop(*worker);
}

TEST_P(JdbcSinkTest, SendsTheRecordThatTheDatabaseRefusesToTheDeadLettersAndWritesTheOthers) {
    database_.execute("CREATE TABLE " + table() +
                      " (id BIGINT PRIMARY KEY, v BIGINT CHECK (v < 1000))");
    for (int id = 0; id < 100; ++id) {
        send(id, id == 37 ? 5000 : id);
    }
    kafka().send(topic_, id_struct(38), std::nullopt);
    const auto worker = start_sink(dead_letter_settings("all"));
    expect_rows(*worker,
                database_,
                "SELECT COUNT(*), MAX(v), SUM(v) FROM " + table(),
                {{"99", "99", "4913"}});
    expect_committed(101);

    const auto letters = read_topic(kafka().bootstrap_servers(), dead_letters_);
    ASSERT_EQ(letters.size(), 2U);
    EXPECT_EQ(letters[0].key, id_struct(37));
    EXPECT_THAT(letters[0].headers, Contains(Pair("__connect.errors.stage", "TASK_PUT")));
    EXPECT_THAT(letters[0].headers, Contains(Pair("__connect.errors.offset", "37")));
    EXPECT_THAT(
        letters[0].headers,
        Contains(Pair("__connect.errors.class.name", "org.apache.kafka.connect.sink.SinkTask")));
    EXPECT_THAT(letters[0].headers,
                Contains(Pair("__connect.errors.exception.class.name", "java.sql.SQLException")));
    EXPECT_THAT(letters[0].headers,
                Contains(Pair("__connect.errors.exception.message",
                              testing::Optional(
                                  HasSubstr(fmt::format("\"{0}\", record {0}-0@37: ", topic_))))));
    EXPECT_EQ(letters[1].key, id_struct(38));
    EXPECT_THAT(letters[1].headers,
                Contains(Pair("__connect.errors.exception.message",
                              testing::Optional(HasSubstr("'delete.enabled=false'")))));
    stop(*worker);
}

TEST_P(JdbcSinkTest, WithoutToleranceNothingOfThePutStaysAndTheFirstBadRecordIsADeadLetter) {
    database_.execute("CREATE TABLE " + table() +
                      " (id BIGINT PRIMARY KEY, v BIGINT CHECK (v < 1000))");
    send(1, 10);
    send(2, 5000);
    send(3, 6000);
    const auto worker = start_sink(dead_letter_settings("none"));
    worker->wait_for_output("Task is being killed and will not recover until manually restarted");
    EXPECT_THAT(worker->output(), HasSubstr("Tolerance exceeded in error handler"));
    stop(*worker);
    EXPECT_EQ(database_.count("SELECT COUNT(*) FROM " + table()), 0);
    EXPECT_EQ(kafka().committed(group_, topic_), std::nullopt);
    const auto letters = read_topic(kafka().bootstrap_servers(), dead_letters_);
    ASSERT_EQ(letters.size(), 1U);
    EXPECT_EQ(letters[0].key, id_struct(2));
}

INSTANTIATE_TEST_SUITE_P(Databases,
                         JdbcSinkTest,
                         testing::Values(DatabaseKind::kPostgreSql, DatabaseKind::kMySql),
                         [](const auto& kind) { return name_of(kind.param); });

}  // namespace
}  // namespace kconnect::test
