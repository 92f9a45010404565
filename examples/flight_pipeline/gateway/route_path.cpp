#include "gateway/route_path.hpp"

#include <algorithm>
#include <set>

#include <fmt/format.h>

#include <kconnect/errors.hpp>

namespace kconnect::flight_gateway {
namespace {

bool is_name_character(char character) {
    return (character >= '0' && character <= '9') || (character >= 'a' && character <= 'z') ||
           (character >= 'A' && character <= 'Z') || character == '_' || character == '-' ||
           character == '.';
}

RouteSegment parse_segment(std::string_view path, std::string_view text) {
    const bool is_parameter = text.size() > 2 && text.starts_with('{') && text.ends_with('}');
    if (is_parameter) {
        text = text.substr(1, text.size() - 2);
    }
    if (text.empty() || text == "." || text == ".." ||
        !std::all_of(text.begin(), text.end(), is_name_character)) {
        throw ConfigException(
            fmt::format("path is '{}'; write one like /flightData or /aircraft/{{aircraft_id}}, of "
                        "letters, digits and .-_",
                        path));
    }
    return {std::string(text), is_parameter};
}

}  // namespace

std::vector<RouteSegment> parse_route_path(std::string_view path) {
    if (path == "/health" || path == "/metrics") {
        throw ConfigException(fmt::format("path {} is the gateway's own; choose another", path));
    }
    std::vector<RouteSegment> segments;
    std::set<std::string> names;
    auto rest = path.starts_with('/') ? path.substr(1) : std::string_view(" ");
    while (!rest.empty()) {
        const auto end = std::min(rest.find('/'), rest.size());
        segments.push_back(parse_segment(path, rest.substr(0, end)));
        const auto& segment = segments.back();
        if (segment.is_parameter && !names.insert(segment.text).second) {
            throw ConfigException(
                fmt::format("path '{}' has {{{}}} twice; give each a name", path, segment.text));
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return segments;
}

std::string shape_of(const std::vector<RouteSegment>& path) {
    std::string shape;
    for (const auto& segment : path) {
        shape += segment.is_parameter ? "/{}" : "/" + segment.text;
    }
    return shape.empty() ? "/" : shape;
}

}  // namespace kconnect::flight_gateway
