#include "rest/cross_origin.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

namespace kconnect::rest {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

Request from(std::string origin) {
    return {.method = "GET", .target = {}, .headers = {{"Origin", std::move(origin)}}, .body = {}};
}

TEST(CrossOrigin, AddsNothingWithoutAConfiguredOrigin) {
    EXPECT_THAT(CrossOrigin(" ", "GET").headers_for(from("http://example.test")), IsEmpty());
}

TEST(CrossOrigin, SaysThatAnswersVaryByOriginAlsoWithoutOne) {
    EXPECT_THAT(CrossOrigin("*", "").headers_for({}), ElementsAre(Pair("Vary", "Origin")));
}

TEST(CrossOrigin, EchoesAnAllowedOrigin) {
    EXPECT_THAT(CrossOrigin("http://a.test,http://example.test", "")
                    .headers_for(from("http://example.test")),
                ElementsAre(Pair("Vary", "Origin"),
                            Pair("Access-Control-Allow-Origin", "http://example.test")));
}

TEST(CrossOrigin, EchoesEveryOriginForAStar) {
    EXPECT_THAT(CrossOrigin("*", "").headers_for(from("https://any.test")),
                ElementsAre(Pair("Vary", "Origin"),
                            Pair("Access-Control-Allow-Origin", "https://any.test")));
}

TEST(CrossOrigin, TakesOriginsAsPatternsOfTheWholeText) {
    const CrossOrigin rules("http://.*\\.example\\.test", "");

    EXPECT_EQ(2U, rules.headers_for(from("HTTP://www.example.test")).size());
    EXPECT_EQ(1U, rules.headers_for(from("http://www.example.test.evil")).size());
}

TEST(CrossOrigin, AnswersAPreflightAsConnectDoes) {
    auto request = from("http://example.test");
    request.method = "OPTIONS";
    request.headers.emplace_back("Access-Control-Request-Method", "GET");

    EXPECT_THAT(CrossOrigin("http://example.test", "OPTIONS,GET").headers_for(request),
                ElementsAre(Pair("Vary", "Origin"),
                            Pair("Access-Control-Allow-Origin", "http://example.test"),
                            Pair("Access-Control-Allow-Methods", "OPTIONS,GET"),
                            Pair("Access-Control-Allow-Headers", "Content-Type"),
                            Pair("Access-Control-Max-Age", "60")));
}

TEST(CrossOrigin, AllowsGetPostAndHeadByDefault) {
    auto request = from("http://example.test");
    request.method = "OPTIONS";
    request.headers.emplace_back("Access-Control-Request-Method", "GET");

    EXPECT_THAT(CrossOrigin("*", " ").headers_for(request),
                testing::Contains(Pair("Access-Control-Allow-Methods", "GET,POST,HEAD")));
}

TEST(CrossOrigin, DoesNotMatchAnEndlessOrigin) {
    EXPECT_EQ(1U, CrossOrigin(".*", "").headers_for(from(std::string(7000, 'a'))).size());
}

TEST(CrossOrigin, RefusesWhatIsNoPattern) {
    try {
        CrossOrigin("http://(", "");
        FAIL() << "no exception";
    } catch (const ConfigException& error) {
        EXPECT_THAT(error.what(),
                    testing::StartsWith("Invalid value http://( for configuration "
                                        "access.control.allow.origin: no regular expression: "));
    }
}

}  // namespace
}  // namespace kconnect::rest
