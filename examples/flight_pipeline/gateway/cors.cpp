#include "gateway/cors.hpp"

#include <algorithm>
#include <string>
#include <utility>

#include <fmt/format.h>

namespace kconnect::flight_gateway {
namespace {

bool starts_with_ignoring_case(std::string_view text, std::string_view start) {
    return text.size() >= start.size() &&
           http::equals_ignoring_case(text.substr(0, start.size()), start);
}

bool matches(std::string_view pattern, std::string_view origin) {
    if (pattern == "*") {
        return true;
    }
    if (pattern.ends_with("://*")) {
        return starts_with_ignoring_case(origin, pattern.substr(0, pattern.size() - 1));
    }
    return http::equals_ignoring_case(pattern, origin);
}

}  // namespace

bool Cors::allows_any() const {
    const auto& origins = config_->allow_origins;
    return std::find(origins.begin(), origins.end(), "*") != origins.end();
}

bool Cors::allows(std::string_view origin) const {
    const auto& origins = config_->allow_origins;
    return std::any_of(origins.begin(), origins.end(), [origin](const auto& pattern) {
        return matches(pattern, origin);
    });
}

std::optional<http::Response> Cors::preflight(const http::Request& request) const {
    const auto method = http::header(request.headers, "Access-Control-Request-Method");
    if (!config_ || request.method != "OPTIONS" || method.empty() ||
        http::header(request.headers, "Origin").empty()) {
        return std::nullopt;
    }
    http::Response response{.status = 204};
    if (!allows(http::header(request.headers, "Origin"))) {
        return response;  // Without headers that allow something: the browser refuses.
    }
    auto& headers = response.headers;
    headers.emplace_back("Access-Control-Allow-Methods",
                         fmt::format("{}", fmt::join(config_->allow_methods, ",")));
    if (!config_->allow_headers.empty()) {
        headers.emplace_back("Access-Control-Allow-Headers",
                             fmt::format("{}", fmt::join(config_->allow_headers, ",")));
    }
    if (config_->max_age) {
        headers.emplace_back("Access-Control-Max-Age", std::to_string(config_->max_age->count()));
    }
    return response;
}

http::Headers Cors::headers_for(const http::Request& request) const {
    if (!config_) {
        return {};
    }
    http::Headers headers;
    // With "*" all get the same answer; a cache need not tell them apart.
    if (!allows_any()) {
        headers.emplace_back("Vary", "Origin");
    }
    const auto origin = http::header(request.headers, "Origin");
    if (origin.empty() || !allows(origin)) {
        return headers;
    }
    headers.emplace_back("Access-Control-Allow-Origin",
                         allows_any() ? std::string("*") : std::string(origin));
    if (config_->allow_credentials) {
        headers.emplace_back("Access-Control-Allow-Credentials", "true");
    }
    if (!config_->expose_headers.empty()) {
        headers.emplace_back("Access-Control-Expose-Headers",
                             fmt::format("{}", fmt::join(config_->expose_headers, ",")));
    }
    return headers;
}

void Cors::remove_own(http::Response& response) const {
    if (config_) {
        std::erase_if(response.headers, [](const auto& header) {
            return starts_with_ignoring_case(header.first, "Access-Control-");
        });
    }
}

}  // namespace kconnect::flight_gateway
