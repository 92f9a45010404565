// Sources that throw, hang or lie, in the real worker: only they suffer.
#include <gmock/gmock.h>

#include "offsets/java_map.hpp"
#include "plugins/plugin_test.hpp"

namespace kconnect::test {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

struct Fault {
    std::string where;
    std::string how;

    std::string name() const { return where + "-" + how; }
};

/// A sound source fills the topic of the sound sink; the faulty ones write elsewhere.
class SourceFaultTest : public PluginTest {
protected:
    std::string source_file(const std::string& name,
                            const std::string& topic,
                            std::string_view more = {}) {
        return folder_.write(name + ".properties",
                             fmt::format("name={}\n"
                                         "connector.class=fault.FaultSourceConnector\n"
                                         "topic={}\n{}",
                                         name,
                                         topic,
                                         more));
    }

    WorkerProcess start(const std::vector<Fault>& faults, std::string_view more = {}) {
        std::vector<std::string> arguments{
            worker_file(KCONNECT_TEST_PLUGINS, "topic.creation.enable=false\n")};
        for (const Fault& fault : faults) {
            arguments.push_back(source_file(
                fault.name(),
                "elsewhere",
                fmt::format("fault.where={}\nfault.how={}\n{}", fault.where, fault.how, more)));
        }
        arguments.insert(arguments.begin() + 1, source_file("sound-source", "records"));
        arguments.push_back(sound_sink());
        expect_records();
        return {arguments, folder_.path() / "worker.log"};
    }

    static void wait_for_death(WorkerProcess& worker, const Fault& fault) {
        worker.wait_for_output(fmt::format(
            "WorkerSourceTask{{id={}-0}} Task threw an uncaught and unrecoverable exception. "
            "Task is being killed and will not recover until manually restarted",
            fault.name()));
    }

    /// What the connector has stored as its offset; absent when nothing.
    std::optional<std::string> stored(const std::string& connector) const {
        const auto all = offsets::read_java_map(read_file(folder_.path() / "offsets"));
        const auto found = all.find(fmt::format(R"(["{0}",{{"name":"{0}"}}])", connector));
        return found == all.end() ? std::nullopt : found->second;
    }

    /// The sound connectors did all their work, and the worker stops in time.
    void expect_others_unharmed(WorkerProcess& worker) {
        expect_sound_sink(worker);
        expect_stop(worker);
        EXPECT_EQ(read_file(output_), expected_);
        EXPECT_EQ(stored("sound-source"), kAllSent);
    }

    static constexpr const char* kAllSent = R"({"next":200})";
};

TEST_F(SourceFaultTest, ATaskThatThrowsFailsAlone) {
    std::vector<Fault> faults;
    for (const char* where : {"initialize", "start", "poll"}) {
        faults.push_back({where, "throw"});
        faults.push_back({where, "throw_number"});
    }
    auto worker = start(faults);
    for (const Fault& fault : faults) {
        wait_for_death(worker, fault);
    }
    expect_others_unharmed(worker);
    EXPECT_THAT(worker.output(), AllOf(HasSubstr("fault at poll"), HasSubstr("unknown exception")));
}

TEST_F(SourceFaultTest, CommitsAndStopsThatThrowCostNoRecordAndNoOffset) {
    std::vector<Fault> faults;
    for (const char* where : {"commit", "commit_record", "stop"}) {
        faults.push_back({where, "throw"});
        faults.push_back({where, "throw_number"});
    }
    auto worker = start(faults);
    for (const Fault& fault : faults) {
        wait_until("the offset of " + fault.name(), [&] {
            worker.expect_running();
            return !read_file(folder_.path() / "offsets").empty() &&
                   stored(fault.name()) == kAllSent;
        });
    }
    expect_others_unharmed(worker);
    EXPECT_THAT(worker.output(),
                AllOf(HasSubstr("Exception thrown while calling task.commit(): fault at commit"),
                      HasSubstr("Exception thrown while calling task.commitRecord(): fault at "
                                "commit_record"),
                      HasSubstr("Could not stop task: fault at stop"),
                      Not(HasSubstr("Task is being killed"))));
}

TEST_F(SourceFaultTest, OffsetsOfAWrongFormAreNotStoredAndHarmNobodysOffsets) {
    std::vector<Fault> faults;
    for (const char* how :
         {"partition_is_text", "partition_holds_map", "offset_is_number", "offset_holds_map"}) {
        faults.push_back({"record", how});
    }
    auto worker = start(faults);
    for (const Fault& fault : faults) {
        worker.wait_for_output(
            fmt::format("CRITICAL: Failed to serialize offset data, making it impossible to commit "
                        "offsets under namespace {}.",
                        fault.name()));
        worker.wait_for_output(
            fmt::format("WorkerSourceTask{{id={}-0}} Failed to commit offsets", fault.name()));
    }
    worker.wait_for_output("Offsets must be specified as a Map");
    worker.wait_for_output("Offsets may only contain primitive types as values, but field next ");
    expect_others_unharmed(worker);
    for (const Fault& fault : faults) {
        EXPECT_EQ(stored(fault.name()), std::nullopt) << fault.name();
    }
}

TEST_F(SourceFaultTest, RecordsThatAreNoneFailTheirTaskOnly) {
    const std::vector<Fault> faults{
        {"record", "no_topic"}, {"record", "negative_partition"}, {"record", "value_is_no_text"}};
    auto worker = start(faults, "value.converter=JsonConverter\n");
    for (const Fault& fault : faults) {
        wait_for_death(worker, fault);
    }
    expect_others_unharmed(worker);
    EXPECT_THAT(worker.output(),
                AllOf(HasSubstr("Topic cannot be null."), HasSubstr("Invalid partition: -7.")));
}

TEST_F(SourceFaultTest, WhatNeverReturnsDelaysNeitherTheOthersNorTheStop) {
    const std::vector<std::string> places{
        "initialize", "start", "poll", "commit", "commit_record", "stop"};
    std::vector<Fault> faults;
    for (const std::string& where : places) {
        faults.push_back({where, "hang"});
    }
    auto worker = start(faults);
    for (const std::string& where : places) {
        if (where != "stop") {
            worker.wait_for_output(fmt::format("hangs at {}\n", where));
        }
    }
    expect_others_unharmed(worker);
    for (const std::string& where : places) {
        EXPECT_THAT(worker.output(),
                    HasSubstr(fmt::format("Graceful stop of task {}-hang-0 failed.", where)));
    }
}

}  // namespace
}  // namespace kconnect::test
