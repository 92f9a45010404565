// Our proxy events against those that serverless-offline made for the same requests
// (events/record.sh). What differs on purpose is named below, and nothing else may.

#include <fstream>

#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "gateway/proxy_event.hpp"
#include "gateway/route_table.hpp"
#include "requests.hpp"
#include "text/base64.hpp"

namespace kconnect::flight_gateway {
namespace {

using Json = nlohmann::json;

const std::vector<RouteConfig>& routes() {
    static const std::vector<RouteConfig> all = {
        {{"ANY"}, "/v1/flightData", "f", PayloadFormat::kOne},
        {{"GET"}, "/v1/aircraft/{aircraft_id}", "f", PayloadFormat::kOne},
        {{"ANY"}, "/v2/flightData", "f", PayloadFormat::kTwo},
        {{"GET"}, "/v2/aircraft/{aircraft_id}", "f", PayloadFormat::kTwo}};
    return all;
}

Json our_event(const Json& recorded) {
    http::Headers headers;
    for (const auto& header : recorded["headers"]) {
        headers.emplace_back(header[0], header[1]);
    }
    const auto body = flight_text::from_base64(recorded.value("body", "")).value();
    if (!body.empty()) {
        headers.emplace_back("Content-Length", std::to_string(body.size()));
    }
    headers.emplace_back("Connection", "close");
    const auto request =
        request_of(recorded["method"], recorded["target"], std::move(headers), body);
    const auto found = RouteTable(routes()).find(request.method, request.target.path);
    const std::string id = "4dbea76a-fa17-4b6a-ab3a-5b7a4b568f9a";
    return Json::parse(
        proxy_event({request, routes().at(found.index.value()), found.parameters, id, 28390}));
}

/// Ids and times: both have a value of the same type there.
void mask(Json& event) {
    auto& context = event["requestContext"];
    for (const auto* const name : {"accountId",
                                   "apiId",
                                   "domainName",
                                   "domainPrefix",
                                   "extendedRequestId",
                                   "requestId",
                                   "requestTime",
                                   "resourceId",
                                   "time"}) {
        if (context.contains(name) && context[name].is_string()) {
            context[name] = "*";
        }
    }
    for (const auto* const name : {"requestTimeEpoch", "timeEpoch"}) {
        if (context.contains(name) && context[name].is_number_integer()) {
            context[name] = 0;
        }
    }
}

/// Connection ends at a gateway; API Gateway adds X-Forwarded-* and the trace id, which
/// serverless-offline does not.
void pass_on_as_aws(Json& headers, bool is_list, bool is_lower) {
    const auto value = [is_list](const std::string& text) {
        return is_list ? Json::array({text}) : Json(text);
    };
    const auto name = [is_lower](const char* lower, const char* camel) {
        return is_lower ? lower : camel;
    };
    headers.erase(name("connection", "Connection"));
    const auto* const forwarded = name("x-forwarded-for", "X-Forwarded-For");
    headers[forwarded] =
        value(headers.contains(forwarded) ? "203.0.113.7, 127.0.0.1" : "127.0.0.1");
    headers[name("x-forwarded-port", "X-Forwarded-Port")] = value("28390");
    headers[name("x-forwarded-proto", "X-Forwarded-Proto")] = value("http");
    headers[name("x-amzn-trace-id", "X-Amzn-Trace-Id")] =
        value("Root=1-6b03d210-4dbea76afa174b6aab3a5b7a");
}

void expect_as_aws_one(Json& event) {
    event["version"] = "1.0";
    pass_on_as_aws(event["headers"], false, false);
    pass_on_as_aws(event["multiValueHeaders"], true, false);
    // A request without credentials has no caller; made-up ones would look like some.
    for (auto& [name, value] : event["requestContext"]["identity"].items()) {
        if (value.is_string() && value.get<std::string>().starts_with("offlineContext_")) {
            value = nullptr;
        }
    }
    if (event["requestContext"]["identity"]["userAgent"] == "") {
        event["requestContext"]["identity"]["userAgent"] = nullptr;
    }
    // Names of headers know no case: two spellings are one header with two values.
    if (event["headers"].contains("x-many")) {
        event["headers"].erase("x-many");
        event["headers"]["X-Many"] = "2";
        event["multiValueHeaders"].erase("x-many");
        event["multiValueHeaders"]["X-Many"] = {"1", "2"};
    }
}

void expect_as_aws_two(Json& event, const std::string& target) {
    pass_on_as_aws(event["headers"], false, true);
    // API Gateway has cookies in `cookies` only.
    event["headers"].erase("cookie");
    // API Gateway joins the values of a header; serverless-offline keeps the last one.
    if (event["headers"].contains("x-many")) {
        event["headers"]["x-many"] = "1,2";
    }
    // The query as it was sent, not encoded anew.
    const auto mark = target.find('?');
    event["rawQueryString"] = mark == std::string::npos ? "" : target.substr(mark + 1);
    // API Gateway leaves out what a request does not have.
    for (const auto* const name :
         {"body", "pathParameters", "queryStringParameters", "stageVariables"}) {
        if (event[name].is_null()) {
            event.erase(name);
        }
    }
    if (event["cookies"].empty()) {
        event.erase("cookies");
    }
}

TEST(ProxyEvents, AreThoseOfServerlessOfflineButForNamedDifferences) {
    std::ifstream file(KCONNECT_RECORDED_EVENTS);
    int count = 0;
    for (std::string line; std::getline(file, line); ++count) {
        const auto recorded = Json::parse(line);
        const auto& request = recorded["request"];
        auto expected = recorded["event"];
        if (recorded["payload"] == "1.0") {
            expect_as_aws_one(expected);
        } else {
            expect_as_aws_two(expected, request["target"]);
        }
        auto ours = our_event(request);
        mask(expected);
        mask(ours);
        EXPECT_EQ(expected.dump(1), ours.dump(1))
            << request["name"] << " in payload format " << recorded["payload"];
    }
    EXPECT_EQ(20, count);
}

}  // namespace
}  // namespace kconnect::flight_gateway
