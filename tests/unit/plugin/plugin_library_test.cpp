#include "plugin/plugin_library.hpp"

#include <fstream>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "plugin/plugin_registry.hpp"
#include "unit/plugin/test_library.hpp"

namespace kconnect {
namespace {

using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::Not;

std::string load_error(const std::filesystem::path& file) {
    try {
        load_plugin_library(file);
        return "loaded";
    } catch (const ConnectException& error) {
        return error.what();
    }
}

TEST(PluginLibrary, GivesTheEntriesOfASoundLibrary) {
    const auto entries = load_plugin_library(test::test_library("first"));
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_STREQ(entries[0].class_name, "com.first.MarkerSinkConnector");
}

TEST(PluginLibrary, ListsAllThatIsWrongWithAManifestInOneError) {
    EXPECT_THAT(load_error(test::test_library("wrong_manifest")),
                AllOf(HasSubstr("test_plugin_wrong_manifest.so' does not fit this program: "
                                "abi_version=0 here, 99 in the library; entry_size="),
                      HasSubstr(" here, compiler=clang-1 in the library; "),
                      HasSubstr(" here, glibcxx_debug=on in the library; "),
                      HasSubstr(" here, sanitizer=memory in the library; rebuild it"),
                      Not(HasSubstr("\n"))));
}

TEST(PluginLibrary, RefusesEntriesThatLackWhatTheyNeed) {
    EXPECT_THAT(load_error(test::test_library("bad_entries")),
                HasSubstr("entry 0 has no class name; entry 0 has the unknown kind 77; entry 0 has "
                          "no create function"));
}

TEST(PluginLibrary, SaysThatALibraryIsNoPlugin) {
    EXPECT_THAT(load_error(test::test_library("no_manifest")),
                HasSubstr("exports no function kconnect_plugin_manifest"));
}

TEST(PluginLibrary, KeepsTheLoadersWordsAboutAnUndefinedSymbol) {
    EXPECT_THAT(load_error(test::test_library("undefined_symbol")),
                AllOf(HasSubstr("cannot be loaded: "),
                      HasSubstr("undefined symbol: "),
                      HasSubstr("a_function_that_nobody_defines")));
}

TEST(PluginLibrary, SaysThatAFileIsNoSharedObject) {
    const auto file = std::filesystem::path(::testing::TempDir()) / "no_shared_object.so";
    std::ofstream(file) << "just text, long enough for the header of a shared object, and more\n";
    EXPECT_THAT(load_error(file), AllOf(HasSubstr(file.string()), HasSubstr("invalid ELF header")));
    std::filesystem::remove(file);
}

TEST(PluginLibrary, SaysThatAFileDoesNotExist) {
    EXPECT_THAT(load_error("/nonexistent/x.so"), HasSubstr("No such file or directory"));
}

TEST(PluginLibrary, KeepsTheSameNamesOfTwoLibrariesApart) {
    PluginRegistry registry;
    registry.add(load_plugin_library(test::test_library("first")), "first");
    registry.add(load_plugin_library(test::test_library("second")), "second");
    const auto version_of = [&](const char* name) {
        return create_plugin<SinkConnector>(registry.connector(name))->version();
    };
    EXPECT_EQ(version_of("com.first.MarkerSinkConnector"), "100/100");
    EXPECT_EQ(version_of("com.second.MarkerSinkConnector"), "200/200");
}

}  // namespace
}  // namespace kconnect
