#include "plugin/plugin_probe.hpp"

#include <chrono>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/scratch_folder.hpp"
#include "unit/plugin/test_library.hpp"

namespace kconnect {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::Optional;

TEST(PluginProbe, FindsNothingWrongWithASoundLibrary) {
    PluginProbe probe(TEST_PROBE_PROGRAM);
    EXPECT_EQ(probe.problem(test::test_library("first")), std::nullopt);
}

TEST(PluginProbe, GivesTheReasonOfARefusedLibraryInOneLine) {
    PluginProbe probe(TEST_PROBE_PROGRAM);
    EXPECT_THAT(probe.problem(test::test_library("wrong_manifest")),
                Optional(AllOf(HasSubstr("does not fit this program"), Not(HasSubstr("\n")))));
}

TEST(PluginProbe, SurvivesAStaticInitialiserThatThrows) {
    PluginProbe probe(TEST_PROBE_PROGRAM);
    EXPECT_THAT(probe.problem(test::test_library("throwing_start")),
                Optional(AllOf(HasSubstr("loading it killed the process (Aborted)"),
                               HasSubstr("the static initialiser failed"),
                               HasSubstr("; a static initialiser or kconnect_plugin_manifest() "
                                         "fails: mend it"),
                               Not(HasSubstr("\n")))));
}

TEST(PluginProbe, SurvivesAStaticInitialiserThatAborts) {
    PluginProbe probe(TEST_PROBE_PROGRAM);
    EXPECT_THAT(probe.problem(test::test_library("aborting_start")),
                Optional(HasSubstr("loading it killed the process (Aborted); a static")));
}

TEST(PluginProbe, RefusesALibraryThatEndsItsProcessAsIfAllWereWell) {
    PluginProbe probe(TEST_PROBE_PROGRAM);
    EXPECT_THAT(probe.problem(test::test_library("exiting_start")),
                Optional(HasSubstr("loading it ended the process with code 0; a static")));
}

TEST(PluginProbe, SurvivesAManifestThatThrowsWhatIsNoException) {
    PluginProbe probe(TEST_PROBE_PROGRAM);
    EXPECT_THAT(probe.problem(test::test_library("throwing_manifest")),
                Optional(HasSubstr("unknown exception")));
}

#ifndef TEST_IS_SANITIZED
TEST(PluginProbe, SaysThatALibraryWasBuiltWithASanitizer) {
    PluginProbe probe(TEST_PROBE_PROGRAM);
    EXPECT_THAT(probe.problem(test::test_library("sanitized")),
                Optional(AllOf(HasSubstr("test_plugin_sanitized.so' is refused: "),
                               HasSubstr("; rebuild it without -fsanitize, or use a kconnect that "
                                         "is built with it"))));
}
#endif

TEST(PluginProbe, SurvivesALibraryThatKillsItsProcess) {
    PluginProbe probe(TEST_PROBE_PROGRAM);
    EXPECT_THAT(probe.problem(test::test_library("crashing_start")),
                Optional(HasSubstr("loading it killed the process (Killed)")));
}

TEST(PluginProbe, DoesNotWaitForALibraryThatHangs) {
    PluginProbe probe(TEST_PROBE_PROGRAM, std::chrono::milliseconds(200));
    EXPECT_THAT(probe.problem(test::test_library("hanging_start")),
                Optional(HasSubstr("loading it did not end within 200 ms; a static initialiser or "
                                   "kconnect_plugin_manifest() does not return")));
}

TEST(PluginProbe, TriesAFileOnce) {
    const test::ScratchFolder folder;
    const auto copy = folder.path() / "probed_once.so";
    std::filesystem::copy_file(test::test_library("first"), copy);
    PluginProbe probe(TEST_PROBE_PROGRAM);
    EXPECT_EQ(probe.problem(copy), std::nullopt);
    std::filesystem::remove(copy);
    EXPECT_EQ(probe.problem(copy), std::nullopt);
}

}  // namespace
}  // namespace kconnect
