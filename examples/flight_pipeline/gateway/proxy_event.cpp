#include "gateway/proxy_event.hpp"

#include <algorithm>
#include <string_view>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "gateway/payload_text.hpp"
#include "http/http_date.hpp"
#include "text/base64.hpp"
#include "text/utf8.hpp"

namespace kconnect::flight_gateway {
namespace {

using Json = nlohmann::ordered_json;
using Pairs = std::vector<std::pair<std::string, std::string>>;

constexpr std::string_view kAccount = "000000000000";
constexpr std::string_view kApi = "local";

std::string lower(std::string_view text) {
    std::string result(text);
    std::transform(result.begin(), result.end(), result.begin(), [](char character) {
        return character >= 'A' && character <= 'Z' ? static_cast<char>(character + 32) : character;
    });
    return result;
}

/// Of one connection only: a gateway does not pass these on.
bool is_hop_by_hop(std::string_view name) {
    for (const std::string_view hop : {"connection",
                                       "expect",
                                       "keep-alive",
                                       "proxy-connection",
                                       "te",
                                       "trailer",
                                       "transfer-encoding",
                                       "upgrade"}) {
        if (http::equals_ignoring_case(name, hop)) {
            return true;
        }
    }
    return false;
}

std::string trace_id(const RoutedRequest& routed) {
    using std::chrono::seconds;
    std::string digits;
    std::copy_if(routed.request_id.begin(),
                 routed.request_id.end(),
                 std::back_inserter(digits),
                 [](char character) { return character != '-'; });
    const auto time = std::chrono::floor<seconds>(routed.request.received).time_since_epoch();
    return fmt::format("Root=1-{:08x}-{}", time.count(), digits.substr(0, 24));
}

void replace(Pairs& headers, std::string name, std::string value) {
    std::erase_if(headers, [&](const auto& header) {
        return http::equals_ignoring_case(header.first, name);
    });
    headers.emplace_back(std::move(name), std::move(value));
}

/// The request's headers with those that API Gateway adds.
Pairs passed_on(const RoutedRequest& routed) {
    Pairs headers;
    std::string forwarded;
    for (const auto& [name, value] : routed.request.headers) {
        if (http::equals_ignoring_case(name, "X-Forwarded-For")) {
            forwarded += value + ", ";
        } else if (!is_hop_by_hop(name)) {
            headers.emplace_back(name, value);
        }
    }
    if (http::header(headers, "X-Amzn-Trace-Id").empty()) {
        replace(headers, "X-Amzn-Trace-Id", trace_id(routed));
    }
    replace(headers, "X-Forwarded-For", forwarded + routed.request.client);
    replace(headers, "X-Forwarded-Port", std::to_string(routed.port));
    replace(headers, "X-Forwarded-Proto", "http");
    return headers;
}

/// Values under their names; names that differ in case only are one, as it is written first.
std::vector<std::pair<std::string, std::vector<std::string>>> grouped(const Pairs& pairs,
                                                                      bool minds_case) {
    std::vector<std::pair<std::string, std::vector<std::string>>> groups;
    for (const auto& [name, value] : pairs) {
        const auto found = std::find_if(
            groups.begin(), groups.end(), [&name = name, minds_case](const auto& group) {
                return minds_case ? group.first == name
                                  : http::equals_ignoring_case(group.first, name);
            });
        if (found == groups.end()) {
            groups.push_back({name, {value}});
        } else {
            found->second.push_back(value);
        }
    }
    return groups;
}

/// All values and the last ones; null when there are none.
std::pair<Json, Json> multi_and_single(const Pairs& pairs, bool minds_case) {
    Json multi;
    Json single;
    for (const auto& [name, values] : grouped(pairs, minds_case)) {
        multi[name] = values;
        single[name] = values.back();
    }
    return {std::move(multi), std::move(single)};
}

Json joined(const Pairs& pairs, bool minds_case) {
    Json object;
    for (const auto& [name, values] : grouped(pairs, minds_case)) {
        object[minds_case ? name : lower(name)] = fmt::format("{}", fmt::join(values, ","));
    }
    return object;
}

Json text_or_null(std::string_view text) {
    return text.empty() ? Json() : Json(text);
}

Json parameters_of(const RoutedRequest& routed) {
    Json object;
    for (const auto& [name, value] : routed.parameters) {
        object[name] = value;
    }
    return object;
}

/// "23/Nov/2026:05:41:36 +0000"
std::string time_of(const http::Request& request) {
    const auto text = http::log_date(request.received);
    return text.substr(1, text.size() - 2);
}

std::string raw_query(const http::Request& request) {
    const auto text =
        std::string_view(request.target_text).substr(0, request.target_text.find('#'));
    const auto mark = text.find('?');
    return mark == std::string_view::npos ? std::string() : std::string(text.substr(mark + 1));
}

void add_body(Json& event, const http::Request& request, bool keeps_null) {
    const auto type = http::header(request.headers, "Content-Type");
    const bool is_text = is_text_type(type) && flight_text::is_utf8(request.body);
    if (!request.body.empty()) {
        event["body"] = is_text ? request.body : flight_text::to_base64(request.body);
    } else if (keeps_null) {
        event["body"] = nullptr;
    }
    event["isBase64Encoded"] = !request.body.empty() && !is_text;
}

std::string host_of(const http::Request& request) {
    return std::string(http::header(request.headers, "Host"));
}

Json identity(const http::Request& request) {
    Json object;
    for (const auto* const name : {"accessKey",
                                   "accountId",
                                   "apiKey",
                                   "apiKeyId",
                                   "caller",
                                   "cognitoAuthenticationProvider",
                                   "cognitoAuthenticationType",
                                   "cognitoIdentityId",
                                   "cognitoIdentityPoolId",
                                   "principalOrgId"}) {
        object[name] = nullptr;
    }
    object["sourceIp"] = request.client;
    object["user"] = nullptr;
    object["userAgent"] = text_or_null(http::header(request.headers, "User-Agent"));
    object["userArn"] = nullptr;
    return object;
}

Json event_one(const RoutedRequest& routed) {
    const auto& request = routed.request;
    auto [multi_headers, headers] = multi_and_single(passed_on(routed), false);
    auto [multi_query, query] = multi_and_single(request.target.query, true);
    Json event = {{"version", "1.0"},
                  {"resource", routed.route.path},
                  {"path", raw_path(request)},
                  {"httpMethod", request.method},
                  {"headers", std::move(headers)},
                  {"multiValueHeaders", std::move(multi_headers)},
                  {"queryStringParameters", std::move(query)},
                  {"multiValueQueryStringParameters", std::move(multi_query)},
                  {"pathParameters", parameters_of(routed)},
                  {"stageVariables", nullptr}};
    event["requestContext"] = {{"accountId", kAccount},
                               {"apiId", kApi},
                               {"domainName", host_of(request)},
                               {"domainPrefix", kApi},
                               {"extendedRequestId", routed.request_id},
                               {"httpMethod", request.method},
                               {"identity", identity(request)},
                               {"path", raw_path(request)},
                               {"protocol", request.version},
                               {"requestId", routed.request_id},
                               {"requestTime", time_of(request)},
                               {"requestTimeEpoch", request.received.time_since_epoch().count()},
                               {"resourceId", "local"},
                               {"resourcePath", routed.route.path},
                               {"stage", "prod"}};
    add_body(event, request, true);
    return event;
}

Json cookies_of(const http::Request& request) {
    Json cookies;
    for (const auto& [name, value] : request.headers) {
        std::string_view rest = value;
        while (http::equals_ignoring_case(name, "Cookie") && !rest.empty()) {
            const auto end = std::min(rest.find(';'), rest.size());
            const auto cookie = rest.substr(0, end);
            const auto first = cookie.find_first_not_of(' ');
            if (first != std::string_view::npos) {
                cookies.push_back(cookie.substr(first));
            }
            rest.remove_prefix(std::min(end + 1, rest.size()));
        }
    }
    return cookies;
}

void add_unless_null(Json& event, const char* name, Json value) {
    if (!value.is_null()) {
        event[name] = std::move(value);
    }
}

std::string route_key(const RoutedRequest& routed) {
    const auto& methods = routed.route.methods;
    const bool is_named =
        std::find(methods.begin(), methods.end(), routed.request.method) != methods.end();
    return fmt::format("{} {}", is_named ? routed.request.method : "ANY", routed.route.path);
}

Json event_two(const RoutedRequest& routed) {
    const auto& request = routed.request;
    Json event = {{"version", "2.0"},
                  {"routeKey", route_key(routed)},
                  {"rawPath", raw_path(request)},
                  {"rawQueryString", raw_query(request)}};
    // What a request does not have is not in its event either.
    add_unless_null(event, "cookies", cookies_of(request));
    auto headers = passed_on(routed);
    std::erase_if(headers, [](const auto& header) {
        return http::equals_ignoring_case(header.first, "Cookie");
    });
    event["headers"] = joined(headers, false);
    add_unless_null(event, "queryStringParameters", joined(request.target.query, true));
    add_unless_null(event, "pathParameters", parameters_of(routed));
    event["requestContext"] = {{"accountId", kAccount},
                               {"apiId", kApi},
                               {"domainName", host_of(request)},
                               {"domainPrefix", kApi},
                               {"http",
                                {{"method", request.method},
                                 {"path", raw_path(request)},
                                 {"protocol", request.version},
                                 {"sourceIp", request.client},
                                 {"userAgent", http::header(request.headers, "User-Agent")}}},
                               {"requestId", routed.request_id},
                               {"routeKey", route_key(routed)},
                               {"stage", "$default"},
                               {"time", time_of(request)},
                               {"timeEpoch", request.received.time_since_epoch().count()}};
    add_body(event, request, false);
    return event;
}

}  // namespace

std::string raw_path(const http::Request& request) {
    std::string_view text = request.target_text;
    text = text.substr(0, text.find_first_of("?#"));
    const auto scheme_end = text.find("://");
    if (!text.starts_with('/') && scheme_end != std::string_view::npos) {
        const auto path = text.find('/', scheme_end + 3);
        text = path == std::string_view::npos ? std::string_view("/") : text.substr(path);
    }
    return std::string(text);
}

std::string proxy_event(const RoutedRequest& routed) {
    const auto event =
        routed.route.payload == PayloadFormat::kOne ? event_one(routed) : event_two(routed);
    return event.dump(-1, ' ', false, Json::error_handler_t::replace);
}

}  // namespace kconnect::flight_gateway
