#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace kconnect::flight_gateway {

/// One part of a route's path: a text, or the name of what may stand there.
struct RouteSegment {
    std::string text;
    bool is_parameter = false;
};

/// Reads "/aircraft/{aircraft_id}". Throws ConfigException for what is no path, for the gateway's
/// own paths, and for a name that stands twice.
std::vector<RouteSegment> parse_route_path(std::string_view path);

/// Equal for routes that match the same paths: "/aircraft/{}".
std::string shape_of(const std::vector<RouteSegment>& path);

}  // namespace kconnect::flight_gateway
