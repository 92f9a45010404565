#include "gateway/gateway.hpp"

#include <atomic>
#include <condition_variable>
#include <mutex>
#include <thread>

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <kconnect/errors.hpp>

#include "support/http_client.hpp"
#include "support/scratch_folder.hpp"

namespace kconnect::flight_gateway {
namespace {

using namespace std::chrono_literals;
using Json = nlohmann::json;
using test::ask;
using test::TestClient;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::StartsWith;

/// Holds calls of a function until it is opened.
class Gate {
public:
    void pass() {
        std::unique_lock lock(mutex_);
        ++begun_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return is_open_; });
    }
    void open() {
        const std::lock_guard lock(mutex_);
        is_open_ = true;
        changed_.notify_all();
    }
    void await_begun(int count) {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [&] { return begun_ >= count; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    int begun_ = 0;
    bool is_open_ = false;
};

/// A gateway before a function that answers with its event, or as its parameter says.
class GatewayTest : public testing::Test {
protected:
    GatewayTest() {
        config_.port = 0;
        config_.access_log = (folder_.path() / "access.log").string();
        config_.routes = {{{"GET", "POST"}, "/echo/{what}", "f", PayloadFormat::kTwo},
                          {{"GET"}, "/one", "f", PayloadFormat::kOne}};
    }
    ~GatewayTest() override {
        gate_.open();
        if (gateway_) {
            gateway_->stop(30s);
        }
    }

    void start() {
        gateway_ = std::make_unique<Gateway>(
            config_,
            std::map<std::string, Function>{
                {"f", [this](std::string_view event, const Invocation& invocation) {
                     return answer(event, invocation);
                 }}});
        port_ = gateway_->start();
    }

    std::string answer(std::string_view text, const Invocation& invocation) {
        const auto event = Json::parse(text);
        const auto what = event.contains("rawPath") ? event["rawPath"].get<std::string>() : "";
        if (what == "/echo/throw") {
            throw ConnectException("the secret of the database");
        }
        if (what == "/echo/malformed") {
            return R"({"statusCode":"x"})";
        }
        if (what == "/echo/wait") {
            gate_.pass();
        }
        last_id_ = invocation.request_id;
        const Json result = {{"statusCode", 200},
                             {"headers", {{"Access-Control-Allow-Origin", "own"}, {"X-F", "1"}}},
                             {"body", std::string(text)}};
        return result.dump();
    }

    /// The access log, after the gateway has ended.
    std::vector<Json> log() {
        gateway_->stop(30s);
        gateway_.reset();
        std::vector<Json> lines;
        std::istringstream text(test::read_file(config_.access_log));
        for (std::string line; std::getline(text, line);) {
            lines.push_back(Json::parse(line));
        }
        return lines;
    }

    test::ScratchFolder folder_;
    GatewayConfig config_;
    Gate gate_;
    std::string last_id_;
    std::uint16_t port_ = 0;
    std::unique_ptr<Gateway> gateway_;
};

TEST_F(GatewayTest, CallsTheFunctionOfTheRoute) {
    start();

    const auto answer = ask(port_, "GET /echo/a%20b?x=1 HTTP/1.1");

    EXPECT_THAT(answer, AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), HasSubstr("\r\nX-F: 1\r\n")));
    EXPECT_THAT(answer, HasSubstr("\r\napigw-requestid: " + last_id_ + "\r\n"));
    const auto event = Json::parse(answer.substr(answer.find("\r\n\r\n") + 4));
    EXPECT_EQ("a b", event["pathParameters"]["what"]);
    EXPECT_EQ("1", event["queryStringParameters"]["x"]);
    EXPECT_EQ(last_id_, event["requestContext"]["requestId"]);
    EXPECT_THAT(ask(port_, "GET /one HTTP/1.1"), HasSubstr("multiValueHeaders"));
}

