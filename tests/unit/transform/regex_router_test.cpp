#include <gtest/gtest.h>

#include "transforms.hpp"

namespace kconnect::test {
namespace {

std::string routed(const char* regex, const char* replacement, const char* topic) {
    auto transformation =
        make_transformation("RegexRouter", {{"regex", regex}, {"replacement", replacement}});
    return std::string(transformation.apply({.topic = topic})->topic);
}

TEST(RegexRouter, GivesAMatchingTopicItsNewName) {
    EXPECT_EQ(routed("(.*)", "$1-copy", "orders"), "orders-copy");
    EXPECT_EQ(routed("rt-(.*)", "zz-$1", "rt-t1"), "zz-t1");
}

TEST(RegexRouter, LeavesATopicAloneThatDoesNotMatchAsAWhole) {
    EXPECT_EQ(routed("rder", "x", "orders"), "orders");
    EXPECT_EQ(routed("rders", "x", "orders"), "orders");
}

TEST(RegexRouter, ReplacesTheFirstMatchOfAWholeThatMatches) {
    EXPECT_EQ(routed("(a|b)+?", "x", "ab"), "xb");
    EXPECT_EQ(routed("(.*)", "all", "ab"), "all") << "not once more for the empty rest";
}

TEST(RegexRouter, CanMakeSlices) {
    EXPECT_EQ(routed("(.*)-(\\d\\d\\d\\d)(\\d\\d)(\\d\\d)", "$1-$2$3", "index-20160117"),
              "index-201601");
}

TEST(RegexRouter, MayLeaveNothing) {
    EXPECT_EQ(routed("orders", "", "orders"), "");
}

TEST(RegexRouter, KeepsEverythingElse) {
    auto transformation =
        make_transformation("RegexRouter", {{"regex", ".*"}, {"replacement", "x"}});
    const auto result = transformation.apply(
        {.partition = 4, .key = "k", .value = nullptr, .timestamp = 7, .headers = {{"h"}}});
    EXPECT_EQ(result->partition, 4);
    EXPECT_EQ(key_text(*result), "k");
    EXPECT_EQ(result->timestamp, 7);
    EXPECT_EQ(result->headers.size(), 1U);
}

TEST(RegexRouter, RemembersTheTopicsItHasSeen) {
    auto transformation =
        make_transformation("RegexRouter", {{"regex", "a(.)"}, {"replacement", "$1"}});
    for (const auto& [topic, routed] : {std::pair("a1", "1"),
                                        std::pair("b", "b"),
                                        std::pair("a1", "1"),
                                        std::pair("a2", "2"),
                                        std::pair("b", "b")}) {
        EXPECT_EQ(transformation.apply({.topic = topic})->topic, routed);
    }
}

TEST(RegexRouter, RefusesWhatIsNoExpression) {
    EXPECT_EQ(error_of([] { routed("t(", "x", "t"); }),
              std::string(kConfigError) +
                  "Invalid value t( for configuration regex: Invalid regex: Unclosed group near "
                  "index 2\nt(");
    EXPECT_EQ(error_of([] {
                  make_transformation("RegexRouter", {{"regex", "a"}});
              }),
              std::string(kConfigError) +
                  "Missing required configuration \"replacement\" which has no default value.");
}

TEST(RegexRouter, RefusesARecordWhenTheReplacementNamesNoGroup) {
    EXPECT_EQ(error_of([] { routed("t", "$5", "t"); }),
              "java.lang.IndexOutOfBoundsException: No group 5");
    EXPECT_EQ(routed("t", "$5", "other"), "other") << "it is not looked at before";
}

}  // namespace
}  // namespace kconnect::test
