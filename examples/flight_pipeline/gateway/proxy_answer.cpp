#include "gateway/proxy_answer.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "text/base64.hpp"

namespace kconnect::flight_gateway {
namespace {

using Json = nlohmann::ordered_json;

std::string text_of(const Json& json) {
    return json.is_string() ? json.get<std::string>()
                            : json.dump(-1, ' ', false, Json::error_handler_t::replace);
}

/// Null when there is none.
const Json& member(const Json& answer, const char* name) {
    static const Json null;
    const auto found = answer.find(name);
    return found == answer.end() ? null : *found;
}

int status_of(const Json& answer) {
    const auto& status = member(answer, "statusCode");
    std::int64_t number = 0;
    if (status.is_number_integer()) {
        number = status.get<std::int64_t>();
    } else if (status.is_string()) {
        const auto& text = status.get_ref<const std::string&>();
        std::from_chars(text.data(), text.data() + text.size(), number);
    }
    constexpr int kLeast = 200;
    constexpr int kMost = 599;
    if (number < kLeast || number > kMost) {
        throw MalformedAnswer(
            fmt::format("statusCode is {}; it must be 200 to 599", text_of(status)));
    }
    return static_cast<int>(number);
}

/// The length of what is sent and what belongs to a connection are the server's.
bool is_servers(std::string_view name) {
    for (const std::string_view own :
         {"Connection", "Content-Length", "Date", "Keep-Alive", "Server", "Transfer-Encoding"}) {
        if (http::equals_ignoring_case(name, own)) {
            return true;
        }
    }
    return false;
}

bool is_name(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char character) {
        return character > ' ' && character < '\x7f' &&
               std::string_view("\"(),/:;<=>?@[\\]{}").find(character) == std::string_view::npos;
    });
}

bool is_value(std::string_view text) {
    return std::none_of(text.begin(), text.end(), [](char character) {
        const auto byte = static_cast<unsigned char>(character);
        return (byte < ' ' && character != '\t') || byte == 0x7f;
    });
}

void add(http::Headers& headers, const std::string& name, const Json& value) {
    if (value.is_structured() || value.is_null()) {
        throw MalformedAnswer(fmt::format("header '{}' is no text", name));
    }
    const auto text = text_of(value);
    if (!is_name(name) || !is_value(text)) {
        throw MalformedAnswer("a header has a name or a value that HTTP does not allow");
    }
    if (!is_servers(name)) {
        headers.emplace_back(name, text);
    }
}

void require(const Json& value, bool is_right, const char* what) {
    if (!value.is_null() && !is_right) {
        throw MalformedAnswer(what);
    }
}

http::Headers headers_of(const Json& answer, PayloadFormat format) {
    http::Headers headers;
    const auto& single = member(answer, "headers");
    require(single, single.is_object(), "headers is no object");
    static const Json none;  // Payload format 2.0 has none.
    const auto& multi = format == PayloadFormat::kOne ? member(answer, "multiValueHeaders") : none;
    require(multi, multi.is_object(), "multiValueHeaders is no object");
    for (const auto& [name, values] : multi.items()) {
        require(values, values.is_array(), "a value of multiValueHeaders is no array");
        for (const auto& value : values) {
            add(headers, name, value);
        }
    }
    const auto of_multi = headers;
    for (const auto& [name, value] : single.items()) {
        const bool is_there =
            std::any_of(of_multi.begin(), of_multi.end(), [&name = name](const auto& header) {
                return http::equals_ignoring_case(header.first, name);
            });
        if (!is_there && !value.is_null()) {
            add(headers, name, value);
        }
    }
    if (format == PayloadFormat::kTwo) {
        const auto& cookies = member(answer, "cookies");
        require(cookies, cookies.is_array(), "cookies is no array");
        for (const auto& cookie : cookies) {
            add(headers, "Set-Cookie", cookie);
        }
    }
    return headers;
}

std::string body_of(const Json& answer) {
    const auto& body = member(answer, "body");
    require(body, body.is_string(), "body is no text");
    const auto& is_encoded = member(answer, "isBase64Encoded");
    require(is_encoded, is_encoded.is_boolean(), "isBase64Encoded is neither true nor false");
    auto text = body.is_null() ? std::string() : body.get<std::string>();
    if (!is_encoded.is_boolean() || !is_encoded.get<bool>()) {
        return text;
    }
    auto bytes = flight_text::from_base64(text);
    if (!bytes) {
        throw MalformedAnswer("body is no base64 although isBase64Encoded is true");
    }
    return *std::move(bytes);
}

}  // namespace

http::Response http_answer(std::string_view function_answer, PayloadFormat format) {
    const auto answer = Json::parse(function_answer, nullptr, false);
    if (answer.is_discarded()) {
        throw MalformedAnswer("the answer is no JSON");
    }
    const bool has_status = answer.is_object() && answer.contains("statusCode");
    if (!has_status) {
        if (format == PayloadFormat::kOne) {
            throw MalformedAnswer("the answer has no statusCode");
        }
        return {.status = 200, .body = text_of(answer), .content_type = "application/json"};
    }
    http::Response response{.status = status_of(answer),
                            .body = body_of(answer),
                            .headers = headers_of(answer, format)};
    constexpr int kNoContent = 204;
    constexpr int kNotModified = 304;
    if (response.status == kNoContent || response.status == kNotModified) {
        response.body.clear();
    } else if (http::header(response.headers, "Content-Type").empty()) {
        response.content_type =
            format == PayloadFormat::kOne ? "application/json" : "text/plain;charset=UTF-8";
    }
    return response;
}

http::Response gateway_answer(int status, std::string_view message) {
    const Json body = {{"message", message}};
    return {.status = status,
            .body = text_of(body),
            .content_type = "application/json",
            .headers = {{"X-Content-Type-Options", "nosniff"}}};
}

}  // namespace kconnect::flight_gateway