TEST_F(GatewayTest, SendsNothingOfAFailureButTheStatus) {
    start();

    for (const auto* const path : {"/echo/throw", "/echo/malformed"}) {
        const auto answer = ask(port_, "GET " + std::string(path) + " HTTP/1.1");
        EXPECT_THAT(answer,
                    AllOf(StartsWith("HTTP/1.1 502 Bad Gateway\r\n"),
                          EndsWith("\r\n\r\n{\"message\":\"Internal server error\"}")));
    }
    EXPECT_THAT(ask(port_, "GET /metrics HTTP/1.1"),
                HasSubstr("flight_gateway_function_failures_total 2\n"));
}

TEST_F(GatewayTest, AnswersForAFunctionThatIsLate) {
    config_.timeout = 20ms;
    config_.cors = CorsConfig{.allow_origins = {"*"}};
    start();

    const auto answer = ask(port_, "GET /echo/wait HTTP/1.1", "Origin: http://a.b\r\n");

    EXPECT_THAT(answer,
                AllOf(StartsWith("HTTP/1.1 504 Gateway Timeout\r\n"),
                      HasSubstr("\r\nAccess-Control-Allow-Origin: *\r\n"),
                      EndsWith("{\"message\":\"Endpoint request timed out\"}")));
    EXPECT_THAT(ask(port_, "GET /metrics HTTP/1.1"),
                HasSubstr("flight_gateway_timeouts_total 1\n"));
}

TEST_F(GatewayTest, AnswersOthersWhileFunctionsHang) {
    config_.threads = 1;
    config_.queue = 0;
    start();
    TestClient waiting(port_);
    waiting.send("GET /echo/wait HTTP/1.1\r\nConnection: close\r\n\r\n");
    gate_.await_begun(1);

    EXPECT_THAT(ask(port_, "GET /health HTTP/1.1"), EndsWith("{\"status\":\"healthy\"}"));
    EXPECT_THAT(ask(port_, "GET /echo/now HTTP/1.1"),
                AllOf(StartsWith("HTTP/1.1 503 Service Unavailable\r\n"),
                      HasSubstr("\r\nRetry-After: 1\r\n")));

    gate_.open();
    EXPECT_THAT(waiting.read_all(), StartsWith("HTTP/1.1 200 OK"));
    EXPECT_THAT(ask(port_, "GET /echo/now HTTP/1.1"), StartsWith("HTTP/1.1 200 OK"));
}

TEST_F(GatewayTest, LetsRequestsEndBeforeItStops) {
    start();
    TestClient waiting(port_);
    waiting.send("GET /echo/wait HTTP/1.1\r\n\r\n");
    gate_.await_begun(1);
    std::thread opener([this] { gate_.open(); });

    EXPECT_TRUE(gateway_->stop(30s));

    opener.join();
    EXPECT_THAT(waiting.read_all(), StartsWith("HTTP/1.1 200 OK"));
}

TEST_F(GatewayTest, TellsThatAFunctionStillRuns) {
    start();
    TestClient waiting(port_);
    waiting.send("GET /echo/wait HTTP/1.1\r\n\r\n");
    gate_.await_begun(1);

    EXPECT_FALSE(gateway_->stop(10ms));

    EXPECT_EQ("", waiting.read_all());
}

TEST_F(GatewayTest, RefusesUnknownPathsAndMethods) {
    start();

    EXPECT_THAT(
        ask(port_, "GET /none HTTP/1.1"),
        AllOf(StartsWith("HTTP/1.1 404 Not Found\r\n"), EndsWith("{\"message\":\"Not Found\"}")));
    EXPECT_THAT(
        ask(port_, "DELETE /one HTTP/1.1"),
        AllOf(StartsWith("HTTP/1.1 405 Method Not Allowed\r\n"), HasSubstr("\r\nAllow: GET\r\n")));
    EXPECT_THAT(ask(port_, "POST /health HTTP/1.1"), StartsWith("HTTP/1.1 405 "));
    EXPECT_THAT(ask(port_, "GET /echo/a%2Fb HTTP/1.1"),
                AllOf(StartsWith("HTTP/1.1 400 Bad Request\r\n"),
                      EndsWith("{\"message\":\"Ambiguous URI path separator\"}")));
}

