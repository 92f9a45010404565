#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "gateway/gateway_config.hpp"
#include "gateway/route_path.hpp"

namespace kconnect::flight_gateway {

/// What a request was found to ask for.
struct FoundRoute {
    /// Absent: no route has this path and method.
    std::optional<std::size_t> index;
    /// Values of the path's parameters, decoded, in the order of the path.
    std::vector<std::pair<std::string, std::string>> parameters;
    /// Of a path that is known with other methods only: these, sorted.
    std::vector<std::string> allowed;
};

/// Finds the route of a request as API Gateway does: a written segment goes before a parameter, a
/// method before ANY. Threads: any.
class RouteTable {
public:
    /// Borrows `routes`.
    explicit RouteTable(const std::vector<RouteConfig>& routes);

    FoundRoute find(const std::string& method, const std::vector<std::string>& path) const;

private:
    const std::vector<RouteConfig>* routes_;
    std::vector<std::vector<RouteSegment>> paths_;
};

}  // namespace kconnect::flight_gateway
