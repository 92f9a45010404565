#include "gateway/gateway_metrics.hpp"

#include <string_view>
#include <utility>

#include <fmt/format.h>

namespace kconnect::flight_gateway {
namespace {

std::string head(std::string_view name, std::string_view type, std::string_view help) {
    return fmt::format("# HELP {0} {2}\n# TYPE {0} {1}\n", name, type, help);
}

std::string single(std::string_view name,
                   std::string_view type,
                   std::string_view help,
                   std::uint64_t value) {
    return fmt::format("{}{} {}\n", head(name, type, help), name, value);
}

/// A label's value: routes have neither quotes nor backslashes, but this does not rely on it.
std::string escaped(std::string_view text) {
    std::string result;
    for (const char character : text) {
        if (character == '"' || character == '\\') {
            result += '\\';
        }
        result += character;
    }
    return result;
}

}  // namespace

GatewayMetrics::GatewayMetrics(const std::vector<std::string>& routes) {
    for (const auto& route : routes) {
        routes_.push_back({.name = escaped(route)});
    }
}

void GatewayMetrics::count(std::size_t route, int status, std::chrono::microseconds duration) {
    auto& counted = routes_.at(route);
    const std::chrono::duration<double> seconds = duration;
    ++counted.by_class.at(static_cast<std::size_t>(status) / 100 % kClasses);
    ++counted.count;
    counted.seconds += seconds.count();
    for (std::size_t index = 0; index < kBounds.size(); ++index) {
        counted.buckets[index] += seconds.count() <= kBounds[index] ? 1 : 0;
    }
}

std::uint64_t GatewayMetrics::of_class(std::size_t status_class) const {
    std::uint64_t sum = 0;
    for (const auto& route : routes_) {
        sum += route.by_class.at(status_class);
    }
    return sum;
}

std::string GatewayMetrics::requests_text() const {
    auto text = head("flight_gateway_requests_total",
                     "counter",
                     "Requests that have ended, by route and class of status; 0xx: hung up.");
    for (const auto& route : routes_) {
        for (std::size_t index = 0; index < kClasses; ++index) {
            if (route.by_class[index] > 0) {
                text += fmt::format(
                    "flight_gateway_requests_total{{route=\"{}\",status=\"{}xx\"}} {}\n",
                    route.name,
                    index,
                    route.by_class[index]);
            }
        }
    }
    return text;
}

std::string GatewayMetrics::durations_text() const {
    constexpr std::string_view kName = "flight_gateway_request_duration_seconds";
    auto text = head(kName, "histogram", "From the end of a request to the end of its answer.");
    for (const auto& route : routes_) {
        if (route.count == 0) {
            continue;
        }
        for (std::size_t index = 0; index < kBounds.size(); ++index) {
            text += fmt::format("{}_bucket{{route=\"{}\",le=\"{}\"}} {}\n",
                                kName,
                                route.name,
                                kBounds[index],
                                route.buckets[index]);
        }
        text += fmt::format(
            "{0}_bucket{{route=\"{1}\",le=\"+Inf\"}} {2}\n{0}_sum{{route=\"{1}\"}} "
            "{3}\n{0}_count{{route=\"{1}\"}} {2}\n",
            kName,
            route.name,
            route.count,
            route.seconds);
    }
    return text;
}

std::string GatewayMetrics::text(std::size_t in_flight) const {
    return requests_text() + durations_text() +
           single("flight_gateway_4xx_total", "counter", "Answers with status 4XX.", of_class(4)) +
           single("flight_gateway_5xx_total", "counter", "Answers with status 5XX.", of_class(5)) +
           single("flight_gateway_rate_limited_total",
                  "counter",
                  "Requests that were answered 429 by the rate limits.",
                  rate_limited_) +
           single("flight_gateway_timeouts_total",
                  "counter",
                  "Requests whose function did not answer in time.",
                  timeouts_) +
           single("flight_gateway_function_failures_total",
                  "counter",
                  "Calls that failed or gave a malformed answer.",
                  function_failures_) +
           single("flight_gateway_in_flight",
                  "gauge",
                  "Requests that wait for their answer, this one among them.",
                  in_flight);
}

}  // namespace kconnect::flight_gateway
