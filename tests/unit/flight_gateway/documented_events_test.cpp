// Events and answers as the API Gateway Developer Guide shows them ("Create AWS Lambda proxy
// integrations for HTTP APIs"), for a request of the same shape: every field, and no other.

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "gateway/proxy_answer.hpp"
#include "gateway/proxy_event.hpp"
#include "requests.hpp"

namespace kconnect::flight_gateway {
namespace {

using Json = nlohmann::json;
using testing::ElementsAre;
using testing::Pair;

const std::string kId = "4dbea76a-fa17-4b6a-ab3a-5b7a4b568f9a";

http::Request documented_request(const std::string& target) {
    return request_of("POST",
                      target,
                      {{"Host", "api.example"},
                       {"User-Agent", "agent"},
                       {"Content-Type", "text/plain"},
                       {"Header1", "value1"},
                       {"Header2", "value1"},
                       {"header2", "value2"},
                       {"Cookie", "cookie1=a; cookie2=b"},
                       {"Cookie", "cookie3=c"}},
                      "Hello");
}

Json event_of(const http::Request& request, const RouteConfig& route) {
    return Json::parse(proxy_event({request, route, {{"parameter1", "value1"}}, kId, 8080}));
}

TEST(DocumentedEvents, HaveAllFieldsOfPayloadFormatTwo) {
    const auto request =
        documented_request("/my/value%201?parameter1=value1&parameter1=value2&parameter2=a%20b");

    EXPECT_EQ(event_of(request, {{"POST"}, "/my/{parameter1}", "f", PayloadFormat::kTwo}).dump(1),
              Json::parse(R"({
        "version": "2.0",
        "routeKey": "POST /my/{parameter1}",
        "rawPath": "/my/value%201",
        "rawQueryString": "parameter1=value1&parameter1=value2&parameter2=a%20b",
        "cookies": ["cookie1=a", "cookie2=b", "cookie3=c"],
        "headers": {
            "content-type": "text/plain",
            "header1": "value1",
            "header2": "value1,value2",
            "host": "api.example",
            "user-agent": "agent",
            "x-amzn-trace-id": "Root=1-6b03d210-4dbea76afa174b6aab3a5b7a",
            "x-forwarded-for": "127.0.0.1",
            "x-forwarded-port": "8080",
            "x-forwarded-proto": "http"
        },
        "queryStringParameters": {"parameter1": "value1,value2", "parameter2": "a b"},
        "pathParameters": {"parameter1": "value1"},
        "requestContext": {
            "accountId": "000000000000",
            "apiId": "local",
            "domainName": "api.example",
            "domainPrefix": "local",
            "http": {
                "method": "POST",
                "path": "/my/value%201",
                "protocol": "HTTP/1.1",
                "sourceIp": "127.0.0.1",
                "userAgent": "agent"
            },
            "requestId": "4dbea76a-fa17-4b6a-ab3a-5b7a4b568f9a",
            "routeKey": "POST /my/{parameter1}",
            "stage": "$default",
            "time": "23/Nov/2026:05:41:36 +0000",
            "timeEpoch": 1795412496845
        },
        "body": "Hello",
        "isBase64Encoded": false
    })")
                  .dump(1));
}

TEST(DocumentedEvents, LeaveOutWhatARequestDoesNotHaveInPayloadFormatTwo) {
    const auto request = request_of("GET", "/a");
    const RouteConfig route{{"ANY"}, "/a", "f", PayloadFormat::kTwo};

    const auto event = Json::parse(proxy_event({request, route, {}, kId, 8080}));

    std::vector<std::string> names;
    for (const auto& [name, value] : event.items()) {
        names.push_back(name);
    }
    EXPECT_THAT(names,
                ElementsAre("headers",
                            "isBase64Encoded",
                            "rawPath",
                            "rawQueryString",
                            "requestContext",
                            "routeKey",
                            "version"));
    EXPECT_EQ(event["rawQueryString"], "");
    EXPECT_EQ(event["routeKey"], "ANY /a");
}

TEST(DocumentedEvents, HaveAllFieldsOfPayloadFormatOne) {
    auto request = documented_request("/my/path?parameter1=value1&parameter1=value2&parameter2=v");
    request.headers.erase(request.headers.begin() + 6, request.headers.end());  // no cookies

    EXPECT_EQ(event_of(request, {{"POST"}, "/my/{parameter1}", "f", PayloadFormat::kOne}).dump(1),
              Json::parse(R"({
        "version": "1.0",
        "resource": "/my/{parameter1}",
        "path": "/my/path",
        "httpMethod": "POST",
        "headers": {
            "Content-Type": "text/plain",
            "Header1": "value1",
            "Header2": "value2",
            "Host": "api.example",
            "User-Agent": "agent",
            "X-Amzn-Trace-Id": "Root=1-6b03d210-4dbea76afa174b6aab3a5b7a",
            "X-Forwarded-For": "127.0.0.1",
            "X-Forwarded-Port": "8080",
            "X-Forwarded-Proto": "http"
        },
        "multiValueHeaders": {
            "Content-Type": ["text/plain"],
            "Header1": ["value1"],
            "Header2": ["value1", "value2"],
            "Host": ["api.example"],
            "User-Agent": ["agent"],
            "X-Amzn-Trace-Id": ["Root=1-6b03d210-4dbea76afa174b6aab3a5b7a"],
            "X-Forwarded-For": ["127.0.0.1"],
            "X-Forwarded-Port": ["8080"],
            "X-Forwarded-Proto": ["http"]
        },
        "queryStringParameters": {"parameter1": "value2", "parameter2": "v"},
        "multiValueQueryStringParameters": {
            "parameter1": ["value1", "value2"],
            "parameter2": ["v"]
        },
        "pathParameters": {"parameter1": "value1"},
        "stageVariables": null,
        "requestContext": {
            "accountId": "000000000000",
            "apiId": "local",
            "domainName": "api.example",
            "domainPrefix": "local",
            "extendedRequestId": "4dbea76a-fa17-4b6a-ab3a-5b7a4b568f9a",
            "httpMethod": "POST",
            "identity": {
                "accessKey": null,
                "accountId": null,
                "apiKey": null,
                "apiKeyId": null,
                "caller": null,
                "cognitoAuthenticationProvider": null,
                "cognitoAuthenticationType": null,
                "cognitoIdentityId": null,
                "cognitoIdentityPoolId": null,
                "principalOrgId": null,
                "sourceIp": "127.0.0.1",
                "user": null,
                "userAgent": "agent",
                "userArn": null
            },
            "path": "/my/path",
            "protocol": "HTTP/1.1",
            "requestId": "4dbea76a-fa17-4b6a-ab3a-5b7a4b568f9a",
            "requestTime": "23/Nov/2026:05:41:36 +0000",
            "requestTimeEpoch": 1795412496845,
            "resourceId": "local",
            "resourcePath": "/my/{parameter1}",
            "stage": "prod"
        },
        "body": "Hello",
        "isBase64Encoded": false
    })")
                  .dump(1));
}

