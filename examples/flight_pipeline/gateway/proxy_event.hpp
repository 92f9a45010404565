#pragma once

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "gateway/gateway_config.hpp"
#include "http/http_message.hpp"

namespace kconnect::flight_gateway {

/// A request on its way to a function; borrowed.
struct RoutedRequest {
    const http::Request& request;
    const RouteConfig& route;
    const std::vector<std::pair<std::string, std::string>>& parameters;
    const std::string& request_id;
    std::uint16_t port = 0;  ///< That the client spoke to.
};

/// The path as the client wrote it: "/aircraft/DLH%204AB".
std::string raw_path(const http::Request& request);

/// The proxy event that API Gateway would make, as JSON: payload format 1.0 (REST APIs) or 2.0
/// (HTTP APIs), as the route asks for. Bytes that are no UTF-8 outside of the body become U+FFFD.
std::string proxy_event(const RoutedRequest& routed);

}  // namespace kconnect::flight_gateway
