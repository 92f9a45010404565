// Runs every scenario file of this folder with our worker and expects what Java's Connect gave.
// With KCONNECT_RECORD=PROGRAM it runs that worker instead and writes its results into the files.
#include "scenarios/java/recorded_scenario.hpp"

#include <algorithm>
#include <chrono>
#include <cstdlib>
#include <ranges>

#include <fmt/format.h>
#include <fmt/ranges.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "scenarios/java/scenario_run.hpp"
#include "support/deadline.hpp"

namespace kconnect::test {
namespace {

using std::chrono::seconds;

/// How long nothing may change until a result that is recorded counts as final.
seconds settled() {
    const char* const patience = std::getenv("KCONNECT_RECORD_PATIENCE");
    return seconds(patience == nullptr ? 7 : std::atoi(patience));
}
/// How long Java's worker may take to start.
constexpr seconds kStart{120};

std::vector<std::string> scenario_names() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(KCONNECT_SCENARIO_FOLDER)) {
        if (entry.path().extension() == ".scenario") {
            names.push_back(entry.path().stem());
        }
    }
    std::ranges::sort(names);
    return names;
}

/// What can be seen only while the worker runs.
bool is_live_only(const ScenarioSection& section) {
    return section.name == "status" || section.name == "rest";
}

class RecordedScenarioTest : public testing::TestWithParam<std::string> {
protected:
    /// Our worker runs, and its results must be those of the file.
    void compare(const ScenarioPhase& phase) {
        const std::vector<std::string> arguments = place_.prepare(phase);
        WorkerProcess worker(KCONNECT_SCENARIO_WORKER, arguments, place_.log());
        const auto exit = std::ranges::find(phase.results, "exit", &ScenarioSection::name);
        if (exit != phase.results.end()) {
            EXPECT_EQ(std::to_string(worker.wait_for_exit()), exit->argument) << worker.output();
        } else {
            expect_running(phase, worker);
            worker.signal(SIGTERM);
            EXPECT_EQ(worker.wait_for_exit(), 128 + SIGTERM) << worker.output();
        }
        expect_stopped(phase, worker);
    }

    /// Java's worker runs, and the phase takes its results.
    void record(ScenarioPhase& phase, const char* java) {
        const std::vector<std::string> arguments = place_.prepare(phase);
        WorkerProcess worker(java, arguments, place_.log());
        const auto exit = std::ranges::find(phase.results, "exit", &ScenarioSection::name);
        if (exit != phase.results.end()) {
            exit->argument = std::to_string(worker.wait_for_exit());
        } else {
            record_running(phase, worker, arguments.size() - 1);
            worker.signal(SIGTERM);
            ASSERT_EQ(worker.wait_for_exit(), 128 + SIGTERM) << worker.output();
        }
        for (ScenarioSection& section : phase.results) {
            if (!is_live_only(section)) {
                section.lines = place_.observe(section);
            }
        }
    }

private:
    bool matches(const ScenarioSection& section) {
        return place_.observe(section) == section.lines;
    }

    void expect(const ScenarioSection& section, const WorkerProcess& worker) {
        EXPECT_EQ(fmt::format("{}", fmt::join(place_.observe(section), "\n")),
                  fmt::format("{}", fmt::join(section.lines, "\n")))
            << "-- " << section.name << " " << section.argument << "\n"
            << worker.output();
    }

    void expect_running(const ScenarioPhase& phase, WorkerProcess& worker) {
        for (const ScenarioSection& section : phase.results) {
            becomes_true([&] {
                worker.expect_running();
                return matches(section);
            });
            if (is_live_only(section)) {
                expect(section, worker);
            }
        }
    }

    void expect_stopped(const ScenarioPhase& phase, const WorkerProcess& worker) {
        for (const ScenarioSection& section : phase.results) {
            if (section.name == "log") {
                const std::string output = place_.in_file(worker.output());
                for (const std::string& text : section.lines) {
                    EXPECT_NE(output.find(text), std::string::npos)
                        << "no line has: " << text << "\n"
                        << output;
                }
            } else if (!is_live_only(section)) {
                expect(section, worker);
            }
        }
    }

    void record_running(ScenarioPhase& phase, WorkerProcess& worker, std::size_t connectors) {
        using Clock = std::chrono::steady_clock;
        wait_until(
            "the last connector",
            [&] {
                const std::string log = worker.output();
                std::size_t created = 0;
                for (std::size_t at = log.find("Created connector "); at != std::string::npos;
                     at = log.find("Created connector ", at + 1)) {
                    ++created;
                }
                return created == connectors;
            },
            kStart);
        auto last_change = Clock::now();
        wait_until(
            "results that no longer change",
            [&] {
                for (ScenarioSection& section : phase.results) {
                    auto lines = place_.observe(section);
                    if (lines != section.lines) {
                        section.lines = std::move(lines);
                        last_change = Clock::now();
                    }
                }
                return Clock::now() - last_change > settled();
            },
            10 * settled());
    }

    ScenarioPlace place_;
};

TEST_P(RecordedScenarioTest, GivesWhatJavaGave) {
    const auto file = std::filesystem::path(KCONNECT_SCENARIO_FOLDER) / (GetParam() + ".scenario");
    RecordedScenario scenario = read_recorded_scenario(file);
    const char* const java = std::getenv("KCONNECT_RECORD");
    for (ScenarioPhase& phase : scenario.phases) {
        java == nullptr ? compare(phase) : record(phase, java);
    }
    if (java != nullptr && !HasFailure()) {
        write_recorded_scenario(file, scenario);
    }
}

INSTANTIATE_TEST_SUITE_P(Files,
                         RecordedScenarioTest,
                         testing::ValuesIn(scenario_names()),
                         [](const auto& name) { return name.param; });

}  // namespace
}  // namespace kconnect::test
