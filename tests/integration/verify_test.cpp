// kconnect-verify between the real Kafka and real databases: damage on both sides, and no alarm
// while both move.
#include <cstdlib>
#include <fstream>
#include <iostream>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>
#include <spawn.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <unistd.h>

#include "integration/worker_test.hpp"
#include "support/connect_json.hpp"
#include "support/deadline.hpp"

namespace kconnect::test {
namespace {

using namespace connect_json;
using nlohmann::json;

class VerifyTest : public WorkerTest, public testing::WithParamInterface<DatabaseKind> {
protected:
    VerifyTest() { kafka().create_topic(topic_, 1, group_); }

    void send(int id, std::int64_t v, std::string_view name = "n") {
        kafka().send(
            topic_,
            id_struct(id),
            envelope(struct_schema(field("v", "int64", true) + "," + field("name", "string", true) +
                                   "," + field("f", "float", true)),
                     fmt::format(R"({{"v":{},"name":"{}","f":0.1}})", v, name)));
    }

    std::string sink(std::string_view more = {}) {
        return story_sink(database_, name_, topic_, more);
    }
    std::string worker() { return worker_file("offset.flush.interval.ms=200\n"); }

    std::unique_ptr<WorkerProcess> start_sink(std::string_view more = {}) {
        kafka().flush();
        return start(worker(), sink(more));
    }

    void expect_committed(std::int64_t offset) {
        wait_until("the offsets to be committed",
                   [&] { return kafka().committed(group_, topic_) == offset; });
    }

    /// Runs the program; its exit code.
    int verify(std::vector<std::string> more, std::string_view sink_lines = {}) {
        std::vector<std::string> arguments{
            worker(), sink(sink_lines), "--report", report_file(), "--settle", "2"};
        arguments.insert(arguments.end(), more.begin(), more.end());
        WorkerProcess process(KCONNECT_TEST_VERIFY,
                              arguments,
                              folder_.path() / fmt::format("verify-{}.log", ++runs_));
        const int exit_code = process.wait_for_exit();
        output_ = process.output();
        return exit_code;
    }

    std::string report_file() const { return (folder_.path() / "report.json").string(); }
    json table_report() const { return json::parse(std::ifstream(report_file()))["tables"][0]; }

    /// The rows of the report as "kind id".
    std::vector<std::string> differences() const {
        std::vector<std::string> rows;
        const json report = table_report();
        for (const auto& row : report["rows"]) {
            rows.push_back(row["kind"].get<std::string>() + " " +
                           row["key"]["id"].get<std::string>());
        }
        return rows;
    }

    /// Two versions of ids 1 to 6 in topic and table; the worker has stopped.
    void fill() {
        for (const int version : {100, 200}) {
            for (int id = 1; id <= 6; ++id) {
                send(id, version + id);
            }
        }
        const auto worker = start_sink();
        expect_committed(12);
        stop(*worker);
    }

    std::string table() const { return database_.quoted(topic_); }

    std::string topic_ = unique_name("verify");
    std::string name_ = unique_name("verify-sink");
    std::string group_ = "connect-" + name_;
    ScratchDatabase database_{GetParam(), folder_.path()};
    std::string output_;
    int runs_ = 0;
};

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
    database_.execute("INSERT INTO " + table() + " (id, v, name, f) VALUES (1, 1, 'n', 0.1)");
    EXPECT_EQ(verify({}, "delete.enabled=true\n"), 1);
    EXPECT_THAT(differences(), testing::ElementsAre("stale 1"));
    EXPECT_EQ(verify({"--repair"}, "delete.enabled=true\n"), 0) << output_;
}

TEST_P(VerifyTest, RefusesWhatCannotBeComparedInOneLine) {
    EXPECT_EQ(verify({"--quiet"}, "pk.mode=none\npk.fields=\ninsert.mode=insert\n"), 2);
    EXPECT_EQ(output_,
              "kconnect-verify: Invalid value none for configuration pk.mode: Rows without a key "
              "cannot be told apart; kconnect-verify needs kafka, record_key or record_value\n");
    EXPECT_EQ(verify({"--quiet"}, "transforms=a\n"), 2);
    EXPECT_THAT(output_, testing::HasSubstr("transforms: not supported yet"));
    EXPECT_EQ(verify({"--quiet"},
                     "consumer.override.default.api.timeout.ms=2000\n"
                     "consumer.override.bootstrap.servers=127.0.0.1:1\n"),
              3);
    EXPECT_EQ(output_, "kconnect-verify: Cannot list topics: Local: Broker transport failure\n");
    EXPECT_EQ(verify({"--quiet"}, "connection.url=jdbc:postgresql://127.0.0.1:1/x\n"), 3)
        << output_;
}

/// The peak of a program that ends with exit code 0, in kilobytes.
long peak_of(const std::vector<std::string>& command) {
    std::vector<char*> arguments;
    for (const auto& word : command) {
        arguments.push_back(const_cast<char*>(word.c_str()));
    }
    arguments.push_back(nullptr);
    pid_t child = 0;
    if (::posix_spawn(&child, arguments[0], nullptr, nullptr, arguments.data(), environ) != 0) {
        throw std::runtime_error("cannot start " + command[0]);
    }
    int status = 0;
    rusage usage{};
    ::wait4(child, &status, 0, &usage);
    EXPECT_EQ(status, 0) << command[0];
    return usage.ru_maxrss;
}

/// A hundred thousand rows, or KCONNECT_TEST_VERIFY_ROWS. The bound leaves room for sanitizers.
TEST_P(VerifyTest, ComparesManyRowsInBoundedMemory) {
    const char* const wanted = std::getenv("KCONNECT_TEST_VERIFY_ROWS");
    const int rows = wanted != nullptr ? std::atoi(wanted) : 100'000;
    constexpr long kMostKilobytes = 400'000;
    for (int id = 0; id < rows; ++id) {
        send(id, id);
    }
    const auto worker = start_sink();
    wait_until(
        "the offsets to be committed",
        [&] { return kafka().committed(group_, topic_) == rows; },
        std::chrono::minutes(4));
    stop(*worker);
    const long peak = peak_of(
        {KCONNECT_TEST_VERIFY, this->worker(), sink(), "--report", report_file(), "--quiet"});
    EXPECT_EQ(table_report()["table_rows"], rows);
    EXPECT_LT(peak, kMostKilobytes);
    RecordProperty("peak_kilobytes", std::to_string(peak));
    std::cout << rows << " rows: peak " << peak << " KB\n";
}

INSTANTIATE_TEST_SUITE_P(Databases,
                         VerifyTest,
                         testing::Values(DatabaseKind::kPostgreSql, DatabaseKind::kMySql),
                         [](const auto& kind) { return name_of(kind.param); });

}  // namespace
}  // namespace kconnect::test
