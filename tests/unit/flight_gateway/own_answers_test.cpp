// What the gateway answers itself, under /health and /metrics.

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "gateway/gateway.hpp"
#include "support/http_client.hpp"
#include "support/scratch_folder.hpp"

namespace kconnect::flight_gateway {
namespace {

using namespace std::chrono_literals;
using testing::AllOf;
using testing::EndsWith;
using testing::HasSubstr;
using testing::Not;
using testing::StartsWith;

const std::string kPage = "Origin: https://page.example\r\n";
const std::string kPreflight = "Access-Control-Request-Method: GET\r\n";

class OwnAnswersTest : public testing::TestWithParam<std::string> {
protected:
    OwnAnswersTest() {
        config_.port = 0;
        config_.access_log = (folder_.path() / "access.log").string();
        config_.routes = {{{"GET"}, "/one", "f", PayloadFormat::kTwo}};
    }
    ~OwnAnswersTest() override {
        if (gateway_) {
            gateway_->stop(30s);
        }
    }

    void start() {
        gateway_ = std::make_unique<Gateway>(
            config_, std::map<std::string, Function>{{"f", [](std::string_view, const Invocation&) {
                                                          return std::string("{}");
                                                      }}});
        port_ = gateway_->start();
    }

    std::string ask(const std::string& method, const std::string& headers = "") {
        return test::ask(port_, method + " " + GetParam() + " HTTP/1.1", headers);
    }
    bool is_health() const { return GetParam() == "/health"; }

    test::ScratchFolder folder_;
    GatewayConfig config_;
    std::uint16_t port_ = 0;
    std::unique_ptr<Gateway> gateway_;
};

TEST_P(OwnAnswersTest, HaveNoBodyForHead) {
    start();

    const auto head = ask("HEAD");

    EXPECT_THAT(head,
                AllOf(StartsWith("HTTP/1.1 200 OK\r\n"),
                      HasSubstr("\r\nContent-Length: "),
                      Not(HasSubstr("\r\nContent-Length: 0\r\n")),
                      EndsWith("\r\n\r\n")));
    EXPECT_THAT(ask("GET"), AllOf(StartsWith("HTTP/1.1 200 OK\r\n"), Not(EndsWith("\r\n\r\n"))));
}

TEST_P(OwnAnswersTest, RefuseOtherMethodsAndNameTheirs) {
    config_.cors = CorsConfig{.allow_origins = {"*"}};
    start();

    for (const auto* const method : {"POST", "PUT", "PATCH", "DELETE", "OPTIONS"}) {
        EXPECT_THAT(ask(method),
                    AllOf(StartsWith("HTTP/1.1 405 Method Not Allowed\r\n"),
                          HasSubstr("\r\nAllow: GET, HEAD\r\n"),
                          EndsWith("{\"message\":\"Method Not Allowed\"}")))
            << method;
    }
}

TEST_P(OwnAnswersTest, AreForTheNamedPageUnlessTheyAreMetrics) {
    config_.cors = CorsConfig{.allow_origins = {"https://page.example"}};
    start();
    const auto allowed = HasSubstr("\r\nAccess-Control-Allow-Origin: https://page.example\r\n");

    if (is_health()) {
        EXPECT_THAT(ask("GET", kPage), AllOf(allowed, HasSubstr("\r\nVary: Origin\r\n")));
        EXPECT_THAT(ask("OPTIONS", kPage + kPreflight),
                    AllOf(StartsWith("HTTP/1.1 204 No Content\r\n"),
                          allowed,
                          HasSubstr("\r\nAccess-Control-Allow-Methods: ")));
    } else {
        EXPECT_THAT(ask("GET", kPage),
                    AllOf(StartsWith("HTTP/1.1 200 "), Not(HasSubstr("Access-Control-"))));
        EXPECT_THAT(ask("OPTIONS", kPage + kPreflight),
                    AllOf(StartsWith("HTTP/1.1 405 "), Not(HasSubstr("Access-Control-"))));
    }
    EXPECT_THAT(ask("GET", "Origin: https://elsewhere.example\r\n"),
                AllOf(StartsWith("HTTP/1.1 200 "), Not(HasSubstr("Access-Control-"))));
}

TEST_P(OwnAnswersTest, AreUnderNoLimitOfRates) {
    config_.cors = CorsConfig{.allow_origins = {"*"}};
    config_.rate_per_client = RateConfig{.per_second = 0.001, .burst = 1};
    config_.rate_of_all = RateConfig{.per_second = 0.001, .burst = 1};
    start();
    test::ask(port_, "GET /one HTTP/1.1", "");
    ASSERT_THAT(test::ask(port_, "GET /one HTTP/1.1", ""), StartsWith("HTTP/1.1 429 "));

    EXPECT_THAT(ask("GET"), StartsWith("HTTP/1.1 200 "));
    EXPECT_THAT(ask("HEAD"), StartsWith("HTTP/1.1 200 "));
    EXPECT_THAT(ask("POST"), StartsWith("HTTP/1.1 405 "));
    EXPECT_THAT(ask("OPTIONS", kPage + kPreflight),
                StartsWith(is_health() ? "HTTP/1.1 204 " : "HTTP/1.1 405 "));
}

INSTANTIATE_TEST_SUITE_P(Paths,
                         OwnAnswersTest,
                         testing::Values("/health", "/metrics"),
                         [](const auto& test) { return test.param.substr(1); });

}  // namespace
}  // namespace kconnect::flight_gateway
