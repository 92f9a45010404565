#pragma once

#include <optional>
#include <string_view>

#include "gateway/gateway_config.hpp"
#include "http/http_message.hpp"

namespace kconnect::flight_gateway {

/// Lets pages of other origins read answers, as an HTTP API's CORS configuration does.
/// Threads: any.
class Cors {
public:
    explicit Cors(std::optional<CorsConfig> config) : config_(std::move(config)) {}

    /// The answer to a preflight request; absent when `request` is none.
    std::optional<http::Response> preflight(const http::Request& request) const;

    /// The headers that the answer to `request` gets.
    http::Headers headers_for(const http::Request& request) const;

    /// Takes away what a function says of origins by itself, when there is a configuration.
    void remove_own(http::Response& response) const;

private:
    bool allows_any() const;
    bool allows(std::string_view origin) const;

    std::optional<CorsConfig> config_;
};

}  // namespace kconnect::flight_gateway
