#include "reader/gateway_event.hpp"

#include <algorithm>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reader/percent_encoding.hpp"
#include "reader/request_error.hpp"

namespace kconnect::flight_reader {
namespace {

using nlohmann::json;

RequestError bad_event(const std::string& message) {
    return {400, "bad_event", message};
}

std::string lower_case(std::string text) {
    std::transform(text.begin(), text.end(), text.begin(), [](char letter) {
        return letter >= 'A' && letter <= 'Z' ? static_cast<char>(letter - 'A' + 'a') : letter;
    });
    return text;
}

/// The member, or null when it is absent; `parent` may be null itself.
const json& member(const json& parent, const char* name) {
    static const json null_member;
    if (!parent.is_object()) {
        return null_member;
    }
    const auto found = parent.find(name);
    return found == parent.end() ? null_member : *found;
}

std::string text_of(const json& value, std::string_view name) {
    if (!value.is_string()) {
        throw bad_event(fmt::format("The event's '{}' must be a text", name));
    }
    return value.get<std::string>();
}

std::string text_or_empty(const json& value, std::string_view name) {
    return value.is_null() ? std::string() : text_of(value, name);
}

const json& object_or_null(const json& value, std::string_view name) {
    if (!value.is_object() && !value.is_null()) {
        throw bad_event(fmt::format("The event's '{}' must be an object", name));
    }
    return value;
}

void check_flag(const json& event, const char* name) {
    const json& value = member(event, name);
    if (!value.is_boolean() && !value.is_null()) {
        throw bad_event(fmt::format("The event's '{}' must be true or false", name));
    }
}

std::map<std::string, std::string> headers_of(const json& event) {
    std::map<std::string, std::string> headers;
    for (const auto& [name, values] :
         object_or_null(member(event, "multiValueHeaders"), "multiValueHeaders").items()) {
        if (!values.is_array()) {
            throw bad_event("The event's 'multiValueHeaders' must hold lists");
        }
        std::string joined;
        for (const json& value : values) {
            joined += (joined.empty() ? "" : ", ") + text_of(value, "multiValueHeaders");
        }
        headers[lower_case(name)] = joined;
    }
    for (const auto& [name, value] : object_or_null(member(event, "headers"), "headers").items()) {
        headers.try_emplace(lower_case(name), text_or_empty(value, "headers"));
    }
    return headers;
}

QueryParameters single_parameters(const json& event) {
    QueryParameters parameters;
    for (const auto& [name, value] :
         object_or_null(member(event, "queryStringParameters"), "queryStringParameters").items()) {
        parameters.emplace_back(name, text_or_empty(value, "queryStringParameters"));
    }
    return parameters;
}

QueryParameters multiple_parameters(const json& lists) {
    QueryParameters parameters;
    for (const auto& [name, values] :
         object_or_null(lists, "multiValueQueryStringParameters").items()) {
        if (!values.is_array()) {
            throw bad_event("The event's 'multiValueQueryStringParameters' must hold lists");
        }
        for (const json& value : values) {
            parameters.emplace_back(name, text_of(value, "multiValueQueryStringParameters"));
        }
    }
    return parameters;
}

GatewayRequest read_version_1(const json& event) {
    const json& context = object_or_null(member(event, "requestContext"), "requestContext");
    const json& lists = member(event, "multiValueQueryStringParameters");
    check_flag(event, "isBase64Encoded");
    return {text_of(member(event, "httpMethod"), "httpMethod"),
            text_of(member(event, "path"), "path"),
            lists.is_null() ? single_parameters(event) : multiple_parameters(lists),
            headers_of(event),
            text_or_empty(member(context, "requestId"), "requestContext.requestId")};
}

/// The raw path begins with the stage, unless that is the default one.
std::string without_stage(std::string path, const std::string& stage) {
    const std::string prefix = '/' + stage;
    if (stage.empty() || stage == "$default" || !path.starts_with(prefix)) {
        return path;
    }
    if (path.size() == prefix.size()) {
        return "/";
    }
    return path[prefix.size()] == '/' ? path.substr(prefix.size()) : path;
}

GatewayRequest read_version_2(const json& event) {
    const json& context = object_or_null(member(event, "requestContext"), "requestContext");
    const json& http = object_or_null(member(context, "http"), "requestContext.http");
    const json& raw_query = member(event, "rawQueryString");
    check_flag(event, "isBase64Encoded");
    // The other form joins doubled parameters by commas, which a value may hold itself.
    return {text_of(member(http, "method"), "requestContext.http.method"),
            without_stage(text_of(member(event, "rawPath"), "rawPath"),
                          text_or_empty(member(context, "stage"), "requestContext.stage")),
            raw_query.is_null() ? single_parameters(event)
                                : parse_query_string(text_of(raw_query, "rawQueryString")),
            headers_of(event),
            text_or_empty(member(context, "requestId"), "requestContext.requestId")};
}

GatewayRequest read_schedule(const json& event) {
    GatewayRequest request{"GET", "/flightData", {}, {}, text_or_empty(member(event, "id"), "id")};
    for (const auto& [name, value] : object_or_null(member(event, "detail"), "detail").items()) {
        if (!value.is_string() && !value.is_number()) {
            throw bad_event(
                fmt::format("The event's 'detail.{}' must be a text or a number", name));
        }
        request.parameters.emplace_back(
            name, value.is_string() ? value.get<std::string>() : value.dump());
    }
    return request;
}

}  // namespace

std::optional<std::string_view> GatewayRequest::header(const std::string& name) const {
    const auto found = headers.find(name);
    if (found == headers.end()) {
        return std::nullopt;
    }
    return found->second;
}

GatewayRequest read_event(std::string_view event) {
    const json parsed = json::parse(event, nullptr, false);
    if (!parsed.is_object()) {
        throw bad_event("The event is no JSON object");
    }
    const json& version = member(parsed, "version");
    if (version == "2.0") {
        return read_version_2(parsed);
    }
    if (version == "1.0" || parsed.contains("httpMethod")) {
        return read_version_1(parsed);
    }
    if (member(parsed, "detail-type") == "Scheduled Event" ||
        member(parsed, "source") == "aws.events" || member(parsed, "source") == "aws.scheduler") {
        return read_schedule(parsed);
    }
    throw bad_event(
        "The event is neither of API Gateway (payload 1.0 or 2.0) nor a scheduled one of "
        "EventBridge");
}

}  // namespace kconnect::flight_reader
