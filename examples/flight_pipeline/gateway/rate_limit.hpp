#pragma once

#include <chrono>
#include <cstddef>
#include <optional>
#include <string>
#include <unordered_map>

#include "gateway/gateway_config.hpp"

namespace kconnect::flight_gateway {

/// Lets requests through as long as there are tokens: `burst` at first, `per_second` come back.
class TokenBucket {
public:
    using Time = std::chrono::steady_clock::time_point;

    TokenBucket(const RateConfig& rate, Time now)
        : rate_(rate), tokens_(rate.burst), filled_at_(now) {}

    /// How long until there is a token; zero when there is one.
    std::chrono::duration<double> wait(Time now);
    void take() { tokens_ -= 1; }
    /// True when nothing has been taken that has not come back.
    bool is_full(Time now) const;

private:
    double tokens_at(Time now) const;

    RateConfig rate_;
    double tokens_;
    Time filled_at_;
};

/// The limits of the gateway: one bucket for each client, which with IPv6 is a /64, and one for
/// all. Threads: one at a time.
class RateLimit {
public:
    RateLimit(std::optional<RateConfig> per_client, std::optional<RateConfig> of_all);

    /// Absent when the request may pass; else after how many seconds it may be tried again.
    std::optional<std::chrono::seconds> refuse(const std::string& client, TokenBucket::Time now);

    /// Clients that are remembered; bounded.
    std::size_t clients() const noexcept { return clients_.size(); }

private:
    TokenBucket& bucket_of(const std::string& client, TokenBucket::Time now);

    std::optional<RateConfig> per_client_;
    std::optional<RateConfig> of_all_;
    std::unordered_map<std::string, TokenBucket> clients_;
    std::optional<TokenBucket> all_;
    TokenBucket::Time next_sweep_{};
};

}  // namespace kconnect::flight_gateway
