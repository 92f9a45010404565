#include "rest/rest_server.hpp"

#include <regex>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "fake_herder.hpp"
#include "support/http_client.hpp"

namespace kconnect::rest {
namespace {

using test::ask;
using test::TestClient;
using testing::HasSubstr;
using testing::StartsWith;
using namespace std::chrono_literals;

RestConfig local_config() {
    RestConfig config;
    config.listeners = {parse_listener("listeners", "http://127.0.0.1:0")};
    return config;
}

std::string without_date(const std::string& answer) {
    return std::regex_replace(answer, std::regex("Date: [^\r]*"), "Date: D");
}

/// A server with one connector behind it.
class RestServerTest : public testing::Test {
protected:
    void start(RestConfig config = local_config(), const http::HttpLimits& limits = {}) {
        server_.emplace(std::move(config), limits);
        server_->open();
        server_->serve(herder_, herder_);
    }

    std::uint16_t port(std::size_t index = 0) const { return server_->ports().at(index); }

    FakeHerder herder_;
    std::optional<RestServer> server_;
};

TEST_F(RestServerTest, AnswersWithTheHeadersOfConnect) {
    start();

    EXPECT_EQ(
        "HTTP/1.1 200 OK\r\nServer: kconnect(0.1.0)\r\nDate: D\r\nContent-Type: "
        "application/json\r\nContent-Length: 2\r\nConnection: close\r\n\r\n[]",
        without_date(ask(port(), "GET /connectors HTTP/1.1")));
}

TEST_F(RestServerTest, LeavesTheContentTypeOfJerseysErrorsOut) {
    start();

    EXPECT_EQ(
        "HTTP/1.1 404 Not Found\r\nServer: kconnect(0.1.0)\r\nDate: D\r\nContent-Length: "
        "49\r\nConnection: close\r\n\r\n{\"error_code\":404,\"message\":\"HTTP 404 Not Found\"}",
        without_date(ask(port(), "GET /bogus HTTP/1.1")));
}

TEST_F(RestServerTest, SendsNoBodyForHead) {
    herder_.all = {recorded_sink()};
    start();

    const auto answer = ask(port(), "HEAD /connectors HTTP/1.1");

    EXPECT_THAT(answer, HasSubstr("Content-Length: 11\r\n"));
    EXPECT_TRUE(answer.ends_with("\r\n\r\n")) << answer;
}

TEST_F(RestServerTest, AnswersNotFoundUntilThereAreResources) {
    server_.emplace(local_config());
    server_->open();

    const auto answer = ask(port(), "GET /health HTTP/1.1");

    EXPECT_THAT(answer, StartsWith("HTTP/1.1 404 Not Found\r\n"));
    EXPECT_THAT(answer, HasSubstr("Content-Type: text/html;charset=iso-8859-1\r\n"));
    server_->serve(herder_, herder_);
    EXPECT_THAT(ask(port(), "GET /health HTTP/1.1"), StartsWith("HTTP/1.1 200 OK"));
}

TEST_F(RestServerTest, RefusesAmbiguousTargetsWithAPage) {
    start();

    const auto answer = ask(port(), "GET /connectors/a%2Fb/status HTTP/1.1");

    EXPECT_THAT(answer, StartsWith("HTTP/1.1 400 Bad Request\r\n"));
    EXPECT_THAT(answer, HasSubstr("<title>Error 400 Ambiguous URI path separator</title>"));
}

TEST_F(RestServerTest, RefusesWhatIsNoHttp) {
    start();
    TestClient client(port());

    client.send("\x16\x03\x01 hello\r\n\r\n");

    EXPECT_THAT(client.read_all(), StartsWith("HTTP/1.1 400 Bad Request\r\n"));
}

TEST_F(RestServerTest, AddsConfiguredHeadersAlsoToErrors) {
    auto config = local_config();
    config.cross_origin = CrossOrigin("http://example.test", "");
    config.header_rules = parse_header_rules("set X-Frame-Options:DENY");
    start(std::move(config));

    EXPECT_THAT(ask(port(), "GET /bogus HTTP/1.1", "Origin: http://example.test\r\n"),
                HasSubstr("Vary: Origin\r\nAccess-Control-Allow-Origin: "
                          "http://example.test\r\nX-Frame-Options: DENY\r\nContent-Length: "));
}

TEST_F(RestServerTest, ServesAdminResourcesOnTheirOwnListenersOnly) {
    auto config = local_config();
    config.admin_listeners = {parse_listener("admin.listeners", "http://127.0.0.1:0")};
    start(std::move(config));

    EXPECT_THAT(ask(port(0), "GET /admin/loggers HTTP/1.1"), StartsWith("HTTP/1.1 404 "));
    EXPECT_THAT(ask(port(1), "GET /admin/loggers HTTP/1.1"), StartsWith("HTTP/1.1 501 "));
    EXPECT_THAT(ask(port(1), "GET /connectors HTTP/1.1"), StartsWith("HTTP/1.1 404 "));
}

TEST_F(RestServerTest, ServesAdminResourcesEverywhereOrNowhere) {
    start();
    EXPECT_THAT(ask(port(), "GET /admin/loggers HTTP/1.1"), StartsWith("HTTP/1.1 501 "));
    auto config = local_config();
    config.admin_listeners.emplace();
    start(std::move(config));
    EXPECT_THAT(ask(port(), "GET /admin/loggers HTTP/1.1"), StartsWith("HTTP/1.1 404 "));
}

TEST_F(RestServerTest, ListensAtSeveralAddresses) {
    auto config = local_config();
    config.listeners.push_back(parse_listener("listeners", "http://:0"));
    start(std::move(config));

    EXPECT_THAT(ask(port(0), "GET / HTTP/1.1"), StartsWith("HTTP/1.1 200 OK"));
    EXPECT_THAT(ask(port(1), "GET / HTTP/1.1"), StartsWith("HTTP/1.1 200 OK"));
}

TEST_F(RestServerTest, NamesTheWorkerByItsFirstListener) {
    start();

    EXPECT_EQ("127.0.0.1:" + std::to_string(port()), server_->worker_id());
}

TEST_F(RestServerTest, NamesTheWorkerAsItIsAdvertised) {
    auto config = local_config();
    config.advertised_host = "connect.example";
    config.advertised_port = 80;
    start(std::move(config));

    EXPECT_EQ("connect.example:80", server_->worker_id());
}

TEST_F(RestServerTest, SaysWhichPortIsInUse) {
    start();
    auto config = local_config();
    config.listeners.front().port = port();
    RestServer second(std::move(config));

    try {
        second.open();
        FAIL() << "no exception";
    } catch (const ConnectException& error) {
        EXPECT_STREQ("Unable to initialize REST server", error.what());
        EXPECT_EQ("java.io.IOException: Failed to bind to /127.0.0.1:" + std::to_string(port()) +
                      "\nCaused by: java.net.BindException: Address already in use\n",
                  stack_trace(error.cause()));
    }
}

TEST_F(RestServerTest, SaysWhichNameLeadsNowhere) {
    auto config = local_config();
    config.listeners.front().host = "no.such.host.invalid";
    RestServer server(std::move(config));

    try {
        server.open();
        FAIL() << "no exception";
    } catch (const ConnectException& error) {
        EXPECT_EQ("Failed to bind to no.such.host.invalid/<unresolved>:0", describe(error.cause()));
    }
}

TEST_F(RestServerTest, AnswersOthersWhileARequestWaits) {
    herder_.all = {recorded_sink()};
    herder_.block();
    start();
    TestClient waiting(port());
    waiting.send("GET /connectors/rt-sink/offsets HTTP/1.1\r\nConnection: close\r\n\r\n");
    herder_.await_calls(1);

    EXPECT_THAT(ask(port(), "GET /connectors HTTP/1.1"), StartsWith("HTTP/1.1 200 OK"));

    herder_.release();
    EXPECT_THAT(waiting.read_all(), HasSubstr("{\"offsets\":[]}"));
}

TEST_F(RestServerTest, EndsTheWaitForAnAnswer) {
    herder_.all = {recorded_sink()};
    herder_.block();
    start(local_config(), {.answer = 20ms});

    const auto answer = ask(port(), "GET /connectors/rt-sink/offsets HTTP/1.1");

    EXPECT_THAT(answer, StartsWith("HTTP/1.1 500 Server Error\r\n"));
    EXPECT_THAT(answer, HasSubstr("{\"error_code\":500,\"message\":\"Request timed out\"}"));
    herder_.release();
}

TEST_F(RestServerTest, StopsAlthoughARequestHangs) {
    herder_.all = {recorded_sink()};
    herder_.block();
    start();
    TestClient waiting(port());
    waiting.send("GET /connectors/rt-sink/offsets HTTP/1.1\r\n\r\n");
    herder_.await_calls(1);

    EXPECT_FALSE(server_->stop(10ms));

    EXPECT_EQ("", waiting.read_all());
    herder_.release();
    EXPECT_TRUE(server_->stop(30s));
}

TEST_F(RestServerTest, LetsARequestEndBeforeItStops) {
    herder_.all = {recorded_sink()};
    herder_.block();
    start();
    TestClient waiting(port());
    waiting.send("GET /connectors/rt-sink/offsets HTTP/1.1\r\n\r\n");
    herder_.await_calls(1);
    std::thread releaser([this] { herder_.release(); });

    EXPECT_TRUE(server_->stop(30s));

    releaser.join();
    EXPECT_THAT(waiting.read_all(), HasSubstr("{\"offsets\":[]}"));
}

}  // namespace
}  // namespace kconnect::rest
