#include "rest/create_request.hpp"

#include <string>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "fake_herder.hpp"
#include "rest/handler_call.hpp"
#include "rest/routes.hpp"

namespace kconnect::rest {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::Not;
using testing::Pair;
using testing::StartsWith;

std::string refusal_of(std::string_view body) {
    try {
        parse_create_request(body);
    } catch (const ConnectException& error) {
        return error.what();
    }
    return "";
}

/// POST /connectors, with the fake herder behind it.
class CreateConnectorTest : public testing::Test {
protected:
    Response post(std::string body) {
        constexpr ListenerRole kRoles[] = {ListenerRole::kRegular};
        const Request request{
            .method = "POST",
            .target = http::parse_target("/connectors"),
            .headers = {{"Content-Type", "application/json"}, {"Host", "connect.example:80"}},
            .body = std::move(body)};
        auto found = Router(routes(), kRoles).find(request);
        if (auto* const response = std::get_if<Response>(&found)) {
            return *response;
        }
        const HandlerContext context{
            .herder = herder_, .requests = herder_, .worker_id = "127.0.0.1:18283"};
        return call_handler(std::get<RouteMatch>(found), context, request);
    }

    FakeHerder herder_;
};

TEST(CreateRequest, KeepsTheTextOfNumbersAndBooleans) {
    const auto wanted = parse_create_request(
        R"({"name":"x","config":{"a":1,"b":1.50,"c":true,"d":-7,"e":12345678901234567890123}})");

    EXPECT_THAT(wanted.config,
                ElementsAre(Pair("a", "1"),
                            Pair("b", "1.50"),
                            Pair("c", "true"),
                            Pair("d", "-7"),
                            Pair("e", "12345678901234567890123"),
                            Pair("name", "x")));
    EXPECT_EQ(TargetState::kRunning, wanted.target_state);
}

TEST(CreateRequest, TakesTheLastOfEqualMembers) {
    const auto wanted =
        parse_create_request(R"({"name":"x","config":{"a":null,"b":"1","a":"2"},"name":"y"})");

    EXPECT_EQ("y", wanted.name);
    EXPECT_THAT(wanted.config, ElementsAre(Pair("a", "2"), Pair("b", "1"), Pair("name", "y")));
    EXPECT_THAT(wanted.nulls, ElementsAre());
}

TEST(CreateRequest, NamesKeysWithoutValue) {
    const auto wanted = parse_create_request(R"({"name":"x","config":{"a":null,"name":null}})");

    EXPECT_THAT(wanted.config, ElementsAre(Pair("name", "x")));
    EXPECT_THAT(wanted.nulls, ElementsAre("a"));
}

TEST(CreateRequest, TrimsTheNameAndReadsTheState) {
    const auto wanted = parse_create_request(
        R"({"name":" \tx y\n","config":{"a":"1"},"initial_state":"Paused"} what follows)");

    EXPECT_EQ("x y", wanted.name);
    EXPECT_EQ("x y", wanted.config.at("name"));
    EXPECT_EQ(TargetState::kPaused, wanted.target_state);
    EXPECT_EQ("", parse_create_request(R"({"config":{}})").name);
    EXPECT_EQ("", parse_create_request(R"({"name":"  ","config":{}})").name);
}

TEST(CreateRequest, RefusesANameThatTheConfigurationDoesNotHave) {
    EXPECT_THROW(parse_create_request(R"({"name":"x","config":{"name":"y"}})"),
                 BadRequestException);
    EXPECT_EQ("Connector name configuration (y) doesn't match connector name in the URL ()",
              refusal_of(R"({"config":{"name":"y"}})"));
}

TEST(CreateRequest, NamesThePlaceOfWhatItCannotRead) {
    EXPECT_EQ(
        "Cannot deserialize value of type `java.lang.String` from Array value (token "
        "`JsonToken.START_ARRAY`)\n at [Source: REDACTED "
        "(`StreamReadFeature.INCLUDE_SOURCE_IN_LOCATION` disabled); line: 3, column: 8] (through "
        "reference chain: org.apache.kafka.connect.runtime.rest.entities.CreateConnectorRequest["
        "\"config\"]->java.util.LinkedHashMap[\"b\"])",
        refusal_of("{\"config\":{\n  \"a\": 1,\n  \"b\": [1]}}"));
    EXPECT_THAT(refusal_of(R"({"config":"text"})"), HasSubstr("line: 1, column: 11]"));
    EXPECT_THAT(refusal_of(R"({"config":12})"), HasSubstr("line: 1, column: 11]"));
    EXPECT_THAT(refusal_of(R"("a\\\"b")"), HasSubstr("line: 1, column: 1]"));
    EXPECT_THAT(refusal_of("7"), HasSubstr("line: 1, column: 1]"));
    EXPECT_THAT(refusal_of("{name:1}"),
                StartsWith("Unexpected character ('n' (code 110)): was expecting"));
}

TEST(CreateRequest, SaysThatThereIsNoBody) {
    for (const auto* body : {"", "null"}) {
        EXPECT_THAT(refusal_of(body), HasSubstr("\"createRequest\" is null")) << body;
    }
    EXPECT_THAT(refusal_of("  "), StartsWith("Unexpected end-of-input"));
    EXPECT_THAT(refusal_of(R"({"name":"x","config":null})"),
                HasSubstr("\"connectorConfig\" is null"));
}

TEST(CreateRequest, LooksIntoNothingThatItDoesNotKnow) {
    EXPECT_THAT(refusal_of(R"({"foo":{"config":{"a":[]}},"bar":[{"name":1}],"config":{}})"),
                StartsWith("Unrecognized field \"foo\" (class "));
    EXPECT_EQ("", refusal_of(R"({"name":"x","config":{"foo":"1","config":"2"}})"));
}

TEST(CreateRequest, ShowsNoValueOfABadConfiguration) {
    EXPECT_THAT(refusal_of(R"({"config":{"connection.password":"hunter22","a":{}}})"),
                Not(HasSubstr("hunter22")));
    EXPECT_THAT(refusal_of(R"({"config":{"connection.password":"hunter22)"),
                Not(HasSubstr("hunter22")));
}

TEST(CreateRequest, StandsRandomDamage) {
    const std::string good =
        R"({"name":"x\u00fc","config":{"a":1.5e3,"b":null,"c":"\\\""},"initial_state":"RUNNING"})";
    ASSERT_EQ("", refusal_of(good));
    for (std::size_t at = 0; at < good.size(); ++at) {
        EXPECT_NE("", refusal_of(good.substr(0, at))) << at;
        for (const char character : {'"', '{', '}', '[', '\\', '\0', '\xff', '0', ','}) {
            auto bad = good;
            bad[at] = character;
            refusal_of(bad);
        }
    }
}

