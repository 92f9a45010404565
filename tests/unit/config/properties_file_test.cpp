#include "config/properties_file.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

namespace kconnect {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;
using ::testing::Pair;
using ::testing::StartsWith;

std::string error_of(std::string_view text) {
    try {
        parse_properties(text, "w.properties");
        return "accepted";
    } catch (const ConfigException& error) {
        return error.what();
    }
}

TEST(PropertiesFile, TakesEqualsColonAndBlankAsSeparators) {
    EXPECT_THAT(parse_properties("a=1\nb:2\nc 3\nd\t4\ne = 5\nf  :  6\n", ""),
                ElementsAre(Pair("a", "1"),
                            Pair("b", "2"),
                            Pair("c", "3"),
                            Pair("d", "4"),
                            Pair("e", "5"),
                            Pair("f", "6")));
}

TEST(PropertiesFile, TakesOnlyTheFirstSeparator) {
    EXPECT_THAT(parse_properties("a==1\nb:=2\nc = :3", ""),
                ElementsAre(Pair("a", "=1"), Pair("b", "=2"), Pair("c", ":3")));
}

TEST(PropertiesFile, SkipsCommentsAndBlankLines) {
    EXPECT_THAT(parse_properties("# x\n  ! y\n\n \t\f\na=1 # kept\n", ""),
                ElementsAre(Pair("a", "1 # kept")));
}

TEST(PropertiesFile, DropsLeadingAndKeepsTrailingBlanksOfValues) {
    EXPECT_THAT(parse_properties("  a =  1  \n", ""), ElementsAre(Pair("a", "1  ")));
}

TEST(PropertiesFile, GivesAKeyWithoutSeparatorAnEmptyValue) {
    EXPECT_THAT(parse_properties("a\nb=\n", ""), ElementsAre(Pair("a", ""), Pair("b", "")));
}

TEST(PropertiesFile, LetsTheLastOfEqualKeysWin) {
    EXPECT_THAT(parse_properties("a=1\na=2\n", ""), ElementsAre(Pair("a", "2")));
}

TEST(PropertiesFile, KnowsAllLineEnds) {
    EXPECT_THAT(parse_properties("a=1\rb=2\r\nc=3", ""),
                ElementsAre(Pair("a", "1"), Pair("b", "2"), Pair("c", "3")));
}

TEST(PropertiesFile, ContinuesALineBehindABackslash) {
    EXPECT_THAT(parse_properties("a=1,\\\n   2,\\\r\n\t3\nb=4", ""),
                ElementsAre(Pair("a", "1,2,3"), Pair("b", "4")));
}

TEST(PropertiesFile, TakesAHashInAContinuedLineAsText) {
    EXPECT_THAT(parse_properties("a=1\\\n#2\n", ""), ElementsAre(Pair("a", "1#2")));
}

TEST(PropertiesFile, EndsAContinuationAtABlankLine) {
    EXPECT_THAT(parse_properties("a=1\\\n\nb=2\n", ""),
                ElementsAre(Pair("a", "1"), Pair("b", "2")));
}

TEST(PropertiesFile, DoesNotContinueBehindTwoBackslashes) {
    EXPECT_THAT(parse_properties("a=1\\\\\nb=2\n", ""),
                ElementsAre(Pair("a", "1\\"), Pair("b", "2")));
}

TEST(PropertiesFile, DropsABackslashAtTheEndOfTheText) {
    EXPECT_THAT(parse_properties("a=1\\", ""), ElementsAre(Pair("a", "1")));
}

TEST(PropertiesFile, ResolvesEscapesInKeysAndValues) {
    EXPECT_THAT(parse_properties("a\\ b\\=c=\\t\\n\\r\\f\\x\\\"\n", ""),
                ElementsAre(Pair("a b=c", "\t\n\r\fx\"")));
}

TEST(PropertiesFile, ReadsBytesAsLatin1) {
    EXPECT_THAT(parse_properties("a=Z\xFCrich\n", ""), ElementsAre(Pair("a", "Z\xC3\xBCrich")));
}

TEST(PropertiesFile, ReadsUnicodeEscapesOfAllLengthsOfUtf8) {
    EXPECT_THAT(parse_properties("a=\\u0041\\u00FC\\u20ac\\uD83D\\uDE00\n", ""),
                ElementsAre(Pair("a", "A\xC3\xBC\xE2\x82\xAC\xF0\x9F\x98\x80")));
}

TEST(PropertiesFile, WritesHalfASurrogatePairAsAQuestionMark) {
    EXPECT_THAT(parse_properties("a=\\uD83Dx\\uDE00\n", ""), ElementsAre(Pair("a", "?x?")));
}

TEST(PropertiesFile, NamesTheLineOfAMalformedEscape) {
    EXPECT_THAT(error_of("a=1\n\nb=2\\\n  3\\u12x4\n"),
                StartsWith("Malformed \\uxxxx encoding in 'w.properties', line 3: "));
    EXPECT_THAT(error_of("a=\\u12"), StartsWith("Malformed \\uxxxx encoding"));
}

TEST(PropertiesFile, ReadsAnEmptyText) {
    EXPECT_THAT(parse_properties("", ""), IsEmpty());
}

TEST(PropertiesFile, NamesAFileThatCannotBeRead) {
    try {
        read_properties_file("/nonexistent/w.properties");
        FAIL();
    } catch (const ConnectException& error) {
        EXPECT_STREQ(error.what(), "/nonexistent/w.properties: No such file or directory");
        EXPECT_EQ(error.java_class(), "java.nio.file.NoSuchFileException");
    }
}

}  // namespace
}  // namespace kconnect
