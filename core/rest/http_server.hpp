#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>

#include "rest/http_message.hpp"
#include "rest/listener.hpp"

namespace kconnect::rest {

/// Bounds of the server.
struct HttpLimits {
    std::size_t connections = 256;  ///< Above it the connection that waits longest is closed.
    std::chrono::milliseconds idle{90'000};  ///< For a client to send a request or take an answer.
    std::chrono::milliseconds answer{90'000};  ///< Then the answer is 500 "Request timed out".
};

/// Gives the answer to a request. Call it once, from any thread; at once, or later.
using Respond = std::function<void(Response)>;
/// Called for each request, on the server's thread: it must not wait.
using HandleRequest = std::function<void(ListenerRole, Request, Respond)>;

/// Speaks HTTP/1.1 with many clients on one thread. Slow clients cost memory, not time.
class HttpServer {
public:
    HttpServer(HandleRequest handle, const HttpLimits& limits);
    /// Stops without patience.
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// Binds an address: requests wait from now on, and are answered after start(). The port that
    /// it got. Throws ConnectException with Connect's text, e.g. when the port is in use.
    std::uint16_t listen(const Listener& listener, ListenerRole role);

    /// Starts the thread. Call it once, after all listen().
    void start();

    /// Does `work` on the server's thread and waits for it.
    void run_on_thread(const std::function<void()>& work);

    /// Takes no more requests, lets the present ones end within `patience`, then hangs up.
    void stop(std::chrono::milliseconds patience);

private:
    struct Implementation;

    std::shared_ptr<Implementation> implementation_;
};

}  // namespace kconnect::rest
