#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "rest/herder_requests.hpp"
#include "rest/herder_view.hpp"
#include "rest/http_words.hpp"
#include "rest/listener.hpp"

namespace kconnect::rest {

/// What handlers know besides the request; borrowed from the server.
struct HandlerContext {
    const HerderView& herder;
    HerderRequests& requests;
    std::string worker_id;
    bool has_topic_tracking = true;
    bool allows_topic_tracking_reset = true;
};

/// One call of a handler.
struct Call {
    const HandlerContext& context;
    const Request& request;
    std::span<const std::string> parameters;  ///< The parts of the path that stand in {braces}.
};

/// Answers a request. Throws NotFoundException (404), BadRequestException (400),
/// AlreadyExistsException (409), RestException (its status); anything else becomes 500.
using Handler = Response (*)(const Call& call);

/// How long a handler may take: kAtOnce runs on the server's own thread and must never wait.
enum class Duration : std::uint8_t { kAtOnce, kMayBlock };

/// One resource and one method.
struct Route {
    std::string_view method;
    std::string_view path;  ///< "/connectors/{connector}/status"
    ListenerRole role;
    Duration duration;
    Handler handler;  ///< Null: known to Connect, not supported yet; answered with 501.
    std::string_view description;
};

/// The route of a request and the parts of the path that stand in its braces.
struct RouteMatch {
    const Route* route = nullptr;
    std::vector<std::string> parameters;
};

/// Finds the route of a request as Jersey does. Threads: any.
class Router {
public:
    /// Knows the routes of these roles. `routes` is borrowed.
    Router(std::span<const Route> routes, std::span<const ListenerRole> roles);

    /// The route, or the answer when there is none to call: 404, 405, 406, 415, 501 or what OPTIONS
    /// is answered. HEAD finds the route of GET.
    std::variant<RouteMatch, Response> find(const Request& request) const;

private:
    std::vector<RouteMatch> with_path(const std::vector<std::string>& path) const;

    std::vector<const Route*> routes_;
};

}  // namespace kconnect::rest
