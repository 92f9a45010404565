#include "gateway/proxy_event.hpp"

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "requests.hpp"

namespace kconnect::flight_gateway {
namespace {

using Json = nlohmann::json;

const std::string kId = "4dbea76a-fa17-4b6a-ab3a-5b7a4b568f9a";

Json event_of(const http::Request& request, PayloadFormat payload) {
    const RouteConfig route{{"GET", "POST"}, "/a", "f", payload};
    return Json::parse(proxy_event({request, route, {}, kId, 8080}));
}

TEST(ProxyEvent, HasTheTimeTheIdAndTheClient) {
    const auto request = request_of("GET", "/a");

    const auto one = event_of(request, PayloadFormat::kOne)["requestContext"];
    const auto two = event_of(request, PayloadFormat::kTwo)["requestContext"];

    EXPECT_EQ("23/Nov/2026:05:41:36 +0000", one["requestTime"]);
    EXPECT_EQ(1795412496845, one["requestTimeEpoch"]);
    EXPECT_EQ(kId, one["requestId"]);
    EXPECT_EQ("127.0.0.1", one["identity"]["sourceIp"]);
    EXPECT_EQ("23/Nov/2026:05:41:36 +0000", two["time"]);
    EXPECT_EQ(1795412496845, two["timeEpoch"]);
    EXPECT_EQ(kId, two["requestId"]);
    EXPECT_EQ("127.0.0.1", two["http"]["sourceIp"]);
}

TEST(ProxyEvent, EncodesWhatIsNoText) {
    const auto broken = request_of("POST", "/a", {{"Content-Type", "text/plain"}}, "\xff");
    const auto image = request_of("POST", "/a", {{"Content-Type", "image/png"}}, "abc");
    const auto untyped = request_of("POST", "/a", {}, "abc");

    for (const auto payload : {PayloadFormat::kOne, PayloadFormat::kTwo}) {
        EXPECT_EQ("/w==", event_of(broken, payload)["body"]);
        EXPECT_EQ(true, event_of(broken, payload)["isBase64Encoded"]);
        EXPECT_EQ("YWJj", event_of(image, payload)["body"]);
        EXPECT_EQ("abc", event_of(untyped, payload)["body"]);
        EXPECT_EQ(false, event_of(untyped, payload)["isBase64Encoded"]);
    }
}

TEST(ProxyEvent, SurvivesBytesThatAreNoText) {
    const auto request = request_of("GET", "/a?x=%ff", {{"X-Odd", "\xfe"}});

    EXPECT_EQ("\uFFFD", event_of(request, PayloadFormat::kTwo)["queryStringParameters"]["x"]);
    EXPECT_EQ("\uFFFD", event_of(request, PayloadFormat::kOne)["headers"]["X-Odd"]);
}

TEST(ProxyEvent, LeavesOutWhatBelongsToTheConnection) {
    const auto request = request_of("GET",
                                    "/a",
                                    {{"Connection", "keep-alive, x"},
                                     {"Keep-Alive", "1"},
                                     {"Expect", "100-continue"},
                                     {"Transfer-Encoding", "chunked"},
                                     {"X-Kept", "1"}});

    const auto headers = event_of(request, PayloadFormat::kTwo)["headers"];

    EXPECT_EQ("1", headers["x-kept"]);
    for (const auto* const name : {"connection", "keep-alive", "expect", "transfer-encoding"}) {
        EXPECT_FALSE(headers.contains(name)) << name;
    }
}

TEST(ProxyEvent, KeepsAClientsTraceButNotItsPort) {
    const auto request =
        request_of("GET", "/a", {{"x-amzn-trace-id", "Root=1-2-3"}, {"x-forwarded-port", "1"}});

    const auto headers = event_of(request, PayloadFormat::kTwo)["headers"];

    EXPECT_EQ("Root=1-2-3", headers["x-amzn-trace-id"]);
    EXPECT_EQ("8080", headers["x-forwarded-port"]);
}

TEST(ProxyEvent, HasThePathOfATargetWithAHost) {
    EXPECT_EQ("/a%20b", raw_path(request_of("GET", "http://api.example/a%20b?c#d")));
    EXPECT_EQ("/", raw_path(request_of("GET", "http://api.example")));
}

}  // namespace
}  // namespace kconnect::flight_gateway
