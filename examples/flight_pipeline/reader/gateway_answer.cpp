#include "reader/gateway_answer.hpp"

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reader/json_text.hpp"
#include "text/base64.hpp"

namespace kconnect::flight_reader {
namespace {

std::string dump(const nlohmann::ordered_json& json) {
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

std::string GatewayAnswer::json() const {
    std::string answer = fmt::format(
        R"({{"statusCode":{},"headers":{},"body":)", status, dump(nlohmann::ordered_json(headers)));
    answer.reserve(answer.size() + body.size() + body.size() / 2);
    if (is_binary) {
        answer += '"' + flight_text::to_base64(body) + '"';
    } else {
        append_json_text(answer, body);
    }
    answer += fmt::format(R"(,"isBase64Encoded":{}}})", is_binary);
    return answer;
}

GatewayAnswer error_answer(int status,
                           const std::string& code,
                           const std::string& message,
                           const std::string& request_id) {
    nlohmann::ordered_json error;
    error["code"] = code;
    error["message"] = message;
    error["request_id"] = request_id;
    nlohmann::ordered_json body;
    body["error"] = std::move(error);
    GatewayAnswer answer;
    answer.status = status;
    answer.headers = {{"content-type", "application/json"},
                      {"cache-control", "no-store"},
                      {"x-content-type-options", "nosniff"}};
    answer.body = dump(body);
    return answer;
}

}  // namespace kconnect::flight_reader
