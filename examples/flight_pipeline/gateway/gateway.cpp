#include "gateway/gateway.hpp"

#include <algorithm>
#include <atomic>
#include <optional>
#include <tuple>
#include <unordered_map>
#include <utility>
#include <vector>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>

#include "gateway/cors.hpp"
#include "gateway/function_calls.hpp"
#include "gateway/gateway_metrics.hpp"
#include "gateway/json_access_log.hpp"
#include "gateway/proxy_answer.hpp"
#include "gateway/proxy_event.hpp"
#include "gateway/rate_limit.hpp"
#include "gateway/route_table.hpp"
#include "gateway/static_files.hpp"
#include "http/http_server.hpp"
#include "text/random_id.hpp"

namespace kconnect::flight_gateway {
namespace {

using std::chrono::milliseconds;
using std::chrono::steady_clock;

const Logger& logger() {
    static const Logger instance("kconnect.gateway.Gateway");
    return instance;
}

/// A request from its arrival until its answer is sent.
struct Exchange {
    std::string request_id;
    std::string method;
    std::string path;
    std::string client;
    std::size_t label = 0;  ///< Which of the metrics' routes it is.
    std::chrono::sys_time<milliseconds> received{};
    http::Headers headers;  ///< Of its answer, whoever makes it.
    // Written by the function's thread, maybe while a late answer ends the exchange.
    std::atomic<std::int64_t> integration_us{-1};
    std::atomic<bool> has_function_failed{false};
};

/// What the threads of functions use; they may outlive the gateway.
struct Shared {
    GatewayConfig config;
    std::map<std::string, Function> functions;
    Cors cors;
};

/// What the metrics call requests that are of no route; they come after the routes.
enum Label : std::uint8_t { kStatic, kHealth, kMetrics, kPreflight, kNone };

std::vector<std::string> labels_of(const std::vector<RouteConfig>& routes) {
    std::vector<std::string> labels;
    labels.reserve(routes.size());
    for (const auto& route : routes) {
        labels.push_back(fmt::format("{} {}", fmt::join(route.methods, ","), route.path));
    }
    labels.insert(labels.end(), {"static", "/health", "/metrics", "preflight", "none"});
    return labels;
}

/// Of "GET /path?query HTTP/1.1"; empty when it is no request line.
std::pair<std::string, std::string> method_and_path(const std::string& line) {
    const auto begin = line.find(' ');
    const auto end = line.rfind(' ');
    if (begin == std::string::npos || begin == end) {
        return {};
    }
    const auto target = line.substr(begin + 1, end - begin - 1);
    return {line.substr(0, begin), target.substr(0, target.find('?'))};
}

StaticFiles read_files(const GatewayConfig& config) {
    if (config.static_folder.empty()) {
        return {};
    }
    const auto& policy = config.content_security_policy;
    return {config.static_folder, policy == "off" ? std::string() : policy};
}

http::Response not_allowed(const std::vector<std::string>& methods) {
    auto response = gateway_answer(405, "Method Not Allowed");
    response.headers.emplace_back("Allow", fmt::format("{}", fmt::join(methods, ", ")));
    return response;
}

http::Response refusal(int status, std::string_view message) {
    constexpr int kTooLarge = 413;
    return gateway_answer(status, status == kTooLarge ? "Request Entity Too Large" : message);
}

}  // namespace

/// Everything but the calls of functions runs on the server's thread; nothing is locked.
class Gateway::Implementation {
public:
    Implementation(const GatewayConfig& config, std::map<std::string, Function> functions);

    std::uint16_t start();
    bool stop(milliseconds patience);
    void reload();

private:
    using ExchangePointer = std::shared_ptr<Exchange>;

    http::HttpVoice voice();
    http::HttpLimits limits() const;
    void handle(http::Request request, http::Respond respond);
    /// Answers what needs no function; absent when a route must be asked.
    std::optional<http::Response> answer_at_once(const http::Request& request, Exchange& exchange);
    std::optional<http::Response> own_answer(const http::Request& request, Exchange& exchange);
    http::Response file_or_refusal(const http::Request& request,
                                   const FoundRoute& found,
                                   Exchange& exchange);
    void call(std::shared_ptr<const http::Request> request,
              FoundRoute found,
              ExchangePointer exchange,
              const http::Respond& respond);
    void on_ended(const http::Access& access);
    void log(const Exchange& exchange, const http::Access& access);
    http::Response late(std::uint64_t number);

