#include "plugin/plugin_scanner.hpp"

#include <fstream>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/scratch_folder.hpp"
#include "unit/plugin/log_capture.hpp"
#include "unit/plugin/test_library.hpp"

namespace kconnect {
namespace {

using ::testing::Contains;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class PluginScannerTest : public ::testing::Test {
protected:
    void place(const std::string& library, const std::string& where) {
        std::filesystem::create_directories((folder_ / where).parent_path());
        std::filesystem::create_symlink(test::test_library(library), folder_ / where);
    }
    void scan(const std::string& location) {
        PluginProbe probe(TEST_PROBE_PROGRAM);
        PluginScanner(registry_, probe).scan_plugin_path(std::vector<std::string>{location});
    }

    test::ScratchFolder scratch_;
    const std::filesystem::path& folder_ = scratch_.path();
    PluginRegistry registry_;
    test::LogCapture log_;
};

TEST_F(PluginScannerTest, LoadsLibrariesInAFolderAndOneLevelBelow) {
    place("first", "first.so");
    place("second", "second/library.so");
    scan(folder_);
    EXPECT_EQ(registry_.of_kind(KCONNECT_SINK_CONNECTOR).size(), 2U);
    EXPECT_THAT(log_.lines, IsEmpty());
}

TEST_F(PluginScannerTest, LeavesABadLibraryOutAndGoesOn) {
    place("throwing_start", "a.so");
    place("wrong_manifest", "b.so");
    place("first", "c.so");
    scan(folder_);
    EXPECT_EQ(registry_.of_kind(KCONNECT_SINK_CONNECTOR).size(), 1U);
    EXPECT_THAT(log_.lines, Contains(HasSubstr("a.so' is refused")));
    EXPECT_THAT(log_.lines, Contains(HasSubstr("b.so' does not fit this program")));
}

TEST_F(PluginScannerTest, FollowsLinksToFoldersAndLoadsALibraryOnce) {
    place("first", "real/library.so");
    std::filesystem::create_directory_symlink(folder_ / "real", folder_ / "link");
    scan(folder_);
    EXPECT_EQ(registry_.of_kind(KCONNECT_SINK_CONNECTOR).size(), 1U);
    EXPECT_THAT(log_.lines, IsEmpty());
}

TEST_F(PluginScannerTest, ReportsLinksThatLeadNowhereOrInACircle) {
    std::filesystem::create_symlink("/nonexistent/x.so", folder_ / "gone.so");
    std::filesystem::create_symlink(folder_ / "circle.so", folder_ / "circle.so");
    place("first", "sound.so");
    scan(folder_);
    EXPECT_EQ(registry_.of_kind(KCONNECT_SINK_CONNECTOR).size(), 1U);
    EXPECT_THAT(log_.lines,
                Contains("Plugin library '" + (folder_ / "gone.so").string() +
                         "' is left out: No such file or directory; mend or remove the link"));
    EXPECT_THAT(log_.lines, Contains(HasSubstr("circle.so' is left out: Too many levels")));
}

TEST_F(PluginScannerTest, UsesTheHigherOfTwoVersionsAndSaysSo) {
    place("first_newer", "a.so");
    place("first", "b.so");
    scan(folder_);
    EXPECT_EQ(registry_.connector("com.first.MarkerSinkConnector").version, "1.10");
    EXPECT_THAT(log_.lines, ElementsAre(HasSubstr("is there twice: version 1.10 of file:")));
}

TEST_F(PluginScannerTest, SurvivesAnOwnPluginWhoseManifestThrows) {
    place("throwing_manifest", "first.so");
    PluginProbe probe("/nonexistent/program");
    PluginScanner(registry_, probe).scan_own_folder(folder_);
    EXPECT_THAT(log_.lines,
                ElementsAre(HasSubstr("first.so' gives no manifest: kconnect_plugin_manifest() "
                                      "threw unknown exception; build it with")));
}

TEST_F(PluginScannerTest, ReportsAMissingFolderAsConnectDoes) {
    scan("/nonexistent/dir");
    EXPECT_THAT(log_.lines,
                Contains("Could not get listing for plugin path: /nonexistent/dir. Ignoring."));
}

TEST_F(PluginScannerTest, WarnsAboutAFolderOfJavaPlugins) {
    std::filesystem::create_directory(folder_ / "kafka-connect-jdbc");
    std::ofstream(folder_ / "kafka-connect-jdbc" / "jdbc.jar") << "PK";
    scan(folder_);
    EXPECT_THAT(log_.lines, Contains(HasSubstr("only 1 Java archives")));
}

TEST_F(PluginScannerTest, LoadsTheProgramsOwnPluginsWithoutAProbe) {
    place("first", "first.so");
    PluginProbe probe("/nonexistent/program");
    PluginScanner(registry_, probe).scan_own_folder(folder_);
    EXPECT_EQ(registry_.of_kind(KCONNECT_SINK_CONNECTOR).size(), 1U);
}

}  // namespace
}  // namespace kconnect
