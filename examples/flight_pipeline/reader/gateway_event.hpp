#pragma once

#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace kconnect::flight_reader {

/// The parameters of a query string, decoded, in their order; a name may come more than once.
using QueryParameters = std::vector<std::pair<std::string, std::string>>;

/// What an event asks for.
struct GatewayRequest {
    std::string method;
    std::string path;  ///< Without the stage.
    QueryParameters parameters;
    std::map<std::string, std::string> headers;  ///< Names in lower case.
    std::string request_id;                      ///< The gateway's; empty when it gave none.

    /// By its name in lower case.
    std::optional<std::string_view> header(const std::string& name) const;
};

/// Reads API Gateway's proxy events (payload 1.0 and 2.0) and EventBridge's scheduled ones, which
/// are a GET with the parameters that stand in `detail`. Throws RequestError (400) for all else,
/// with what is wrong.
GatewayRequest read_event(std::string_view event);

}  // namespace kconnect::flight_reader
