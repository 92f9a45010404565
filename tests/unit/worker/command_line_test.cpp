#include "worker/command_line.hpp"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kconnect {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using Action = CommandLine::Action;

CommandLine parse(std::vector<const char*> arguments, std::string_view environment = "") {
    return parse_command_line(arguments, environment);
}

TEST(CommandLine, TakesTheWorkerFileAndConnectorFilesInTheirOrder) {
    const auto line = parse({"w.properties", "b.properties", "a.json"});
    EXPECT_EQ(line.action, Action::kRun);
    EXPECT_EQ(line.worker_file, "w.properties");
    EXPECT_THAT(line.connector_files, ElementsAre("b.properties", "a.json"));
}

TEST(CommandLine, ShowsItsUsageWithoutArgumentsAndForHelpAnywhere) {
    EXPECT_EQ(parse({}).action, Action::kUsage);
    EXPECT_EQ(parse({"w.properties", "--help"}).action, Action::kUsage);
}

TEST(CommandLine, TakesAnEmptyWorkerFileAsNoProperties) {
    const auto line = parse({""});
    EXPECT_EQ(line.action, Action::kRun);
    EXPECT_EQ(line.worker_file, "");
}

TEST(CommandLine, ShowsItsVersion) {
    EXPECT_EQ(parse({"--version"}).action, Action::kShowVersion);
}

TEST(CommandLine, TakesTheLogLevelFromTheEnvironment) {
    EXPECT_EQ(parse({"w"}, "debug").log_level, LogLevel::kDebug);
}

TEST(CommandLine, LetsTheOptionWinOverTheEnvironment) {
    EXPECT_EQ(parse({"--log-level", "ERROR", "w"}, "debug").log_level, LogLevel::kError);
}

TEST(CommandLine, RefusesAnUnknownLogLevel) {
    const auto line = parse({"w"}, "LOUD");
    EXPECT_EQ(line.action, Action::kBadOption);
    EXPECT_THAT(line.bad_option, HasSubstr("KCONNECT_LOG_LEVEL: 'LOUD' is no log level"));
    EXPECT_EQ(parse({"w", "--log-level"}).action, Action::kBadOption);
}

TEST(CommandLine, KnowsTheHiddenArgumentOfAPluginProbe) {
    const auto line = parse({"--probe-plugin", "x.so"});
    EXPECT_EQ(line.action, Action::kProbePlugin);
    EXPECT_EQ(line.probed_file, "x.so");
}

}  // namespace
}  // namespace kconnect
