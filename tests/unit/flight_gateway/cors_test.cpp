#include "gateway/cors.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "requests.hpp"

namespace kconnect::flight_gateway {
namespace {

using testing::ElementsAre;
using testing::IsEmpty;
using testing::Pair;

http::Request from(const std::string& origin) {
    return request_of("GET", "/a", {{"Origin", origin}});
}

http::Request preflight_from(const std::string& origin) {
    return request_of(
        "OPTIONS", "/a", {{"Origin", origin}, {"Access-Control-Request-Method", "GET"}});
}

TEST(Cors, LetsEverybodyReadWithAWildcard) {
    const Cors cors(CorsConfig{.allow_origins = {"*"}, .expose_headers = {"ETag", "X"}});

    EXPECT_THAT(cors.headers_for(from("https://page.example")),
                ElementsAre(Pair("Access-Control-Allow-Origin", "*"),
                            Pair("Access-Control-Expose-Headers", "ETag,X")));
    EXPECT_THAT(cors.headers_for(request_of("GET", "/a")), IsEmpty());
}

TEST(Cors, NamesTheOriginThatMayRead) {
    const Cors cors(CorsConfig{.allow_origins = {"https://page.example", "http://*"},
                               .allow_credentials = true});

    EXPECT_THAT(cors.headers_for(from("https://page.example")),
                ElementsAre(Pair("Vary", "Origin"),
                            Pair("Access-Control-Allow-Origin", "https://page.example"),
                            Pair("Access-Control-Allow-Credentials", "true")));
    EXPECT_THAT(cors.headers_for(from("http://any.example")),
                testing::Contains(Pair("Access-Control-Allow-Origin", "http://any.example")));
    EXPECT_THAT(cors.headers_for(from("https://page.example.evil")),
                ElementsAre(Pair("Vary", "Origin")));
    EXPECT_THAT(cors.headers_for(request_of("GET", "/a")), ElementsAre(Pair("Vary", "Origin")));
}

TEST(Cors, AnswersPreflightsItself) {
    const Cors cors(CorsConfig{.allow_origins = {"https://page.example"},
                               .allow_methods = {"GET", "PUT"},
                               .allow_headers = {"X-A", "X-B"},
                               .max_age = std::chrono::seconds(600)});

    const auto answer = cors.preflight(preflight_from("https://page.example"));

    ASSERT_TRUE(answer);
    EXPECT_EQ(204, answer->status);
    EXPECT_THAT(answer->headers,
                ElementsAre(Pair("Access-Control-Allow-Methods", "GET,PUT"),
                            Pair("Access-Control-Allow-Headers", "X-A,X-B"),
                            Pair("Access-Control-Max-Age", "600")));
    EXPECT_THAT(cors.preflight(preflight_from("https://other.example"))->headers, IsEmpty());
}

TEST(Cors, LeavesOtherOptionsToTheRoutes) {
    const Cors cors(CorsConfig{.allow_origins = {"*"}});

    EXPECT_FALSE(cors.preflight(request_of("OPTIONS", "/a", {{"Origin", "https://a.b"}})));
    EXPECT_FALSE(Cors(std::nullopt).preflight(preflight_from("https://a.b")));
}

TEST(Cors, TakesAwayWhatAFunctionSaysWhenItIsConfigured) {
    const http::Headers headers = {{"access-control-allow-origin", "*"}, {"X", "1"}};
    http::Response response{.headers = headers};

    Cors(std::nullopt).remove_own(response);
    EXPECT_EQ(headers, response.headers);

    Cors(CorsConfig{.allow_origins = {"https://a.b"}}).remove_own(response);
    EXPECT_THAT(response.headers, ElementsAre(Pair("X", "1")));
}

}  // namespace
}  // namespace kconnect::flight_gateway
