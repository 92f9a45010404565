#include "gateway/route_table.hpp"

#include <algorithm>
#include <set>

namespace kconnect::flight_gateway {
namespace {

bool matches(const std::vector<RouteSegment>& route, const std::vector<std::string>& path) {
    return std::equal(route.begin(),
                      route.end(),
                      path.begin(),
                      path.end(),
                      [](const RouteSegment& segment, const std::string& text) {
                          return segment.is_parameter ? !text.empty() : segment.text == text;
                      });
}

/// Greater for what is nearer to the request: one digit per segment, then the method.
std::string rank(const std::vector<RouteSegment>& route, bool has_method) {
    std::string text;
    for (const auto& segment : route) {
        text += segment.is_parameter ? '0' : '1';
    }
    return text + (has_method ? '1' : '0');
}

bool has(const RouteConfig& route, std::string_view method) {
    return std::find(route.methods.begin(), route.methods.end(), method) != route.methods.end();
}

}  // namespace

RouteTable::RouteTable(const std::vector<RouteConfig>& routes) : routes_(&routes) {
    for (const auto& route : routes) {
        paths_.push_back(parse_route_path(route.path));
    }
}

FoundRoute RouteTable::find(const std::string& method, const std::vector<std::string>& path) const {
    FoundRoute found;
    std::string best;
    std::set<std::string> allowed;
    for (std::size_t index = 0; index < paths_.size(); ++index) {
        if (!matches(paths_[index], path)) {
            continue;
        }
        const auto& route = (*routes_)[index];
        allowed.insert(route.methods.begin(), route.methods.end());
        const bool has_method = has(route, method);
        if (!has_method && !has(route, "ANY")) {
            continue;
        }
        const auto present = rank(paths_[index], has_method);
        if (!found.index || present > best) {
            found.index = index;
            best = present;
        }
    }
    if (!found.index) {
        found.allowed.assign(allowed.begin(), allowed.end());
        return found;
    }
    for (std::size_t at = 0; at < path.size(); ++at) {
        if (paths_[*found.index][at].is_parameter) {
            found.parameters.emplace_back(paths_[*found.index][at].text, path[at]);
        }
    }
    return found;
}

}  // namespace kconnect::flight_gateway
