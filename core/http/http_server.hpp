#pragma once

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>

#include "http/access.hpp"
#include "http/http_message.hpp"

namespace kconnect::http {

/// Bounds of the server.
struct HttpLimits {
    std::size_t connections = 256;  ///< Above it the connection that waits longest is closed.
    std::chrono::milliseconds idle{90'000};  ///< For a client to send a request or take an answer.
    std::chrono::milliseconds answer{90'000};   ///< Then `HttpVoice::late` answers.
    std::uint32_t header_bytes = 8 * 1024;      ///< Above it 431 is answered.
    std::uint64_t body_bytes = 1024ULL * 1024;  ///< Above it 413 is answered.
    /// Of the bodies of all requests that have not ended; above it 503 is answered.
    std::uint64_t all_bodies_bytes = 64ULL * 1024 * 1024;
};

/// What the server says by itself; called on its thread. None may be empty, none may wait.
struct HttpVoice {
    std::string name;  ///< Of the header `Server`.
    /// Answers what is no request that a handler can be asked for: 400, 413, 417, 431, 503,
    /// 505.
    std::function<Response(int status, std::string_view message)> refused;
    /// Answers for a handler that threw an exception.
    std::function<Response(std::string_view message)> failed;
    /// Answers for a handler that did not in time; `number` is the request's.
    std::function<Response(std::uint64_t number)> late;
    /// Takes notice of each request that was read or refused, when it has ended.
    std::function<void(const Access&)> ended;
};

/// Gives the answer to a request. Call it once, from any thread; at once, or later.
using Respond = std::function<void(Response)>;
/// Called for each request, on the server's thread: it must not wait. `entrance` is the number of
/// the listen() that the client came through, from 0.
using HandleRequest = std::function<void(std::size_t entrance, Request, Respond)>;

/// Speaks HTTP/1.1 with many clients on one thread. Slow clients cost memory, not time.
class HttpServer {
public:
    HttpServer(HandleRequest handle, HttpVoice voice, const HttpLimits& limits);
    /// Stops without patience.
    ~HttpServer();
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;

    /// Binds an address, all interfaces when `host` is empty, any free port when `port` is 0:
    /// requests wait from now on, and are answered after start(). The port that it got. Throws
    /// ConnectException with Java's text, e.g. when the port is in use.
    std::uint16_t listen(const std::string& host, std::uint16_t port);

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

}  // namespace kconnect::http
