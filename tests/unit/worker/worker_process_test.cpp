// The real program, as far as it comes without a broker.
#include "support/worker_process.hpp"

#include <csignal>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/scratch_folder.hpp"

namespace kconnect {
namespace {

using ::testing::EndsWith;
using ::testing::HasSubstr;
using ::testing::Not;

constexpr const char* kSound =
    "bootstrap.servers=127.0.0.1:1\n"
    "key.converter=JsonConverter\n"
    "value.converter=JsonConverter\n"
    "offset.storage.file.filename=/tmp/offsets\n";

class WorkerProcessTest : public ::testing::Test {
protected:
    /// Runs the program to its end and returns the exit code.
    int run(const std::vector<std::string>& arguments) {
        test::WorkerProcess process(arguments, log());
        return process.wait_for_exit();
    }
    /// The same for a worker file with this text.
    int run_with(const std::string& text) {
        return run({folder_.write("worker.properties", text)});
    }
    std::filesystem::path log() const { return folder_.path() / "log"; }
    std::string output() const { return test::read_file(log()); }

    test::ScratchFolder folder_;
};

TEST_F(WorkerProcessTest, ExitsWithOneAndItsUsageWithoutArguments) {
    EXPECT_EQ(run({}), 1);
    EXPECT_THAT(output(), HasSubstr("INFO Usage: connect-standalone-cpp "));
}

TEST_F(WorkerProcessTest, ExitsWithOneForHelpAtAnyPosition) {
    EXPECT_EQ(run({"worker.properties", "--help"}), 1);
    EXPECT_THAT(output(), HasSubstr("INFO Usage: "));
}

TEST_F(WorkerProcessTest, PrintsItsVersion) {
    EXPECT_EQ(run({"--version"}), 0);
    EXPECT_THAT(output(), HasSubstr("connect-standalone-cpp "));
}

TEST_F(WorkerProcessTest, ExitsWithTwoForAMissingWorkerFile) {
    EXPECT_EQ(run({"/nonexistent/worker.properties"}), 2);
    EXPECT_THAT(output(),
                HasSubstr("ERROR Stopping due to error\njava.nio.file.NoSuchFileException: "
                          "/nonexistent/worker.properties"));
    EXPECT_THAT(output(),
                HasSubstr("ERROR Worker configuration '/nonexistent/worker.properties': "));
}

TEST_F(WorkerProcessTest, ExitsWithTwoForAnEmptyFileNameAsItHasNoKeys) {
    EXPECT_EQ(run({""}), 2);
    EXPECT_THAT(
        output(),
        HasSubstr(R"(Missing required configuration "key.converter" which has no default value.)"));
}

TEST_F(WorkerProcessTest, ExitsWithTwoForAnUnknownConverter) {
    EXPECT_EQ(run_with(std::string(kSound) + "key.converter=NoSuch\n"), 2);
    EXPECT_THAT(output(),
                HasSubstr("Invalid value NoSuch for configuration key.converter: Class NoSuch "
                          "could not be found."));
}

TEST_F(WorkerProcessTest, ExitsWithTwoForABadPluginDiscovery) {
    EXPECT_EQ(run_with("plugin.discovery=magic\n"), 2);
    EXPECT_THAT(output(), HasSubstr("Invalid plugin.discovery value, must be one of [only_scan, "));
}

TEST_F(WorkerProcessTest, ExitsWithTwoForAProviderThatCannotBeLoaded) {
    EXPECT_EQ(run_with(std::string(kSound) +
                       "config.providers=vault\nconfig.providers.vault.class=com.example.Vault\n"),
              2);
    EXPECT_THAT(output(),
                HasSubstr("Invalid value com.example.Vault for configuration "
                          "config.providers.vault.class: Could not load config provider class or "
                          "one of its dependencies"));
}

TEST_F(WorkerProcessTest, ExitsWithTwoForAProviderThatCannotReadItsPath) {
    EXPECT_EQ(
        run_with(std::string(kSound) + "config.providers=file\nconfig.providers.file.class=File\n"
                                       "some.key=${file:/nonexist:a}\n"),
        2);
    EXPECT_THAT(output(), HasSubstr("Could not read properties from file /nonexist"));
}

TEST_F(WorkerProcessTest, ExitsWithTwoWhenNoBrokerAnswersInTime) {
    EXPECT_EQ(run_with(std::string(kSound) + "default.api.timeout.ms=300\n"), 2);
    EXPECT_THAT(output(),
                HasSubstr("Failed to connect to and describe Kafka cluster. Check worker's broker "
                          "connection and security properties."));
    EXPECT_THAT(output(), EndsWith("Kafka Connect stopped (kconnect.worker.Standalone)\n"));
}

TEST_F(WorkerProcessTest, LogsItsConfigurationWithoutPasswords) {
    run_with(std::string(kSound) + "default.api.timeout.ms=100\nssl.key.password=geheim\n");
    EXPECT_THAT(output(), HasSubstr("INFO StandaloneConfig values: \n"));
    EXPECT_THAT(output(), HasSubstr("\tssl.key.password = [hidden]\n"));
    EXPECT_THAT(output(), Not(HasSubstr("geheim")));
}

TEST_F(WorkerProcessTest, FindsItsOwnPluginsAndReportsAMissingFolder) {
    run_with(std::string(kSound) + "default.api.timeout.ms=100\nplugin.path=/nonexistent/dir\n");
    EXPECT_THAT(output(),
                HasSubstr("Added plugin 'org.apache.kafka.connect.file.FileStreamSinkConnector'"));
    EXPECT_THAT(
        output(),
        HasSubstr("ERROR Could not get listing for plugin path: /nonexistent/dir. Ignoring."));
}

TEST_F(WorkerProcessTest, LogsWhatTheLevelAsksForOnly) {
    EXPECT_EQ(run({"--log-level", "error", "/nonexistent/worker.properties"}), 2);
    EXPECT_THAT(output(), Not(HasSubstr(" INFO ")));
    EXPECT_THAT(output(), HasSubstr(" ERROR "));
}

class StopSignalTest : public WorkerProcessTest, public ::testing::WithParamInterface<int> {};

TEST_P(StopSignalTest, EndsAStartThatWaitsForItsBroker) {
    const auto file = folder_.write("worker.properties", kSound);
    test::WorkerProcess process({file}, log());
    process.wait_for_output("StandaloneConfig values");
    process.signal(GetParam());
    EXPECT_EQ(process.wait_for_exit(), 128 + GetParam());
    EXPECT_THAT(output(), EndsWith("Kafka Connect stopped (kconnect.worker.Standalone)\n"));
}

INSTANTIATE_TEST_SUITE_P(TermIntHup,
                         StopSignalTest,
                         ::testing::Values(SIGTERM, SIGINT, SIGHUP),
                         [](const auto& value) { return std::to_string(value.param); });

}  // namespace
}  // namespace kconnect
