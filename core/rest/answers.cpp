#include "rest/answers.hpp"

#include <utility>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "rest/json_views.hpp"

namespace kconnect::rest {
namespace {

std::string error_body(int status, std::string_view message) {
    nlohmann::ordered_json body;
    body["error_code"] = status;
    body["message"] = message;
    return json_text(body);
}

}  // namespace

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

}  // namespace kconnect::rest
