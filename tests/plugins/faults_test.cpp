// Plugins that throw, hang or lie, in the real worker: only they suffer.
#include <cstdlib>

#include <gmock/gmock.h>

#include "plugins/plugin_test.hpp"

namespace kconnect::test {
namespace {

using ::testing::HasSubstr;
using ::testing::Not;

struct Fault {
    std::string where;
    std::string how;

    std::string name() const {
        std::string text = where + "-" + how;
        std::ranges::replace(text, '.', '-');
        return text;
    }
};

class FaultTest : public PluginTest {
protected:
    std::string fault_sink(const Fault& fault, std::string_view more = {}) {
        return sink_file(
            fault.name(),
            "fault.FaultConnector",
            fmt::format("fault.where={}\nfault.how={}\n{}", fault.where, fault.how, more));
    }

    /// The worker's arguments: one file per fault, and the sound sink between them.
    std::vector<std::string> files(const std::vector<Fault>& faults) {
        std::vector<std::string> result{worker_file(KCONNECT_TEST_PLUGINS)};
        for (const Fault& fault : faults) {
            result.push_back(fault_sink(fault));
        }
        result.insert(result.begin() + 1 + static_cast<std::ptrdiff_t>(faults.size() / 2),
                      sound_sink());
        return result;
    }

    WorkerProcess start(const std::vector<std::string>& arguments) {
        return {arguments, folder_.path() / "worker.log"};
    }
};

std::string killed(const Fault& fault) {
    return fmt::format(
        "WorkerSinkTask{{id={}-0}} Task threw an uncaught and unrecoverable exception. "
        "Task is being killed and will not recover until manually restarted",
        fault.name());
}

TEST_F(FaultTest, ATaskThatThrowsFailsAlone) {
    std::vector<Fault> faults;
    for (const char* where : {"initialize", "start", "open", "put"}) {
        faults.push_back({where, "throw"});
        faults.push_back({where, "throw_number"});
    }
    append_records();
    auto worker = start(files(faults));
    for (const Fault& fault : faults) {
        worker.wait_for_output(killed(fault));
    }
    expect_sound_sink(worker);
    expect_stop(worker);
    EXPECT_THAT(worker.output(), HasSubstr("fault at put"));
    EXPECT_THAT(worker.output(), HasSubstr("unknown exception"));
}

TEST_F(FaultTest, WhatThrowsAtTheEndHindersNobody) {
    append_records();
    auto worker = start(files({{"close", "throw"},
                               {"close", "throw_number"},
                               {"stop", "throw"},
                               {"stop", "throw_number"},
                               {"connector.stop", "throw"},
                               {"connector.stop", "throw_number"}}));
    expect_sound_sink(worker);
    expect_stop(worker);
    EXPECT_THAT(worker.output(), HasSubstr("Could not stop task: fault at stop"));
    EXPECT_THAT(
        worker.output(),
        HasSubstr("Connector connector-stop-throw_number was not stopped: unknown exception"));
}

TEST_F(FaultTest, APreCommitThatThrowsRewindsItsTaskOnly) {
    append_records();
    auto worker = start(files({{"pre_commit", "throw"}, {"pre_commit", "throw_number"}}));
    worker.wait_for_output(
        "WorkerSinkTask{id=pre_commit-throw-0} Offset commit failed, rewinding to last committed "
        "offsets: fault at pre_commit");
    worker.wait_for_output("WorkerSinkTask{id=pre_commit-throw_number-0} Offset commit failed");
    expect_sound_sink(worker);
    expect_stop(worker);
}

TEST_F(FaultTest, ATaskThatCannotBeMadeIsFailedAndTheRestRuns) {
    append_records();
    const std::vector<Fault> faults{{"create_task", "throw"},
                                    {"create_task", "throw_number"},
                                    {"create_task", "null"},
                                    {"task_class", "throw"}};
    auto worker = start(files(faults));
    for (const Fault& fault : faults) {
        worker.wait_for_output(fmt::format("Task {}-0 could not be started: ", fault.name()));
    }
    expect_sound_sink(worker);
    expect_stop(worker);
    EXPECT_THAT(worker.output(),
                HasSubstr("Task create_task-null-0 could not be started: Connector "
                          "create_task-null returned no task from create_task()"));
}

TEST_F(FaultTest, LiesAboutTheNumberOfTasksFailTheConnectorOnly) {
    append_records();
    auto worker = start(files({{"task_configs", "too_many"},
                               {"task_configs", "none"},
                               {"task_configs", "throw_number"}}));
    worker.wait_for_output(
        "The connector task_configs-too_many has generated 2 tasks, which is greater than 1");
    worker.wait_for_output(
        "Tasks of connector task_configs-throw_number were not started: unknown exception");
    expect_sound_sink(worker);
    expect_stop(worker);
    EXPECT_THAT(worker.output(), Not(HasSubstr("task_configs-none-0")));
}

TEST_F(FaultTest, LiesAboutOffsetsAreNotCommitted) {
    append_records();
    auto worker = start(files({{"pre_commit", "ahead"}, {"pre_commit", "foreign"}}));
    worker.wait_for_output(
        "Ignoring invalid task provided offset records-0/1200 -- not yet consumed");
    worker.wait_for_output(
        "Ignoring invalid task provided offset foreign-7/1 -- partition not assigned");
    expect_sound_sink(worker);
    expect_stop(worker);
}

TEST_F(FaultTest, WhatNeverReturnsDelaysNeitherTheOthersNorTheStop) {
    std::vector<Fault> faults;
    for (const char* where :
         {"initialize", "start", "open", "put", "pre_commit", "close", "stop", "connector.stop"}) {
        faults.push_back({where, "hang"});
    }
    append_records();
    auto worker = start(files(faults));
    for (const char* where : {"initialize", "start", "open", "put", "pre_commit"}) {
        worker.wait_for_output(fmt::format("hangs at {}\n", where));
    }
    expect_sound_sink(worker);
    expect_stop(worker);
    for (const char* where :
         {"initialize", "start", "open", "put", "pre_commit", "close", "stop"}) {
        EXPECT_THAT(worker.output(),
                    HasSubstr(fmt::format("Graceful stop of task {}-hang-0 failed.", where)));
    }
    EXPECT_EQ(read_file(output_), expected_);
}

/// Where a fault keeps the connector from being created: the worker ends as Java's does.
class CreationFaultTest : public FaultTest, public testing::WithParamInterface<Fault> {
protected:
    void SetUp() override {
        const std::string text = GetParam().where + " " + GetParam().how;
        ::setenv("KCONNECT_FAULT", text.c_str(), 1);
    }
    void TearDown() override { ::unsetenv("KCONNECT_FAULT"); }
};

TEST_P(CreationFaultTest, EndsTheStartUpWithCode3AndOneLine) {
    auto worker = start({worker_file(KCONNECT_TEST_PLUGINS), fault_sink(GetParam())});
    EXPECT_EQ(worker.wait_for_exit(), 3) << worker.output();
    EXPECT_THAT(worker.output(),
                HasSubstr(fmt::format("ERROR Connector file '{}/{}.properties': ",
                                      folder_.path().string(),
                                      GetParam().name())));
}

INSTANTIATE_TEST_SUITE_P(Places,
                         CreationFaultTest,
                         testing::Values(Fault{"constructor", "throw_number"},
                                         Fault{"config", "throw"},
                                         Fault{"version", "throw_number"},
                                         Fault{"validate", "throw_number"},
                                         Fault{"connector.start", "throw"},
                                         Fault{"connector.start", "throw_number"}),
                         [](const auto& place) {
                             std::string name = place.param.name();
                             std::ranges::replace(name, '-', '_');
                             return name;
                         });

class HangingCreationTest : public FaultTest, public testing::WithParamInterface<const char*> {};

TEST_P(HangingCreationTest, CanBeStopped) {
    append_records();
    auto worker =
        start({worker_file(KCONNECT_TEST_PLUGINS), sound_sink(), fault_sink({GetParam(), "hang"})});
    expect_sound_sink(worker);
    expect_stop(worker);
}

INSTANTIATE_TEST_SUITE_P(
    Places,
    HangingCreationTest,
    testing::Values("validate", "connector.start", "task_configs", "create_task"),
    [](const auto& place) {
        std::string name = place.param;
        std::ranges::replace(name, '.', '_');
        return name;
    });

}  // namespace
}  // namespace kconnect::test
