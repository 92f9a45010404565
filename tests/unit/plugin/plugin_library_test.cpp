#include "plugin/plugin_library.hpp"

#include <fstream>
#include <iterator>
#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "plugin/plugin_registry.hpp"
#include "support/scratch_folder.hpp"
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
                      HasSubstr("a_function_that_nobody_defines"),
                      HasSubstr("; rebuild it against this version of kconnect and name all "
                                "libraries it needs")));
}

TEST(PluginLibrary, NamesTheLibraryThatIsMissingInItsLoadersWords) {
    EXPECT_THAT(load_error(test::test_library("missing_dependency")),
                AllOf(HasSubstr("test_plugin_missing_dependency.so' cannot be loaded: "
                                "libtest_vanished.so: cannot open shared object file: No such file "
                                "or directory; install the package that has libtest_vanished.so"),
                      Not(HasSubstr("\n"))));
}

TEST(PluginLibrary, RefusesALibraryWithoutAManifest) {
    EXPECT_THAT(load_error(test::test_library("null_manifest")),
                HasSubstr("returned no manifest from kconnect_plugin_manifest(); build it with"));
}

/// A file of this content in a folder of its own.
class CraftedFile {
public:
    explicit CraftedFile(std::string_view content) : path_(folder_.write("crafted.so", content)) {}
    const std::filesystem::path& path() const { return path_; }

private:
    test::ScratchFolder folder_;
    std::filesystem::path path_;
};

TEST(PluginLibrary, SaysThatAFileIsNoSharedObject) {
    const CraftedFile file(
        "just text, as long as the header of a shared object is: 64 bytes and more");
    EXPECT_THAT(load_error(file.path()),
                AllOf(HasSubstr(file.path().string()),
                      HasSubstr("invalid ELF header"),
                      HasSubstr("; it is no shared library, or cannot be read: check its "
                                "permissions, copy it again or remove it")));
}

TEST(PluginLibrary, SaysThatAFileIsEmpty) {
    const CraftedFile file("");
    EXPECT_THAT(load_error(file.path()),
                AllOf(HasSubstr("file too short"), HasSubstr("it is no shared library")));
}

TEST(PluginLibrary, SaysThatAFileWasCutShort) {
    std::ifstream whole(test::test_library("first"), std::ios::binary);
    std::string content(2000, '\0');
    whole.read(content.data(), static_cast<std::streamsize>(content.size()));
    const CraftedFile file(content);
    EXPECT_THAT(load_error(file.path()),
                AllOf(HasSubstr("crafted.so' was cut short: it has 2000 of "),
                      HasSubstr(" bytes; copy it again")));
}

/// The error for a copy of a sound library with one byte of its header changed.
std::string error_with_header_byte(std::size_t position, char value) {
    std::ifstream whole(test::test_library("first"), std::ios::binary);
    std::string content{std::istreambuf_iterator<char>(whole), {}};
    content.at(position) = value;
    const CraftedFile file(content);
    return load_error(file.path());
}

TEST(PluginLibrary, NamesTheMachineALibraryWasBuiltFor) {
    constexpr std::size_t kClassAt = 4;
    constexpr std::size_t kMachineAt = 18;
#if defined(__x86_64__)
    constexpr char kOther = '\xB7';
    const auto* const name = "aarch64";
#else
    constexpr char kOther = '\x3E';
    const auto* const name = "x86-64";
#endif
    EXPECT_THAT(
        error_with_header_byte(kMachineAt, kOther),
        HasSubstr(std::string("; it was built for ") + name + ": rebuild it for this machine"));
    EXPECT_THAT(
        error_with_header_byte(kClassAt, 1),
        AllOf(HasSubstr("wrong ELF class: ELFCLASS32"), HasSubstr("; it was built for 32-bit ")));
}

TEST(PluginLibrary, SaysThatAFileDoesNotExist) {
    EXPECT_THAT(load_error("/nonexistent/x.so"),
                HasSubstr("No such file or directory; check the path"));
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
