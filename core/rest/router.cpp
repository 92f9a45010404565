#include "rest/router.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <optional>

#include <fmt/format.h>

#include <kconnect/version.hpp>

#include "rest/answers.hpp"

namespace kconnect::rest {
namespace {

/// The next segment of a route's path, which it loses; absent at its end.
std::optional<std::string_view> next_segment(std::string_view& path) {
    if (path.size() <= 1) {
        return std::nullopt;
    }
    path.remove_prefix(1);
    const auto segment = path.substr(0, path.find('/'));
    path.remove_prefix(segment.size());
    return segment;
}

/// What stands in the braces of `pattern`; absent when the path is another one.
std::optional<std::vector<std::string>> match(std::string_view pattern,
                                              const std::vector<std::string>& path) {
    std::vector<std::string> parameters;
    for (const auto& part : path) {
        const auto segment = next_segment(pattern);
        if (!segment) {
            return std::nullopt;
        }
        if (segment->starts_with('{')) {
            parameters.push_back(part);
        } else if (*segment != part) {
            return std::nullopt;
        }
    }
    if (next_segment(pattern)) {
        return std::nullopt;
    }
    return parameters;
}

std::string_view without_blanks(std::string_view text) {
    const auto first = text.find_first_not_of(" \t");
    if (first == std::string_view::npos) {
        return {};
    }
    return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

/// Whether one range of an Accept header, "application/*;q=0.5", takes JSON.
bool range_takes_json(std::string_view range) {
    const auto type = without_blanks(range.substr(0, range.find(';')));
    const auto quality = range.find("q=");
    if (quality != std::string_view::npos) {
        const auto number = range.substr(quality + 2);
        if (number.starts_with('0') && number.find_first_of("123456789") == std::string::npos) {
            return false;
        }
    }
    return type == "*" || type == "*/*" || equals_ignoring_case(type, "application/*") ||
           equals_ignoring_case(type, kJsonType);
}

bool accepts_json(const Request& request) {
    auto accept = header(request.headers, "Accept");
    if (without_blanks(accept).empty()) {
        return true;
    }
    while (!accept.empty()) {
        const auto end = std::min(accept.find(','), accept.size());
        if (range_takes_json(accept.substr(0, end))) {
            return true;
        }
        accept.remove_prefix(std::min(end + 1, accept.size()));
    }
    return false;
}

bool has_json_body(const Request& request) {
    const auto type = header(request.headers, "Content-Type");
    return request.body.empty() ||
           equals_ignoring_case(without_blanks(type.substr(0, type.find(';'))), kJsonType);
}

/// "HEAD,POST,GET,OPTIONS", in the order in which Java's hash set gives them.
Response allowed_methods(const std::vector<RouteMatch>& matches) {
    constexpr std::array<std::string_view, 7> kOrder = {
        "HEAD", "DELETE", "POST", "GET", "OPTIONS", "PATCH", "PUT"};
    std::string text;
    for (const auto method : kOrder) {
        const auto needed = method == "HEAD" ? std::string_view("GET") : method;
        const bool is_allowed =
            method == "OPTIONS" ||
            std::any_of(matches.begin(), matches.end(), [needed](const auto& match) {
                return match.route->method == needed;
            });
        if (is_allowed) {
            text += text.empty() ? "" : ",";
            text += method;
        }
    }
    return {.status = 200,
            .content_type = std::string(kJsonType),
            .headers = {{"Allow", std::move(text)}}};
}

Response not_supported_yet(const Route& route) {
    return error_response(
        501,
        fmt::format(
            "{} {} is not supported yet by kconnect {}", route.method, route.path, kVersion));
}

}  // namespace

Router::Router(std::span<const Route> routes, std::span<const ListenerRole> roles) {
    for (const auto& route : routes) {
        if (std::find(roles.begin(), roles.end(), route.role) != roles.end()) {
            routes_.push_back(&route);
        }
    }
}

std::vector<RouteMatch> Router::with_path(const std::vector<std::string>& path) const {
    std::vector<RouteMatch> matches;
    for (const auto* route : routes_) {
        if (auto parameters = match(route->path, path)) {
            matches.push_back({route, std::move(*parameters)});
        }
    }
    return matches;
}

std::variant<RouteMatch, Response> Router::find(const Request& request) const {
    auto matches = with_path(request.target.path);
    if (matches.empty()) {
        return protocol_error(404);
    }
    if (request.method == "OPTIONS") {
        return allowed_methods(matches);
    }
    const std::string_view method =
        request.method == "HEAD" ? std::string_view("GET") : std::string_view(request.method);
    const auto found = std::find_if(matches.begin(), matches.end(), [method](const auto& match) {
        return match.route->method == method;
    });
    if (found == matches.end()) {
        return protocol_error(405);
    }
    if (!has_json_body(request)) {
        return protocol_error(415);
    }
    if (!accepts_json(request)) {
        return protocol_error(406);
    }
    if (found->route->handler == nullptr) {
        return not_supported_yet(*found->route);
    }
    return std::move(*found);
}

}  // namespace kconnect::rest
