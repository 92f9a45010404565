#include "rest/handler_call.hpp"

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>

#include "rest/answers.hpp"
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
    const auto refuse = [&context](int status, std::string_view text) {
        return error_response(status, context.herder.masked(text));
    };
    try {
        return match.route->handler({context, request, match.parameters});
    } catch (const NotFoundException& error) {
        return refuse(404, error.what());
    } catch (const AlreadyExistsException& error) {
        return refuse(409, error.what());
    } catch (const BadRequestException& error) {
        return refuse(400, error.what());
    } catch (const RestException& error) {
        return refuse(error.status(), error.what());
    } catch (...) {
        const auto text = describe(std::current_exception());
        logger().error(
            fmt::format("Uncaught exception in REST call to {}: {}", match.route->path, text));
        return refuse(500, text);
    }
}

}  // namespace kconnect::rest