TEST_F(CreateConnectorTest, HandsOverWhatWasAskedFor) {
    const auto response =
        post(R"({"name":"a b","config":{"topics":"t","x":null},"initial_state":"stopped"})");

    EXPECT_EQ(201, response.status);
    EXPECT_EQ(R"({"name":"a b","config":{"name":"a b","topics":"t"},"tasks":[],"type":"sink"})",
              response.body);
    EXPECT_THAT(response.headers,
                ElementsAre(Pair("Location", "http://connect.example:80/connectors/a%20b")));
    ASSERT_EQ(1U, herder_.requested.size());
    EXPECT_THAT(herder_.requested.front().nulls, ElementsAre("x"));
    EXPECT_EQ(TargetState::kStopped, herder_.requested.front().target_state);
}

TEST_F(CreateConnectorTest, RefusesASecondOfAName) {
    EXPECT_EQ(201, post(R"({"name":"x","config":{}})").status);

    const auto response = post(R"({"name":"x","config":{}})");

    EXPECT_EQ(409, response.status);
    EXPECT_EQ(R"({"error_code":409,"message":"Connector x already exists"})", response.body);
}

TEST_F(CreateConnectorTest, ShowsWhyAConfigurationIsRefusedButNoPassword) {
    herder_.refusal = "Invalid: a, b";
    const auto response = post(R"({"name":"x","config":{}})");
    EXPECT_EQ(400, response.status);
    EXPECT_EQ(R"({"error_code":400,"message":"Invalid: a, b"})", response.body);

    herder_.refusal = "Invalid: " + herder_.secret;
    EXPECT_EQ(R"({"error_code":400,"message":"[hidden]"})",
              post(R"({"name":"x","config":{}})").body);
}

TEST_F(CreateConnectorTest, AsksTheHerderForNothingWhenTheBodyIsBad) {
    EXPECT_EQ(500, post("[]").status);
    EXPECT_EQ(400, post(R"({"name":"x","config":{"name":"y"}})").status);
    EXPECT_TRUE(herder_.requested.empty());
}

}  // namespace
}  // namespace kconnect::rest
