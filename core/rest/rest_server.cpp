#include "rest/rest_server.hpp"

#include <array>
#include <utility>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>
#include <kconnect/version.hpp>

#include "http/local_address.hpp"
#include "rest/access_log.hpp"
#include "rest/answers.hpp"
#include "rest/handler_call.hpp"
#include "rest/routes.hpp"

namespace kconnect::rest {
namespace {

/// Requests that wait for Kafka or a plugin at a time; more wait for these.
constexpr std::size_t kBlockingRequests = 8;

const Logger& logger() {
    static const Logger instance("kconnect.rest.RestServer");
    return instance;
}

/// What Jetty says where no resource is asked.
http::HttpVoice voice() {
    return {
        .name = fmt::format("kconnect({})", kVersion),
        .refused = error_page,
        .failed = [](std::string_view message) { return error_response(500, message); },
        .late = [](std::uint64_t /*number*/) { return error_response(500, "Request timed out"); },
        .ended =
            [](const http::Access& access) {
                if (access.is_answered) {
                    log_access(access);
                }
            }};
}

}  // namespace

RestServer::RestServer(RestConfig config, const http::HttpLimits& limits)
    : config_(std::move(config)),
      threads_(std::make_unique<http::RequestThreads>(kBlockingRequests)),
      server_(
          [this](std::size_t entrance, Request request, http::Respond respond) {
              const bool is_regular = entrance < config_.listeners.size();
              handle(is_regular ? ListenerRole::kRegular : ListenerRole::kAdmin,
                     std::move(request),
                     std::move(respond));
          },
          voice(),
          limits) {
}

RestServer::~RestServer() {
    stop(std::chrono::milliseconds(0));
}

void RestServer::open() {
    logger().info("Initializing REST server");
    for (const auto& listener : config_.listeners) {
        ports_.push_back(listen(listener));
        logger().info(fmt::format("Added connector for {}", listener.text));
    }
    if (config_.admin_listeners) {
        for (const auto& listener : *config_.admin_listeners) {
            ports_.push_back(listen(listener));
            logger().info(fmt::format("Added admin connector for {}", listener.text));
        }
    }
    advertise();
    server_.start();
}

std::uint16_t RestServer::listen(const Listener& listener) {
    try {
        return server_.listen(listener.host, listener.port);
    } catch (...) {
        throw ConnectException("Unable to initialize REST server", std::current_exception());
    }
}

void RestServer::advertise() {
    const auto& first = config_.listeners.front();
    const auto& listening_host = first.host.empty() ? http::local_address() : first.host;
    const auto& host = config_.advertised_host.empty() ? listening_host : config_.advertised_host;
    const bool needs_brackets = host.find(':') != std::string::npos;
    worker_id_ = fmt::format("{}:{}",
                             needs_brackets ? fmt::format("[{}]", host) : host,
                             config_.advertised_port.value_or(ports_.front()));
    logger().info(fmt::format("REST server listening at http://{}:{}/, advertising URL http://{}/",
                              listening_host,
                              ports_.front(),
                              worker_id_));
    for (auto index = config_.listeners.size(); index < ports_.size(); ++index) {
        logger().info(fmt::format("REST admin endpoints at {} (port {})",
                                  (*config_.admin_listeners)[index - config_.listeners.size()].text,
                                  ports_[index]));
    }
}

void RestServer::serve(const HerderView& herder, HerderRequests& requests) {
    constexpr std::array kBoth = {ListenerRole::kRegular, ListenerRole::kAdmin};
    const bool shares_listeners = !config_.admin_listeners;
    const auto regular_roles = std::span(kBoth).first(shares_listeners ? 2 : 1);
    auto resources = std::make_shared<const Resources>(
        Resources{{.herder = herder,
                   .requests = requests,
                   .worker_id = worker_id_,
                   .has_topic_tracking = config_.has_topic_tracking,
                   .allows_topic_tracking_reset = config_.allows_topic_tracking_reset},
                  Router(routes(), regular_roles),
                  Router(routes(), std::span(kBoth).last(1))});
    server_.run_on_thread([&] { resources_ = std::move(resources); });
    logger().info("REST resources initialized; server is started and ready to handle requests");
}

void RestServer::handle(ListenerRole role, Request request, http::Respond respond) {
    if (!resources_) {
        respond(error_page(404, "Not Found"));
        return;
    }
    if (role == ListenerRole::kRegular) {
        auto headers = config_.cross_origin.headers_for(request);
        respond =
            [this, headers = std::move(headers), respond = std::move(respond)](Response response) {
                Headers all = headers;
                apply_rules(config_.header_rules, all);
                all.insert(all.end(), response.headers.begin(), response.headers.end());
                response.headers = std::move(all);
                respond(std::move(response));
            };
    }
    call(role, std::move(request), std::move(respond));
}

void RestServer::call(ListenerRole role, Request request, http::Respond respond) {
    const auto resources = resources_;
    const auto& router = role == ListenerRole::kAdmin ? resources->admin : resources->regular;
    auto found = router.find(request);
    if (auto* const answer = std::get_if<Response>(&found)) {
        respond(std::move(*answer));
        return;
    }
    auto match = std::get<RouteMatch>(std::move(found));
    if (match.route->duration == Duration::kAtOnce) {
        respond(call_handler(match, resources->context, request));
        return;
    }
    threads_->run([resources,
                   match = std::move(match),
                   request = std::move(request),
                   respond = std::move(respond)] {
        respond(call_handler(match, resources->context, request));
    });
}

bool RestServer::stop(std::chrono::milliseconds patience) {
    const auto deadline = std::chrono::steady_clock::now() + patience;
    server_.stop(patience);
    if (!threads_->stop(deadline)) {
        return false;
    }
    if (!std::exchange(is_stopped_, true)) {
        logger().info("REST server stopped");
    }
    return true;
}

}  // namespace kconnect::rest
