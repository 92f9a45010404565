#include "http/request_target.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kconnect::http {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

std::string message_for(std::string_view text) {
    try {
        parse_target(text);
    } catch (const BadTarget& error) {
        return error.what();
    }
    return "";
}

TEST(RequestTarget, SplitsThePath) {
    EXPECT_THAT(parse_target("/").path, IsEmpty());
    EXPECT_THAT(parse_target("/connectors/a/status").path,
                ElementsAre("connectors", "a", "status"));
}

TEST(RequestTarget, DoesNotMindASlashAtTheEnd) {
    EXPECT_THAT(parse_target("/connectors/").path, ElementsAre("connectors"));
}

TEST(RequestTarget, DecodesSegments) {
    EXPECT_THAT(parse_target("/rt%20x%2Bplus+%C3%BC").path, ElementsAre("rt x+plus+\u00fc"));
}

TEST(RequestTarget, DecodesTheQuery) {
    EXPECT_THAT(parse_target("/c?expand=info&a+b=%26&c&=&d=%x").query,
                ElementsAre(Pair("expand", "info"),
                            Pair("a b", "&"),
                            Pair("c", ""),
                            Pair("", ""),
                            Pair("d", "%x")));
}

TEST(RequestTarget, DropsWhatAProxyPutsBefore) {
    EXPECT_THAT(parse_target("http://host:1/health").path, ElementsAre("health"));
    EXPECT_THAT(parse_target("http://host:1").path, IsEmpty());
}

TEST(RequestTarget, FollowsDots) {
    EXPECT_THAT(parse_target("/connectors/./x/../health").path,
                ElementsAre("connectors", "health"));
}

TEST(RequestTarget, RefusesWhatJettyCallsAmbiguous) {
    EXPECT_EQ("Ambiguous URI path separator", message_for("/connectors/rt%20paused%2F1/status"));
    EXPECT_EQ("Ambiguous URI empty segment", message_for("//connectors"));
    EXPECT_EQ("Ambiguous URI path encoding", message_for("/connectors/100%25"));
    EXPECT_EQ("Ambiguous URI path segment", message_for("/connectors/%2e%2E/health"));
}

TEST(RequestTarget, RefusesWhatIsNoPath) {
    EXPECT_EQ("Bad URI encoding", message_for("/connectors/%4"));
    EXPECT_EQ("Bad URI encoding", message_for("/connectors/%zz"));
    EXPECT_EQ("Illegal character", message_for("/connectors/%00"));
    EXPECT_EQ("Bad URI", message_for("/../etc"));
    EXPECT_EQ("Bad URI", message_for("*"));
    EXPECT_EQ("Bad URI", message_for(""));
}

TEST(RequestTarget, GivesTheFirstValueOfAParameter) {
    const auto target = parse_target("/c?a=1&a=2");

    EXPECT_EQ("1", parameter(target, "a"));
    EXPECT_EQ(std::nullopt, parameter(target, "b"));
}

}  // namespace
}  // namespace kconnect::http
