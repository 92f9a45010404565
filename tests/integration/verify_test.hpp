#pragma once

#include <cstdint>
#include <fstream>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "integration/worker_test.hpp"
#include "support/connect_json.hpp"
#include "support/deadline.hpp"

namespace kconnect::test {

/// A topic, a table and the two property files that kconnect-verify is given.
class VerifyTest : public WorkerTest, public testing::WithParamInterface<DatabaseKind> {
protected:
    VerifyTest() { kafka().create_topic(topic_, 1, group_); }

    static std::string value_of(std::int64_t v, std::string_view name = "n") {
        return connect_json::envelope(
            connect_json::struct_schema(connect_json::field("v", "int64", true) + "," +
                                        connect_json::field("name", "string", true) + "," +
                                        connect_json::field("f", "float", true)),
            fmt::format(R"({{"v":{},"name":"{}","f":0.1}})", v, name));
    }

    void send(int id, std::int64_t v, std::string_view name = "n") {
        kafka().send(topic_, connect_json::id_struct(id), value_of(v, name));
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
    nlohmann::json table_report() const {
        return nlohmann::json::parse(std::ifstream(report_file()))["tables"][0];
    }

    /// The rows of the report as "kind id".
    std::vector<std::string> differences() const {
        std::vector<std::string> rows;
        const nlohmann::json report = table_report();
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

}  // namespace kconnect::test
