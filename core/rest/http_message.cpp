#include "rest/http_message.hpp"

#include <algorithm>
#include <array>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "rest/json_views.hpp"

namespace kconnect::rest {
namespace {

char lower(char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character + ('a' - 'A'))
                                                : character;
}

std::string error_body(int status, std::string_view message) {
    nlohmann::ordered_json body;
    body["error_code"] = status;
    body["message"] = message;
    return json_text(body);
}

}  // namespace

bool equals_ignoring_case(std::string_view left, std::string_view right) {
    return std::equal(
        left.begin(), left.end(), right.begin(), right.end(), [](char one, char other) {
            return lower(one) == lower(other);
        });
}

std::string_view header(const Headers& headers, std::string_view name) {
    const auto found = std::find_if(headers.begin(), headers.end(), [name](const auto& entry) {
        return equals_ignoring_case(entry.first, name);
    });
    return found == headers.end() ? std::string_view() : std::string_view(found->second);
}

Response json_response(int status, std::string body) {
    return {.status = status, .body = std::move(body), .content_type = std::string(kJsonType)};
}

Response error_response(int status, std::string_view message) {
    return json_response(status, error_body(status, message));
}

Response protocol_error(int status) {
    return {.status = status,
            .body = error_body(status, fmt::format("HTTP {} {}", status, reason_phrase(status)))};
}

Response error_page(int status, std::string_view message) {
    return {.status = status,
            .body = fmt::format("<html>\n<head>\n<title>Error {0} {1}</title>\n</head>\n<body>\n"
                                "<h2>HTTP ERROR {0} {1}</h2>\n</body>\n</html>\n",
                                status,
                                message),
            .content_type = "text/html;charset=iso-8859-1",
            .headers = {{"Cache-Control", "must-revalidate,no-cache,no-store"}}};
}

std::string_view reason_phrase(int status) noexcept {
    constexpr std::array<std::pair<int, std::string_view>, 19> kPhrases = {{
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {204, "No Content"},
        {400, "Bad Request"},
        {403, "Forbidden"},
        {404, "Not Found"},
        {405, "Method Not Allowed"},
        {406, "Not Acceptable"},
        {408, "Request Timeout"},
        {409, "Conflict"},
        {413, "Payload Too Large"},
        {415, "Unsupported Media Type"},
        {417, "Expectation Failed"},
        {431, "Request Header Fields Too Large"},
        {500, "Server Error"},
        {501, "Not Implemented"},
        {503, "Service Unavailable"},
        {505, "HTTP Version Not Supported"},
    }};
    const auto* const found =
        std::find_if(kPhrases.begin(), kPhrases.end(), [status](const auto& entry) {
            return entry.first == status;
        });
    return found == kPhrases.end() ? std::string_view("Unknown") : found->second;
}

}  // namespace kconnect::rest
