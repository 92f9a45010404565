#include "reader/gateway_event.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "reader/request_error.hpp"

namespace kconnect::flight_reader {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Pair;

std::string refusal_of(std::string_view event) {
    try {
        read_event(event);
    } catch (const RequestError& error) {
        EXPECT_EQ(error.status(), 400);
        return error.what();
    }
    return "accepted";
}

TEST(GatewayEvent, ReadsPayload1) {
    const GatewayRequest request = read_event(R"({
        "resource": "/flightData", "path": "/flightData", "httpMethod": "GET",
        "headers": {"Accept-Encoding": "gzip", "X": "last"},
        "multiValueHeaders": {"Accept-Encoding": ["gzip"], "X": ["first", "last"]},
        "queryStringParameters": {"limit": "2"},
        "multiValueQueryStringParameters": {"limit": ["1", "2"]},
        "requestContext": {"requestId": "r-1", "stage": "prod", "path": "/prod/flightData"},
        "body": null, "isBase64Encoded": false})");
    EXPECT_EQ(request.method, "GET");
    EXPECT_EQ(request.path, "/flightData");
    EXPECT_THAT(request.parameters, ElementsAre(Pair("limit", "1"), Pair("limit", "2")));
    EXPECT_EQ(request.header("accept-encoding"), "gzip");
    EXPECT_EQ(request.header("x"), "first, last");
    EXPECT_EQ(request.header("cookie"), std::nullopt);
    EXPECT_EQ(request.request_id, "r-1");
}

TEST(GatewayEvent, ReadsPayload1WithNullsWhereThereIsNothing) {
    const GatewayRequest request = read_event(R"({
        "path": "/flightData", "httpMethod": "HEAD", "headers": null, "multiValueHeaders": null,
        "queryStringParameters": null, "multiValueQueryStringParameters": null,
        "requestContext": {}, "body": null, "isBase64Encoded": false})");
    EXPECT_EQ(request.method, "HEAD");
    EXPECT_THAT(request.parameters, IsEmpty());
    EXPECT_EQ(request.request_id, "");
}

TEST(GatewayEvent, ReadsPayload2FromItsRawQueryString) {
    const GatewayRequest request = read_event(R"({
        "version": "2.0", "routeKey": "$default", "rawPath": "/flightData",
        "rawQueryString": "bbox=1,2,3,4&aircraft_id=A%2FB+C&limit",
        "headers": {"accept-encoding": "br,gzip"},
        "queryStringParameters": {"bbox": "1,2,3,4", "aircraft_id": "A/B C", "limit": ""},
        "requestContext": {"http": {"method": "GET", "path": "/flightData"},
                           "requestId": "r-2", "stage": "$default"},
        "isBase64Encoded": false})");
    EXPECT_THAT(
        request.parameters,
        ElementsAre(Pair("bbox", "1,2,3,4"), Pair("aircraft_id", "A/B C"), Pair("limit", "")));
    EXPECT_EQ(request.header("accept-encoding"), "br,gzip");
    EXPECT_EQ(request.request_id, "r-2");
}

TEST(GatewayEvent, TakesTheStageOffThePathOfPayload2) {
    const auto path_of = [](const std::string& raw) {
        return read_event(R"({"version": "2.0", "rawPath": ")" + raw +
                          R"(", "requestContext": {"http": {"method": "GET"}, "stage": "prod"}})")
            .path;
    };
    EXPECT_EQ(path_of("/prod/flightData"), "/flightData");
    EXPECT_EQ(path_of("/prod"), "/");
    EXPECT_EQ(path_of("/production/flightData"), "/production/flightData");
}

TEST(GatewayEvent, TakesAScheduledEventForAGetWithTheParametersOfItsDetail) {
    const GatewayRequest request = read_event(R"({
        "version": "0", "id": "e-1", "detail-type": "Scheduled Event", "source": "aws.events",
        "time": "2026-01-01T00:00:00Z", "resources": [], "detail": {"limit": 5, "since": "17"}})");
    EXPECT_EQ(request.method, "GET");
    EXPECT_EQ(request.path, "/flightData");
    EXPECT_THAT(request.parameters, ElementsAre(Pair("limit", "5"), Pair("since", "17")));
    EXPECT_EQ(request.request_id, "e-1");
}

TEST(GatewayEvent, RefusesWhatIsNoEvent) {
    for (const std::string_view event :
         {"", "x", "[]", "17", "\"GET\"", "null", "{\"a\":", "{} {}"}) {
        EXPECT_NE(refusal_of(event), "accepted") << event;
    }
    EXPECT_THAT(refusal_of("{}"), HasSubstr("neither of API Gateway"));
    EXPECT_THAT(refusal_of(R"({"Records": [{"eventSource": "aws:sqs"}]})"),
                HasSubstr("neither of API Gateway"));
}

TEST(GatewayEvent, NamesThePartThatIsOfTheWrongType) {
    EXPECT_THAT(refusal_of(R"({"httpMethod": 1, "path": "/"})"), HasSubstr("'httpMethod'"));
    EXPECT_THAT(refusal_of(R"({"httpMethod": "GET"})"), HasSubstr("'path'"));
    EXPECT_THAT(refusal_of(R"({"httpMethod": "GET", "path": "/", "headers": []})"),
                HasSubstr("'headers'"));
    EXPECT_THAT(refusal_of(R"({"httpMethod": "GET", "path": "/", "requestContext": 1})"),
                HasSubstr("'requestContext'"));
    EXPECT_THAT(
        refusal_of(
            R"({"httpMethod": "GET", "path": "/", "multiValueQueryStringParameters": {"a": "b"}})"),
        HasSubstr("'multiValueQueryStringParameters'"));
    EXPECT_THAT(refusal_of(R"({"httpMethod": "GET", "path": "/", "isBase64Encoded": "no"})"),
                HasSubstr("'isBase64Encoded'"));
    EXPECT_THAT(refusal_of(R"({"version": "2.0"})"), HasSubstr("'requestContext.http.method'"));
    EXPECT_THAT(refusal_of(R"({"version": "2.0", "requestContext": {"http": {"method": "GET"}}})"),
                HasSubstr("'rawPath'"));
    EXPECT_THAT(refusal_of(R"({"source": "aws.events", "detail": {"limit": []}})"),
                HasSubstr("'detail.limit'"));
}

TEST(GatewayEvent, RefusesPercentSignsWithoutDigits) {
    EXPECT_THAT(refusal_of(R"({"version": "2.0", "rawPath": "/", "rawQueryString": "a=%G1",
                               "requestContext": {"http": {"method": "GET"}}})"),
                HasSubstr("'%G1'"));
}

TEST(GatewayEvent, SurvivesEveryCutOfAnEvent) {
    const std::string event = R"({"version": "2.0", "rawPath": "/flightData", "headers": {"a": "b"},
        "requestContext": {"http": {"method": "GET"}, "requestId": "r"}})";
    for (std::size_t size = 0; size < event.size(); ++size) {
        EXPECT_NE(refusal_of(event.substr(0, size)), "accepted");
    }
}

}  // namespace
}  // namespace kconnect::flight_reader
