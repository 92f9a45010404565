#pragma once

#include "rest/router.hpp"

namespace kconnect::rest {

/// Calls the handler of a route. What it throws becomes an answer, as Connect's
/// ConnectExceptionMapper does it; throws nothing itself but for lack of memory.
Response call_handler(const RouteMatch& match,
                      const HandlerContext& context,
                      const Request& request);

}  // namespace kconnect::rest
