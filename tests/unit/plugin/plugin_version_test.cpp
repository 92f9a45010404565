#include "plugin/plugin_version.hpp"

#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

namespace kconnect {
namespace {

TEST(PluginVersion, OrdersAsMavenDoes) {
    const char* const ascending[] = {"0.9",
                                     "1.0-alpha-1",
                                     "1.0-beta",
                                     "1.0-rc1",
                                     "1.0-rc2",
                                     "1.0-SNAPSHOT",
                                     "1.0",
                                     "1.0-sp",
                                     "1.0-xyz",
                                     "1.0.1",
                                     "1.9",
                                     "1.10",
                                     "4.1.1",
                                     "123456789012345678901234567890"};
    for (std::size_t index = 1; index < std::size(ascending); ++index) {
        EXPECT_TRUE(compare_versions(ascending[index - 1], ascending[index]) < 0)
            << ascending[index];
        EXPECT_TRUE(compare_versions(ascending[index], ascending[index - 1]) > 0)
            << ascending[index];
    }
}

TEST(PluginVersion, HoldsDifferentSpellingsForEqual) {
    EXPECT_TRUE(compare_versions("1", "1.0.0") == 0);
    EXPECT_TRUE(compare_versions("1.0-ga", "1-FINAL") == 0);
    EXPECT_TRUE(compare_versions("1.0rc1", "1.0-cr-1") == 0);
    EXPECT_TRUE(compare_versions("007", "7") == 0);
}

TEST(VersionRange, ContainsWhatMavensDoes) {
    EXPECT_TRUE(VersionRange("1.2").contains("1.2.0"));
    EXPECT_FALSE(VersionRange("1.2").contains("1.3"));
    EXPECT_TRUE(VersionRange("[1,2)").contains("1.9"));
    EXPECT_FALSE(VersionRange("[1,2)").contains("2"));
    EXPECT_FALSE(VersionRange("(1,2]").contains("1"));
    EXPECT_TRUE(VersionRange("(,2]").contains("0.1"));
    EXPECT_TRUE(VersionRange("[ 1 , )").contains("99"));
    EXPECT_EQ(VersionRange(" 1.2 ").text(), "[1.2,1.2]");
}

TEST(VersionRange, RefusesWhatIsNoRange) {
    for (const char* text : {"", "[]", "(1)", "1,2", "[1,2", "[1,2],[3,4]"}) {
        EXPECT_THROW(VersionRange range(text), ConfigException) << text;
    }
}

}  // namespace
}  // namespace kconnect
