#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>

#include "http/http_server.hpp"
#include "http/request_threads.hpp"
#include "rest/herder_requests.hpp"
#include "rest/herder_view.hpp"
#include "rest/rest_config.hpp"
#include "rest/router.hpp"

namespace kconnect::rest {

/// Connect's REST API. Ports open first; until there are resources every request is answered 404,
/// as in Java. Threads: open(), serve() and stop() one after the other, from any.
class RestServer {
public:
    explicit RestServer(RestConfig config, const http::HttpLimits& limits = {});
    ~RestServer();
    RestServer(const RestServer&) = delete;
    RestServer& operator=(const RestServer&) = delete;

    /// Opens the ports. Throws ConnectException with Connect's text when one cannot be opened.
    void open();

    /// Serves the resources from now on. `herder` and `requests` are borrowed until stop() has
    /// returned true.
    void serve(const HerderView& herder, HerderRequests& requests);

    /// Takes no more requests and lets the present ones end within `patience`. False when one of
    /// them still runs: the herder must not be destroyed then.
    bool stop(std::chrono::milliseconds patience);

    /// "host:port", which names this worker in status answers; after open().
    const std::string& worker_id() const noexcept { return worker_id_; }
    /// Ports in the order of the configuration, those of admin.listeners last; after open().
    const std::vector<std::uint16_t>& ports() const noexcept { return ports_; }

private:
    /// What requests are answered from, once there is a herder.
    struct Resources {
        HandlerContext context;
        Router regular;
        Router admin;
    };

    void handle(ListenerRole role, Request request, http::Respond respond);
    void call(ListenerRole role, Request request, http::Respond respond);
    std::uint16_t listen(const Listener& listener);
    void advertise();

    const RestConfig config_;
    std::shared_ptr<const Resources> resources_;  ///< Touched on the server's thread only.
    std::string worker_id_;
    std::vector<std::uint16_t> ports_;
    std::unique_ptr<http::RequestThreads> threads_;
    bool is_stopped_ = false;
    http::HttpServer server_;  ///< Last: its thread uses the rest.
};

}  // namespace kconnect::rest