/// "API Gateway infers the response format": 200, application/json, the answer is the body.
TEST(DocumentedAnswers, AreInferredInPayloadFormatTwo) {
    for (const std::string body :
         {R"({"message":"Hello from Lambda!"})", R"([1,2])", "1", "null"}) {
        const auto answer = http_answer(body, PayloadFormat::kTwo);
        EXPECT_EQ(answer.status, 200) << body;
        EXPECT_EQ(answer.body, body);
        EXPECT_EQ(answer.content_type, "application/json") << body;
    }
    EXPECT_EQ(http_answer(R"("Hello from Lambda!")", PayloadFormat::kTwo).body,
              "Hello from Lambda!");
    EXPECT_THROW(http_answer(R"({"message":"Hello"})", PayloadFormat::kOne), MalformedAnswer);
}

TEST(DocumentedAnswers, MayHaveEverythingAtOnceInPayloadFormatTwo) {
    const auto answer = http_answer(R"({
        "cookies": ["cookie1=a; Path=/", "cookie2=b"],
        "isBase64Encoded": true,
        "statusCode": 201,
        "headers": {"headername": "headervalue", "Content-Type": "text/x"},
        "body": "SGVsbG8gZnJvbSBMYW1iZGEh"})",
                                    PayloadFormat::kTwo);

    EXPECT_EQ(answer.status, 201);
    EXPECT_EQ(answer.body, "Hello from Lambda!");
    EXPECT_THAT(answer.headers,
                ElementsAre(Pair("headername", "headervalue"),
                            Pair("Content-Type", "text/x"),
                            Pair("Set-Cookie", "cookie1=a; Path=/"),
                            Pair("Set-Cookie", "cookie2=b")));
}

}  // namespace
}  // namespace kconnect::flight_gateway