    const std::shared_ptr<const Shared> shared_;
    const GatewayConfig& config_;
    const Cors& cors_;
    const RouteTable routes_;
    StaticFiles files_;
    RateLimit rate_limit_;
    GatewayMetrics metrics_;
    JsonAccessLog log_;
    std::unordered_map<std::uint64_t, ExchangePointer> exchanges_;
    std::uint16_t port_ = 0;
    FunctionCalls calls_;
    http::HttpServer server_;  ///< Last: its thread uses the rest.
};

Gateway::Implementation::Implementation(const GatewayConfig& config,
                                        std::map<std::string, Function> functions)
    : shared_(std::make_shared<Shared>(Shared{config, std::move(functions), Cors(config.cors)})),
      config_(shared_->config),
      cors_(shared_->cors),
      routes_(config_.routes),
      files_(read_files(config_)),
      rate_limit_(config_.rate_per_client, config_.rate_of_all),
      metrics_(labels_of(config_.routes)),
      log_(config_.access_log),
      calls_(config_.threads, config_.queue),
      server_(
          [this](std::size_t /*entrance*/, http::Request request, http::Respond respond) {
              handle(std::move(request), std::move(respond));
          },
          voice(),
          limits()) {
    for (const auto& route : config_.routes) {
        if (shared_->functions.count(route.function) == 0) {
            throw ConfigException(
                fmt::format("route {}: there is no function '{}'; name one that "
                            "the gateway has",
                            route.path,
                            route.function));
        }
    }
}

http::HttpVoice Gateway::Implementation::voice() {
    return {.name = "flight_gateway",
            .refused = refusal,
            .failed =
                [](std::string_view message) {
                    logger().error(fmt::format("A request could not be handled: {}", message));
                    return gateway_answer(500, "Internal server error");
                },
            .late = [this](std::uint64_t number) { return late(number); },
            .ended = [this](const http::Access& access) { on_ended(access); }};
}

http::HttpLimits Gateway::Implementation::limits() const {
    return {.connections = config_.connections,
            .idle = config_.idle,
            .answer = config_.timeout,
            .header_bytes = config_.header_bytes,
            .body_bytes = config_.body_bytes,
            .all_bodies_bytes = config_.all_bodies_bytes};
}

std::uint16_t Gateway::Implementation::start() {
    port_ = server_.listen(config_.host, config_.port);
    server_.start();
    return port_;
}

bool Gateway::Implementation::stop(milliseconds patience) {
    const auto deadline = steady_clock::now() + patience;
    server_.stop(patience);
    return calls_.stop(deadline);
}

void Gateway::Implementation::reload() {
    log_.reopen();
    auto files = read_files(config_);
    server_.run_on_thread([this, &files] { std::swap(files_, files); });
}

void Gateway::Implementation::handle(http::Request request, http::Respond respond) {
    const auto exchange = std::make_shared<Exchange>();
    exchange->request_id = flight_text::random_id();
    exchange->method = request.method;
    exchange->path = raw_path(request);
    exchange->client = request.client;
    exchange->label = config_.routes.size() + kNone;
    exchange->received = request.received;
    exchange->headers = cors_.headers_for(request);
    exchange->headers.emplace_back("apigw-requestid", exchange->request_id);
    exchanges_[request.number] = exchange;
    const auto respond_with_headers = [exchange,
                                       respond = std::move(respond)](http::Response response) {
        response.headers.insert(
            response.headers.end(), exchange->headers.begin(), exchange->headers.end());
        respond(std::move(response));
    };
    if (auto response = answer_at_once(request, *exchange)) {
        respond_with_headers(*std::move(response));
        return;
    }
    auto found = routes_.find(request.method, request.target.path);
    if (!found.index) {
        respond_with_headers(file_or_refusal(request, found, *exchange));
        return;
    }
    exchange->label = *found.index;
    call(std::make_shared<const http::Request>(std::move(request)),
         std::move(found),
         exchange,
         respond_with_headers);
}

std::optional<http::Response> Gateway::Implementation::answer_at_once(const http::Request& request,
                                                                      Exchange& exchange) {
    if (auto response = own_answer(request, exchange)) {
        return response;
    }
    if (const auto wait = rate_limit_.refuse(request.client, steady_clock::now())) {
        metrics_.count_rate_limited();
        auto response = gateway_answer(429, "Too Many Requests");
        response.headers.emplace_back("Retry-After", std::to_string(wait->count()));
        return response;
    }
    auto response = cors_.preflight(request);
    if (response) {
        exchange.label = config_.routes.size() + kPreflight;
    }
    return response;
}

std::optional<http::Response> Gateway::Implementation::own_answer(const http::Request& request,
                                                                  Exchange& exchange) {
    const auto& path = request.target.path;
    const bool is_health = path.size() == 1 && path.front() == "health";
    const bool is_metrics = path.size() == 1 && path.front() == "metrics";
    if (!is_health && !is_metrics) {
        return std::nullopt;
    }
    exchange.label = config_.routes.size() + (is_health ? kHealth : kMetrics);
    if (is_metrics) {  // No page's concern, even where `cors` lets every page read the routes.
        std::erase_if(exchange.headers, [](const auto& header) {
            return header.first.starts_with("Access-Control-");
        });
    } else if (auto response = cors_.preflight(request)) {
        exchange.label = config_.routes.size() + kPreflight;
        return response;
    }
    if (request.method != "GET" && request.method != "HEAD") {
        return not_allowed({"GET", "HEAD"});
    }
    http::Response response{
        .headers = {{"Cache-Control", "no-store"}, {"X-Content-Type-Options", "nosniff"}}};
    response.body = is_health ? R"({"status":"healthy"})" : metrics_.text(exchanges_.size());
    response.content_type =
        is_health ? "application/json" : "text/plain; version=0.0.4; charset=utf-8";
    return response;
}

http::Response Gateway::Implementation::file_or_refusal(const http::Request& request,
                                                        const FoundRoute& found,
                                                        Exchange& exchange) {
    if (!found.allowed.empty()) {
        return not_allowed(found.allowed);
    }
    if (!files_.has(request.target.path)) {
        return gateway_answer(404, "Not Found");
    }
    exchange.label = config_.routes.size() + kStatic;
    if (request.method != "GET" && request.method != "HEAD") {
        return not_allowed({"GET", "HEAD"});
    }
    return files_.answer(request);
}

void Gateway::Implementation::call(std::shared_ptr<const http::Request> request,
                                   FoundRoute found,
                                   ExchangePointer exchange,
                                   const http::Respond& respond) {
    const auto& route = config_.routes[*found.index];
    FunctionCall call{
        .function = &shared_->functions.at(route.function),
        .payload = route.payload,
        .event =
            [request = std::move(request),
             &route,
             parameters = std::move(found.parameters),
             exchange,
             port = port_] {
                return proxy_event({*request, route, parameters, exchange->request_id, port});
            },
        .invocation = {.request_id = exchange->request_id,
                       .deadline = steady_clock::now() + config_.timeout}};
    const bool has_begun =
        calls_.start(std::move(call),
                     [shared = shared_, exchange = std::move(exchange), respond = respond](
                         FunctionResult result) {
                         shared->cors.remove_own(result.response);
                         exchange->integration_us = result.duration.count();
                         exchange->has_function_failed = result.has_failed;
                         respond(std::move(result.response));
                     });
    if (!has_begun) {
        auto response = gateway_answer(503, "Service Unavailable");
        response.headers.emplace_back("Retry-After", "1");
        respond(std::move(response));
    }
}

http::Response Gateway::Implementation::late(std::uint64_t number) {
    metrics_.count_timeout();
    auto response = gateway_answer(504, "Endpoint request timed out");
    const auto found = exchanges_.find(number);
    if (found != exchanges_.end()) {
        response.headers = found->second->headers;
    }
    return response;
}

void Gateway::Implementation::on_ended(const http::Access& access) {
    auto exchange = std::make_shared<Exchange>();
    const auto found = exchanges_.find(access.number);
    if (found != exchanges_.end()) {
        exchange = std::move(found->second);
        exchanges_.erase(found);
    } else {  // Refused before it was a request.
        exchange->request_id = flight_text::random_id();
        exchange->client = access.client;
        std::tie(exchange->method, exchange->path) = method_and_path(access.request_line);
        exchange->label = config_.routes.size() + kNone;
        exchange->received =
            std::chrono::floor<milliseconds>(std::chrono::system_clock::now() - access.duration);
    }
    const int status = access.is_answered ? access.status : 0;
    metrics_.count(exchange->label, status, access.duration);
    if (exchange->has_function_failed) {
        metrics_.count_function_failure();
    }
    log(*exchange, access);
}

void Gateway::Implementation::log(const Exchange& exchange, const http::Access& access) {
    const std::chrono::microseconds integration(exchange.integration_us.load());
    log_.write(
        {.time = exchange.received,
         .request_id = exchange.request_id,
         .client = exchange.client,
         .method = exchange.method,
         .path = exchange.path,
         .status = access.is_answered ? access.status : 0,
         .bytes = access.body_bytes,
         .duration = access.duration,
         .integration = integration.count() < 0 ? std::nullopt : std::optional(integration)});
}

Gateway::Gateway(const GatewayConfig& config, std::map<std::string, Function> functions)
    : implementation_(std::make_unique<Implementation>(config, std::move(functions))) {
}

Gateway::~Gateway() = default;

std::uint16_t Gateway::start() {
    return implementation_->start();
}

void Gateway::reload() {
    implementation_->reload();
}

bool Gateway::stop(milliseconds patience) {
    return implementation_->stop(patience);
}

}  // namespace kconnect::flight_gateway
