// Runs every scenario file of this folder.
#include "scenarios/scenario.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "support/database_server.hpp"
#include "support/deadline.hpp"
#include "support/mock_kafka.hpp"
#include "support/scratch_folder.hpp"
#include "support/worker_process.hpp"

namespace kconnect::test {
namespace {

constexpr const char* kTopic = "scenario";

std::vector<std::string> scenario_names() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(KCONNECT_SCENARIO_FOLDER)) {
        if (entry.path().extension() == ".scenario") {
            names.push_back(entry.path().stem());
        }
    }
    std::sort(names.begin(), names.end());
    return names;
}

std::string replaced(std::string text, std::string_view name, const std::string& value) {
    for (std::size_t at = text.find(name); at != std::string::npos; at = text.find(name)) {
        text.replace(at, name.size(), value);
    }
    return text;
}

class ScenarioTest : public testing::TestWithParam<std::string> {
protected:
    std::string worker_file() {
        return folder_.write("worker.properties",
                             fmt::format("bootstrap.servers={}\n"
                                         "key.converter=JsonConverter\n"
                                         "value.converter=JsonConverter\n"
                                         "offset.storage.file.filename={}/offsets\n"
                                         "offset.flush.interval.ms=100\n"
                                         "listeners=http://127.0.0.1:0\n{}",
                                         kafka_.bootstrap_servers(),
                                         folder_.path().string(),
                                         with_places(scenario_.worker)));
    }

    std::string sink_file() {
        return folder_.write(scenario_.sink_name, with_places(scenario_.sink));
    }

    std::string with_places(const std::string& text) {
        return replaced(
            replaced(replaced(text, "@DATABASE@", database_.url()), "@FILE@", output_file_),
            "@SECRETS@",
            secrets_file_);
    }

    /// The query's rows, cells joined by '|'; empty while the table is not there.
    std::vector<std::string> rows(const std::string& sql) {
        std::vector<std::string> lines;
        try {
            for (const auto& row : database_.rows(sql)) {
                lines.push_back(fmt::format("{}", fmt::join(row, "|")));
            }
        } catch (const std::exception&) {
            lines.clear();
        }
        return lines;
    }

    void expect_results(WorkerProcess& worker) {
        for (const std::string& text : scenario_.log) {
            worker.wait_for_output(text);
        }
        for (const ScenarioQuery& query : scenario_.queries) {
            becomes_true([&] {
                worker.expect_running();
                return rows(query.sql) == query.rows;
            });
            EXPECT_EQ(rows(query.sql), query.rows) << query.sql << "\n" << worker.output();
        }
        if (scenario_.output_file) {
            becomes_true([&] {
                worker.expect_running();
                return read_file(output_file_) == *scenario_.output_file;
            });
            EXPECT_EQ(read_file(output_file_), *scenario_.output_file) << worker.output();
        }
    }

    Scenario scenario_ =
        read_scenario(std::filesystem::path(KCONNECT_SCENARIO_FOLDER) / (GetParam() + ".scenario"));
    ScratchFolder folder_;
    std::string secrets_file_ = folder_.path() / "secrets.properties";
    std::string output_file_ = folder_.path() / "output.txt";
    ScratchDatabase database_{DatabaseKind::kSqlite, folder_.path()};
    MockKafka kafka_{kTopic};
};

TEST_P(ScenarioTest, GivesTheResultsThatItsFileNames) {
    for (const ScenarioRecord& record : scenario_.records) {
        kafka_.append(record.key, record.value, record.headers);
    }
    folder_.write("secrets.properties", with_places(scenario_.secrets));
    WorkerProcess worker({worker_file(), sink_file()}, folder_.path() / "worker.log");
    if (scenario_.exit_code) {
        EXPECT_EQ(worker.wait_for_exit(), *scenario_.exit_code) << worker.output();
    }
    expect_results(worker);
    if (!scenario_.exit_code) {
        worker.signal(SIGTERM);
        EXPECT_EQ(worker.wait_for_exit(), 128 + SIGTERM) << worker.output();
    }
    for (const std::string& text : scenario_.no_log) {
        EXPECT_EQ(worker.output().find(text), std::string::npos) << text << " in\n"
                                                                 << worker.output();
    }
}

INSTANTIATE_TEST_SUITE_P(Files,
                         ScenarioTest,
                         testing::ValuesIn(scenario_names()),
                         [](const auto& name) { return name.param; });

}  // namespace
}  // namespace kconnect::test
