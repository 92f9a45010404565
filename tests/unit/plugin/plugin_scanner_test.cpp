#include "plugin/plugin_scanner.hpp"

#include <fstream>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/logging.hpp>

#include "unit/plugin/test_library.hpp"

namespace kconnect {
namespace {

using ::testing::Contains;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

/// Keeps all lines of WARN and above while it lives.
class LogCapture : public LogSink {
public:
    LogCapture() { set_log_sink(this); }
    ~LogCapture() override { set_log_sink(nullptr); }

    bool is_enabled(LogLevel level, std::string_view /*logger*/) noexcept override {
        return level >= LogLevel::kWarn;
    }
    void write(LogLevel /*level*/,
               std::string_view /*logger*/,
               std::string_view /*context*/,
               std::string_view message) noexcept override {
        lines.emplace_back(message);
    }

    std::vector<std::string> lines;
};

class PluginScannerTest : public ::testing::Test {
protected:
    void SetUp() override {
        folder_ = std::filesystem::path(::testing::TempDir()) /
                  ::testing::UnitTest::GetInstance()->current_test_info()->name();
        std::filesystem::remove_all(folder_);
        std::filesystem::create_directories(folder_);
    }
    void TearDown() override { std::filesystem::remove_all(folder_); }

    void place(const std::string& library, const std::string& where) {
        std::filesystem::create_directories((folder_ / where).parent_path());
        std::filesystem::create_symlink(test::test_library(library), folder_ / where);
    }
    void scan(const std::string& location) {
        PluginProbe probe(TEST_PROBE_PROGRAM);
        PluginScanner(registry_, probe).scan_plugin_path(std::vector<std::string>{location});
    }

    std::filesystem::path folder_;
    PluginRegistry registry_;
    LogCapture log_;
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
