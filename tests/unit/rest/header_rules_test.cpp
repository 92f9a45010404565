#include "rest/header_rules.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

namespace kconnect::rest {
namespace {

using testing::ElementsAre;
using testing::Pair;

std::string message_for(std::string_view text) {
    try {
        parse_header_rules(text);
    } catch (const ConfigException& error) {
        return error.what();
    }
    return "";
}

Headers applied(std::string_view text, Headers headers = {}) {
    apply_rules(parse_header_rules(text), headers);
    return headers;
}

TEST(HeaderRules, AreNoneForABlankText) {
    EXPECT_TRUE(parse_header_rules(" ").empty());
}

TEST(HeaderRules, AddHeaders) {
    EXPECT_THAT(applied("set X-Frame-Options:DENY, add Cache-Control : no-cache"),
                ElementsAre(Pair("X-Frame-Options", "DENY"), Pair("Cache-Control", "no-cache")));
}

TEST(HeaderRules, KeepCommasInQuotes) {
    EXPECT_THAT(applied("\"add Cache-Control:no-cache, no-store\""),
                ElementsAre(Pair("Cache-Control", "no-cache, no-store")));
}

TEST(HeaderRules, SetReplacesAndAddLeaves) {
    EXPECT_THAT(applied("set vary:a", {{"Vary", "Origin"}}), ElementsAre(Pair("vary", "a")));
    EXPECT_THAT(applied("add Vary:a", {{"Vary", "Origin"}}),
                ElementsAre(Pair("Vary", "Origin"), Pair("Vary", "a")));
}

TEST(HeaderRules, WriteDatesAsHttpDoes) {
    EXPECT_THAT(applied("setDate Expires:0"),
                ElementsAre(Pair("Expires", "Thu, 01 Jan 1970 00:00:00 GMT")));
}

TEST(HeaderRules, RefuseWithConnectsTexts) {
    EXPECT_EQ(
        "Invalid format of header config 'set'. Expected: '[action] [header name]:[header "
        "value]'",
        message_for("set"));
    EXPECT_EQ("Invalid header config action: 'sett'. Expected one of [set, add, setDate, addDate]",
              message_for("sett X:1"));
    EXPECT_EQ(
        "Invalid format of header name and header value pair 'X'. Expected: '[header "
        "name]:[header value]'",
        message_for("set X"));
    EXPECT_EQ(
        "Invalid format of header name and header value pair 'X:a:b'. Expected: '[header "
        "name]:[header value]'",
        message_for("set X:a:b"));
    EXPECT_EQ("Invalid header name 'a b'. The '[header name]' cannot contain whitespace",
              message_for("set a b:1"));
    EXPECT_EQ(
        "Invalid header config 'setDate X:soon': a date is a number of milliseconds since "
        "1970",
        message_for("setDate X:soon"));
}

}  // namespace
}  // namespace kconnect::rest
