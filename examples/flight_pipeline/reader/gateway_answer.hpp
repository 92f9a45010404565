#pragma once

#include <map>
#include <string>

namespace kconnect::flight_reader {

/// An answer as API Gateway takes it.
struct GatewayAnswer {
    int status = 200;
    std::map<std::string, std::string> headers;
    std::string body;
    bool is_binary = false;  ///< The body goes out in base64.

    /// `{"statusCode", "headers", "body", "isBase64Encoded"}`
    std::string json() const;
};

/// `{"error":{"code","message","request_id"}}`
GatewayAnswer error_answer(int status,
                           const std::string& code,
                           const std::string& message,
                           const std::string& request_id);

}  // namespace kconnect::flight_reader
