#include "rest/handler_call.hpp"

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>

#include "rest/rest_exception.hpp"

namespace kconnect::rest {
namespace {

const Logger& logger() {
    static const Logger instance("kconnect.rest.RestServer");
    return instance;
}

}  // namespace

Response call_handler(const RouteMatch& match,
                      const HandlerContext& context,
                      const Request& request) {
    try {
        return match.route->handler({context, request, match.parameters});
    } catch (const NotFoundException& error) {
        return error_response(404, error.what());
    } catch (const AlreadyExistsException& error) {
        return error_response(409, error.what());
    } catch (const BadRequestException& error) {
        return error_response(400, error.what());
    } catch (const RestException& error) {
        return error_response(error.status(), error.what());
    } catch (...) {
        const auto error = std::current_exception();
        logger().error(fmt::format(
            "Uncaught exception in REST call to {}: {}", match.route->path, describe(error)));
        return error_response(500, describe(error));
    }
}

}  // namespace kconnect::rest
