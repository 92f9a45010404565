#include "gateway/rate_limit.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <string>

#include <arpa/inet.h>

namespace kconnect::flight_gateway {
namespace {

/// Above it clients whose bucket is full are forgotten; new ones share a bucket if that is none.
constexpr std::size_t kMostClients = 10'000;
/// Looking at all of them for each request would be what an attacker wants.
constexpr std::chrono::seconds kSweepPause{1};
/// Longer waits are told as this one.
constexpr double kLongestWait = 1e9;

/// Whose bucket it is: one client of IPv6 has a whole /64, and would get a new bucket for each of
/// its addresses.
std::string owner_of(const std::string& client) {
    constexpr std::size_t kNetworkBytes = 8;
    std::array<char, 16> address{};
    if (::inet_pton(AF_INET6, client.substr(0, client.find('%')).c_str(), address.data()) != 1) {
        return client;
    }
    return {address.data(), kNetworkBytes};
}

}  // namespace

double TokenBucket::tokens_at(Time now) const {
    const std::chrono::duration<double> passed = now - filled_at_;
    return std::min(rate_.burst, tokens_ + passed.count() * rate_.per_second);
}

std::chrono::duration<double> TokenBucket::wait(Time now) {
    tokens_ = tokens_at(now);
    filled_at_ = now;
    return std::chrono::duration<double>(tokens_ >= 1 ? 0.0 : (1 - tokens_) / rate_.per_second);
}

bool TokenBucket::is_full(Time now) const {
    return tokens_at(now) >= rate_.burst;
}

RateLimit::RateLimit(std::optional<RateConfig> per_client, std::optional<RateConfig> of_all)
    : per_client_(per_client), of_all_(of_all) {
}

TokenBucket& RateLimit::bucket_of(const std::string& client, TokenBucket::Time now) {
    const auto found = clients_.find(client);
    if (found != clients_.end()) {
        return found->second;
    }
    if (clients_.size() >= kMostClients && now >= next_sweep_) {
        next_sweep_ = now + kSweepPause;
        std::erase_if(clients_, [now](const auto& entry) { return entry.second.is_full(now); });
    }
    const auto& name = clients_.size() >= kMostClients ? std::string() : client;
    return clients_.try_emplace(name, *per_client_, now).first->second;
}

std::optional<std::chrono::seconds> RateLimit::refuse(const std::string& client,
                                                      TokenBucket::Time now) {
    if (of_all_ && !all_) {
        all_.emplace(*of_all_, now);
    }
    auto* const own = per_client_ ? &bucket_of(owner_of(client), now) : nullptr;
    std::chrono::duration<double> wait{0};
    if (own != nullptr) {
        wait = own->wait(now);
    }
    if (all_) {
        wait = std::max(wait, all_->wait(now));
    }
    if (wait.count() > 0) {
        const double seconds = std::min(std::ceil(wait.count()), kLongestWait);
        return std::chrono::seconds(static_cast<std::int64_t>(seconds));
    }
    if (own != nullptr) {
        own->take();
    }
    if (all_) {
        all_->take();
    }
    return std::nullopt;
}

}  // namespace kconnect::flight_gateway
