#pragma once

#include <string_view>

#include <kconnect/errors.hpp>

#include "gateway/gateway_config.hpp"
#include "http/http_message.hpp"

namespace kconnect::flight_gateway {

/// A function's answer that is none; the client gets 502.
class MalformedAnswer : public ConnectException {
public:
    using ConnectException::ConnectException;
};

/// The HTTP answer of what a function answered, `{"statusCode", "headers", "body", ...}`. In
/// payload format 2.0 anything without a statusCode is the JSON body of a 200. Throws
/// MalformedAnswer.
http::Response http_answer(std::string_view function_answer, PayloadFormat format);

/// An answer of the gateway itself, `{"message":"..."}`, as API Gateway has them.
http::Response gateway_answer(int status, std::string_view message);

}  // namespace kconnect::flight_gateway
