#pragma once

#include <array>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

namespace kconnect::flight_gateway {

/// What the gateway counts, as Prometheus reads it. Threads: one at a time.
class GatewayMetrics {
public:
    /// `routes` are the values of the label `route`; they are counted by their index.
    explicit GatewayMetrics(const std::vector<std::string>& routes);

    /// Counts a request that has ended.
    void count(std::size_t route, int status, std::chrono::microseconds duration);
    void count_rate_limited() { ++rate_limited_; }
    void count_timeout() { ++timeouts_; }
    void count_function_failure() { ++function_failures_; }

    /// The text of /metrics.
    std::string text(std::size_t in_flight) const;

private:
    static constexpr std::array<double, 13> kBounds = {
        0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 10, 30};
    static constexpr std::size_t kClasses = 6;

    struct Route {
        std::string name;
        std::array<std::uint64_t, kClasses> by_class{};  ///< Index 4: 4xx; 0: hung up.
        std::array<std::uint64_t, kBounds.size()> buckets{};
        std::uint64_t count = 0;
        double seconds = 0;
    };

    std::string requests_text() const;
    std::string durations_text() const;
    std::uint64_t of_class(std::size_t status_class) const;

    std::vector<Route> routes_;
    std::uint64_t rate_limited_ = 0;
    std::uint64_t timeouts_ = 0;
    std::uint64_t function_failures_ = 0;
};

}  // namespace kconnect::flight_gateway
