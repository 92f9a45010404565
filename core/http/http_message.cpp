#include "http/http_message.hpp"

#include <algorithm>
#include <array>

namespace kconnect::http {
namespace {

char lower(char character) {
    return character >= 'A' && character <= 'Z' ? static_cast<char>(character + ('a' - 'A'))
                                                : character;
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

std::string_view reason_phrase(int status) noexcept {
    constexpr std::array<std::pair<int, std::string_view>, 23> kPhrases = {{
        {200, "OK"},
        {201, "Created"},
        {202, "Accepted"},
        {204, "No Content"},
        {304, "Not Modified"},
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
        {429, "Too Many Requests"},
        {431, "Request Header Fields Too Large"},
        {500, "Server Error"},
        {501, "Not Implemented"},
        {502, "Bad Gateway"},
        {503, "Service Unavailable"},
        {504, "Gateway Timeout"},
        {505, "HTTP Version Not Supported"},
    }};
    const auto* const found =
        std::find_if(kPhrases.begin(), kPhrases.end(), [status](const auto& entry) {
            return entry.first == status;
        });
    return found == kPhrases.end() ? std::string_view("Unknown") : found->second;
}

}  // namespace kconnect::http
