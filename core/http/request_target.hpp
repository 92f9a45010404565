#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <kconnect/errors.hpp>

namespace kconnect::http {

/// What stands between the method and the version of a request line, decoded.
struct RequestTarget {
    std::vector<std::string> path;  ///< Segments; a slash at the end counts for nothing.
    std::vector<std::pair<std::string, std::string>> query;
};

/// The target cannot be told apart from another, as with %2F in its path; Jetty answers 400.
class BadTarget : public ConnectException {
public:
    using ConnectException::ConnectException;
};

/// Reads a target: "/connectors/a%20b/status?expand=info", or the same with "http://host" before
/// it. Throws BadTarget.
RequestTarget parse_target(std::string_view text);

/// The first value of a query parameter; absent when it is missing.
std::optional<std::string_view> parameter(const RequestTarget& target, std::string_view name);

}  // namespace kconnect::http
