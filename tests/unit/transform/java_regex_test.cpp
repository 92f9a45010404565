#include "transform/java_regex.hpp"

#include <gtest/gtest.h>

#include "transforms.hpp"

namespace kconnect::test {
namespace {

using transform::JavaRegex;

/// What Java 17 says of each, behind "Invalid regex: ".
TEST(JavaRegex, RefusesMistakesInJavasWords) {
    const auto validator = transform::regex_validator();
    for (const auto& [expression, problem] : std::vector<std::pair<std::string, std::string>>{
             {"x(", "Unclosed group near index 2\nx("},
             {"(?:a", "Unclosed group near index 4\n(?:a"},
             {"[", "Unclosed character class near index 0\n[\n^"},
             {"a[b", "Unclosed character class near index 2\na[b\n  ^"},
             {"[]", "Unclosed character class near index 1\n[]\n ^"},
             {"[^]", "Unclosed character class near index 2\n[^]\n  ^"},
             {"*", "Dangling meta character '*' near index 0\n*\n^"},
             {"(*a)", "Dangling meta character '*' near index 1\n(*a)\n ^"},
             {"a|+", "Dangling meta character '+' near index 2\na|+\n  ^"},
             {"a**", "Dangling meta character '*' near index 2\na**\n  ^"},
             {"?", "Dangling meta character '?' near index 0\n?\n^"},
             {"a{", "Illegal repetition near index 2\na{"},
             {"a{x}", "Illegal repetition near index 2\na{x}\n  ^"},
             {"a{1", "Unclosed counted closure near index 3\na{1"},
             {")", "Unmatched closing ')'\n)"},
             {"(a))", "Unmatched closing ')' near index 2\n(a))\n  ^"},
             {"a\\", "Unexpected internal error near index 2\na\\"},
             {"[\\q]", "Illegal/unsupported escape sequence near index 2\n[\\q]\n  ^"},
             {"\\q", "Illegal/unsupported escape sequence near index 1\n\\q\n ^"},
             {"(?<1a>x)",
              "capturing group name does not start with a Latin letter near index 3\n"
              "(?<1a>x)\n   ^"},
             {"(?<a", "named capturing group is missing trailing '>' near index 4\n(?<a"},
         }) {
        EXPECT_EQ(validator.check(expression), "Invalid regex: " + problem);
    }
}

TEST(JavaRegex, TakesWhatIsSound) {
    const auto validator = transform::regex_validator();
    for (const char* expression : {"",
                                   "a]",
                                   "|",
                                   "a++",
                                   "a*?b",
                                   "(?<name>x)",
                                   "(?i)A",
                                   "[]a]",
                                   "[a&&[^b]]",
                                   "\\Q(\\E",
                                   "x{2,}"}) {
        EXPECT_EQ(validator.check(std::string(expression)), std::nullopt) << expression;
    }
}

TEST(JavaRegex, MatchesWholeTexts) {
    JavaRegex regex("a.?");
    EXPECT_TRUE(regex.matches("a"));
    EXPECT_TRUE(regex.matches("ab"));
    EXPECT_FALSE(regex.matches("xab"));
    EXPECT_TRUE(regex.matches("a\xC3\xA9"));
}

TEST(JavaRegex, ReplacesTheFirstMatchByJavasRules) {
    const auto replaced = [](const char* regex, const char* text, const char* replacement) {
        return JavaRegex(regex).replace_first(text, replacement);
    };
    EXPECT_EQ(replaced("(.*)-(.*)", "a-b", "$2-$1"), "b-a");
    EXPECT_EQ(replaced("(?<n>.)b", "ab", "x${n}x"), "xax");
    EXPECT_EQ(replaced("(a)(b)?", "a", "[$2]"), "[]");
    EXPECT_EQ(replaced("(a)", "a", "$12"), "a2") << "there is no group 12";
    EXPECT_EQ(replaced("a", "a", "\\$0\\\\"), "$0\\");
    EXPECT_EQ(replaced("a", "bab", "c"), "bcb");
    EXPECT_EQ(replaced("z", "bab", "c"), "bab");
    EXPECT_EQ(replaced("(.*)", "a", ""), "");
}

TEST(JavaRegex, RefusesReplacementsInJavasWords) {
    const auto error = [](const char* replacement) {
        return error_of([&] { JavaRegex("(?<n>a)").replace_first("a", replacement); });
    };
    const std::string illegal = "java.lang.IllegalArgumentException: ";
    EXPECT_EQ(error("$5"), "java.lang.IndexOutOfBoundsException: No group 5");
    EXPECT_EQ(error("$"), illegal + "Illegal group reference: group index is missing");
    EXPECT_EQ(error("$x"), illegal + "Illegal group reference");
    EXPECT_EQ(error("\\"), illegal + "character to be escaped is missing");
    EXPECT_EQ(error("${m}"), illegal + "No group with name {m}");
    EXPECT_EQ(error("${n"), illegal + "named capturing group is missing trailing '}'");
    EXPECT_EQ(error("${"), illegal + "named capturing group has 0 length name");
    EXPECT_EQ(error("${}"), illegal + "named capturing group has 0 length name");
    EXPECT_EQ(error("${1}"), illegal + "capturing group name {1} starts with digit character");
}

}  // namespace
}  // namespace kconnect::test
