#include "reader/gateway_answer.hpp"

#include <nlohmann/json.hpp>

#include "reader/base64.hpp"

namespace kconnect::flight_reader {
namespace {

std::string dump(const nlohmann::ordered_json& json) {
    return json.dump(-1, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

std::string GatewayAnswer::json() const {
    nlohmann::ordered_json answer;
    answer["statusCode"] = status;
    answer["headers"] = headers;
    answer["body"] = is_binary ? encode_base64(body) : body;
    answer["isBase64Encoded"] = is_binary;
    return dump(answer);
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
    answer.headers = {{"content-type", "application/json"}, {"cache-control", "no-store"}};
    answer.body = dump(body);
    return answer;
}

}  // namespace kconnect::flight_reader
