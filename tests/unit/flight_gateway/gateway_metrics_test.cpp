#include "gateway/gateway_metrics.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kconnect::flight_gateway {
namespace {

using namespace std::chrono_literals;
using testing::HasSubstr;

TEST(GatewayMetrics, CountByRouteAndClass) {
    GatewayMetrics metrics({"GET /a", "none"});
    metrics.count(0, 200, 4ms);
    metrics.count(0, 304, 200ms);
    metrics.count(0, 504, 29s);
    metrics.count(1, 404, 1us);
    metrics.count_rate_limited();

    const auto text = metrics.text(3);

    for (const auto* const line : {
             "flight_gateway_requests_total{route=\"GET /a\",status=\"2xx\"} 1\n",
             "flight_gateway_requests_total{route=\"GET /a\",status=\"5xx\"} 1\n",
             "flight_gateway_requests_total{route=\"none\",status=\"4xx\"} 1\n",
             "flight_gateway_request_duration_seconds_bucket{route=\"GET /a\",le=\"0.005\"} 1\n",
             "flight_gateway_request_duration_seconds_bucket{route=\"GET /a\",le=\"0.25\"} 2\n",
             "flight_gateway_request_duration_seconds_bucket{route=\"GET /a\",le=\"30\"} 3\n",
             "flight_gateway_request_duration_seconds_bucket{route=\"GET /a\",le=\"+Inf\"} 3\n",
             "flight_gateway_request_duration_seconds_sum{route=\"GET /a\"} 29.204\n",
             "flight_gateway_request_duration_seconds_count{route=\"GET /a\"} 3\n",
             "# TYPE flight_gateway_request_duration_seconds histogram\n",
             "\nflight_gateway_4xx_total 1\n",
             "\nflight_gateway_5xx_total 1\n",
             "\nflight_gateway_rate_limited_total 1\n",
             "\nflight_gateway_in_flight 3\n",
         }) {
        EXPECT_THAT(text, HasSubstr(line));
    }
}

TEST(GatewayMetrics, CountWhatIsHungUp) {
    GatewayMetrics metrics({"GET /a"});
    metrics.count(0, 0, 1ms);

    EXPECT_THAT(metrics.text(0), HasSubstr("{route=\"GET /a\",status=\"0xx\"} 1\n"));
}

}  // namespace
}  // namespace kconnect::flight_gateway