TEST_F(GatewayTest, RefusesBodiesThatAreTooLarge) {
    config_.body_bytes = 10;
    start();

    EXPECT_THAT(
        ask(port_, "POST /echo/a HTTP/1.1", "Content-Length: 11\r\n"),
        AllOf(StartsWith("HTTP/1.1 413 "), EndsWith("{\"message\":\"Request Entity Too Large\"}")));
}

TEST_F(GatewayTest, RefusesMoreThanTheRate) {
    config_.rate_per_client = RateConfig{.per_second = 0.001, .burst = 1};
    start();

    EXPECT_THAT(ask(port_, "GET /one HTTP/1.1"), StartsWith("HTTP/1.1 200 "));
    EXPECT_THAT(ask(port_, "GET /one HTTP/1.1"),
                AllOf(StartsWith("HTTP/1.1 429 Too Many Requests\r\n"),
                      HasSubstr("\r\nRetry-After: 1000\r\n"),
                      EndsWith("{\"message\":\"Too Many Requests\"}")));
    EXPECT_THAT(ask(port_, "GET /health HTTP/1.1"), StartsWith("HTTP/1.1 200 "));
}

TEST_F(GatewayTest, AnswersPreflightsAndReplacesAFunctionsOwnOrigin) {
    config_.cors = CorsConfig{.allow_origins = {"https://page.example"}};
    start();

    EXPECT_THAT(ask(port_,
                    "OPTIONS /one HTTP/1.1",
                    "Origin: https://page.example\r\nAccess-Control-Request-Method: GET\r\n"),
                AllOf(StartsWith("HTTP/1.1 204 No Content\r\n"),
                      HasSubstr("Access-Control-Allow-Methods: GET\r\n"),
                      HasSubstr("Access-Control-Allow-Origin: https://page.example\r\n")));
    EXPECT_THAT(ask(port_, "GET /one HTTP/1.1", "Origin: https://page.example\r\n"),
                AllOf(HasSubstr("Access-Control-Allow-Origin: https://page.example\r\n"),
                      HasSubstr("Vary: Origin\r\n"),
                      testing::Not(HasSubstr("Access-Control-Allow-Origin: own"))));
}

TEST_F(GatewayTest, ServesThePage) {
    std::filesystem::create_directory(folder_.path() / "page");
    folder_.write("page/index.html", "<html>");
    folder_.write("secret", "secret");
    config_.static_folder = folder_.path() / "page";
    start();

    EXPECT_THAT(ask(port_, "GET / HTTP/1.1"), EndsWith("\r\n\r\n<html>"));
    EXPECT_THAT(ask(port_, "HEAD / HTTP/1.1"),
                AllOf(HasSubstr("Content-Length: 6\r\n"), EndsWith("\r\n\r\n")));
    EXPECT_THAT(ask(port_, "POST / HTTP/1.1"), StartsWith("HTTP/1.1 405 "));
    for (const auto* const target : {"/../secret", "/%2e%2e/secret", "/..%2fsecret", "//secret"}) {
        EXPECT_THAT(ask(port_, "GET " + std::string(target) + " HTTP/1.1"),
                    testing::AnyOf(StartsWith("HTTP/1.1 400 "), StartsWith("HTTP/1.1 404 ")))
            << target;
    }
}

TEST_F(GatewayTest, ReadsThePageAgainWhenItIsTold) {
    std::filesystem::create_directory(folder_.path() / "page");
    folder_.write("page/index.html", "<old>");
    config_.static_folder = folder_.path() / "page";
    start();
    EXPECT_THAT(ask(port_, "GET / HTTP/1.1"), EndsWith("\r\n\r\n<old>"));

    folder_.write("page/index.html", "<new>");
    gateway_->reload();
    EXPECT_THAT(ask(port_, "GET / HTTP/1.1"),
                AllOf(HasSubstr("\r\nContent-Security-Policy: default-src 'none'; "),
                      EndsWith("\r\n\r\n<new>")));

    std::filesystem::remove_all(config_.static_folder);
    EXPECT_ANY_THROW(gateway_->reload());
    EXPECT_THAT(ask(port_, "GET / HTTP/1.1"), EndsWith("\r\n\r\n<new>"));
}

