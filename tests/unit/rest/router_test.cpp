#include "rest/router.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "rest/routes.hpp"

namespace kconnect::rest {
namespace {

using testing::ElementsAre;
using testing::Pair;

constexpr ListenerRole kBoth[] = {ListenerRole::kRegular, ListenerRole::kAdmin};
constexpr ListenerRole kRegular[] = {ListenerRole::kRegular};

Request request_of(std::string method, std::string_view target, Headers headers = {}) {
    return {.method = std::move(method),
            .target = http::parse_target(target),
            .headers = std::move(headers),
            .body = {}};
}

Response refusal_of(const Request& request, std::span<const ListenerRole> roles = kBoth) {
    return std::get<Response>(Router(routes(), roles).find(request));
}

RouteMatch match_of(const Request& request) {
    return std::get<RouteMatch>(Router(routes(), kBoth).find(request));
}

int status_with_accept(std::string accept) {
    const Router router(routes(), kBoth);
    const auto found =
        router.find(request_of("GET", "/connectors", {{"accept", std::move(accept)}}));
    return std::holds_alternative<RouteMatch>(found) ? 200 : std::get<Response>(found).status;
}

TEST(Router, GivesThePartsInBraces) {
    const auto match = match_of(request_of("GET", "/connectors/a%20b/tasks/3/status"));

    EXPECT_EQ("/connectors/{connector}/tasks/{task}/status", match.route->path);
    EXPECT_THAT(match.parameters, ElementsAre("a b", "3"));
}

TEST(Router, FindsTheRoot) {
    EXPECT_EQ("/", match_of(request_of("GET", "/")).route->path);
}

TEST(Router, AnswersHeadLikeGet) {
    EXPECT_EQ("GET", match_of(request_of("HEAD", "/connectors")).route->method);
}

TEST(Router, RefusesUnknownPathsAsJerseyDoes) {
    const auto answer = refusal_of(request_of("GET", "/bogus"));

    EXPECT_EQ(404, answer.status);
    EXPECT_EQ(R"({"error_code":404,"message":"HTTP 404 Not Found"})", answer.body);
    EXPECT_EQ("", answer.content_type);
}

TEST(Router, DoesNotKnowWhatConnectFourRemoved) {
    EXPECT_EQ(404, refusal_of(request_of("GET", "/connectors/rt-sink/tasks-config")).status);
}

TEST(Router, RefusesOtherMethodsAsJerseyDoes) {
    for (const auto& request : {request_of("DELETE", "/connectors"),
                                request_of("POST", "/connectors/rt-sink/status"),
                                request_of("TRACE", "/")}) {
        const auto answer = refusal_of(request);

        EXPECT_EQ(405, answer.status);
        EXPECT_EQ(R"({"error_code":405,"message":"HTTP 405 Method Not Allowed"})", answer.body);
        EXPECT_EQ("", answer.content_type);
    }
}

TEST(Router, RefusesToWriteAnythingButJson) {
    const auto answer =
        refusal_of(request_of("GET", "/connectors", {{"Accept", "application/xml"}}));

    EXPECT_EQ(406, answer.status);
    EXPECT_EQ(R"({"error_code":406,"message":"HTTP 406 Not Acceptable"})", answer.body);
    EXPECT_EQ("", answer.content_type);
}

TEST(Router, UnderstandsAcceptHeaders) {
    EXPECT_EQ(200, status_with_accept(""));
    EXPECT_EQ(200, status_with_accept("*/*"));
    EXPECT_EQ(200, status_with_accept("text/html, application/xhtml+xml,*/*;q=0.8"));
    EXPECT_EQ(200, status_with_accept("application/*"));
    EXPECT_EQ(200, status_with_accept("Application/JSON;charset=utf-8"));
    EXPECT_EQ(406, status_with_accept("text/html"));
    EXPECT_EQ(406, status_with_accept("application/json;q=0"));
    EXPECT_EQ(406, status_with_accept("*/*;q=0.000"));
}

TEST(Router, RefusesToReadAnythingButJson) {
    auto request = request_of("POST", "/connectors", {{"Content-Type", "text/plain"}});
    request.body = "{}";
    auto without_type = request_of("POST", "/connectors");
    without_type.body = "{}";

    EXPECT_EQ(415, refusal_of(request).status);
    EXPECT_EQ(R"({"error_code":415,"message":"HTTP 415 Unsupported Media Type"})",
              refusal_of(without_type).body);
}

TEST(Router, TellsTheMethodsOfAResource) {
    const auto answer = refusal_of(request_of("OPTIONS", "/connectors"));

    EXPECT_EQ(200, answer.status);
    EXPECT_EQ("", answer.body);
    EXPECT_EQ("application/json", answer.content_type);
    EXPECT_THAT(answer.headers, ElementsAre(Pair("Allow", "HEAD,POST,GET,OPTIONS")));
}

TEST(Router, TellsTheMethodsOfAResourceWithoutGet) {
    EXPECT_THAT(refusal_of(request_of("OPTIONS", "/connectors/a/pause")).headers,
                ElementsAre(Pair("Allow", "OPTIONS,PUT")));
}

TEST(Router, SaysWhatIsNotSupportedYet) {
    auto request =
        request_of("PATCH", "/connectors/a/offsets", {{"Content-Type", "application/json"}});
    request.body = "{}";
    const auto answer = refusal_of(request);

    EXPECT_EQ(501, answer.status);
    EXPECT_EQ(
        R"({"error_code":501,"message":"PATCH /connectors/{connector}/offsets is not supported )"
        R"(yet by kconnect 0.1.0"})",
        answer.body);
    EXPECT_EQ("application/json", answer.content_type);
}

TEST(Router, KnowsNoAdminResourcesOnAListenerWithoutThem) {
    EXPECT_EQ(501, refusal_of(request_of("GET", "/admin/loggers"), kBoth).status);
    EXPECT_EQ(404, refusal_of(request_of("GET", "/admin/loggers"), kRegular).status);
}

}  // namespace
}  // namespace kconnect::rest