TEST_F(GatewayTest, TakesNoMoreBodiesAtATimeThanItMay) {
    config_.body_bytes = 100;
    config_.all_bodies_bytes = 100;
    start();
    TestClient waiting(port_);
    waiting.send("POST /echo/wait HTTP/1.1\r\nContent-Length: 1\r\n\r\n1");
    gate_.await_begun(1);

    EXPECT_THAT(ask(port_, "POST /echo/a HTTP/1.1", "Content-Length: 100\r\n"),
                StartsWith("HTTP/1.1 503 "));
    EXPECT_THAT(ask(port_, "GET /one HTTP/1.1"), StartsWith("HTTP/1.1 200 "));
    gate_.open();
    waiting.read_until("HTTP/1.1 200 OK");
}

TEST_F(GatewayTest, LetsNoPageReadItsMetrics) {
    config_.cors = CorsConfig{.allow_origins = {"*"}};
    start();

    const std::string origin = "Origin: https://elsewhere.example\r\n";
    EXPECT_THAT(ask(port_, "GET /one HTTP/1.1", origin),
                HasSubstr("\r\nAccess-Control-Allow-Origin: *\r\n"));
    EXPECT_THAT(ask(port_, "GET /metrics HTTP/1.1", origin),
                AllOf(StartsWith("HTTP/1.1 200 "), Not(HasSubstr("Access-Control-"))));
}

TEST_F(GatewayTest, TellsBrowsersNotToGuessTheTypeOfItsAnswers) {
    start();

    for (const auto* const path : {"/none", "/health", "/metrics", "/echo/throw"}) {
        EXPECT_THAT(ask(port_, "GET " + std::string(path) + " HTTP/1.1"),
                    HasSubstr("\r\nX-Content-Type-Options: nosniff\r\n"))
            << path;
    }
}

TEST_F(GatewayTest, LogsAndCountsEachRequest) {
    start();
    ask(port_, "GET /one?secret=1 HTTP/1.1");
    ask(port_, "GET /none HTTP/1.1");
    ask(port_, "GET /%2F HTTP/1.1");

    const auto metrics = ask(port_, "GET /metrics HTTP/1.1");
    EXPECT_THAT(metrics,
                AllOf(HasSubstr("{route=\"GET /one\",status=\"2xx\"} 1\n"),
                      HasSubstr("{route=\"none\",status=\"4xx\"} 2\n"),
                      HasSubstr("flight_gateway_4xx_total 2\n"),
                      HasSubstr("flight_gateway_5xx_total 0\n"),
                      HasSubstr("flight_gateway_in_flight 1\n")));
    const auto lines = log();
    ASSERT_EQ(4U, lines.size());
    EXPECT_EQ("/one", lines[0]["path"]);
    EXPECT_EQ("GET", lines[0]["method"]);
    EXPECT_EQ(200, lines[0]["status"]);
    EXPECT_EQ("127.0.0.1", lines[0]["client"]);
    EXPECT_EQ(last_id_, lines[0]["requestId"]);
    EXPECT_TRUE(lines[0]["integrationMs"].is_number());
    EXPECT_EQ(404, lines[1]["status"]);
    EXPECT_TRUE(lines[1]["integrationMs"].is_null());
    EXPECT_EQ(400, lines[2]["status"]);
    EXPECT_EQ("/%2F", lines[2]["path"]);
}

TEST_F(GatewayTest, RefusesARouteWithoutItsFunction) {
    try {
        const Gateway gateway(config_, {});
        FAIL() << "no exception";
    } catch (const ConfigException& error) {
        EXPECT_STREQ("route /echo/{what}: there is no function 'f'; name one that the gateway has",
                     error.what());
    }
}

}  // namespace
}  // namespace kconnect::flight_gateway
