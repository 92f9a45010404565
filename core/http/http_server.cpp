#include "http/http_server.hpp"

#include <future>
#include <thread>
#include <utility>
#include <vector>

#include <boost/asio/executor_work_guard.hpp>
#include <boost/asio/ip/v6_only.hpp>
#include <boost/asio/post.hpp>
#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/logging.hpp>

#include "http/http_session.hpp"

namespace kconnect::http {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using Error = boost::system::error_code;

const Logger& logger() {
    static const Logger instance("kconnect.http.HttpServer");
    return instance;
}

/// Where to listen.
struct Place {
    std::string host;
    std::uint16_t port = 0;
};

/// An error of the system under the name of a Java class.
class SocketException : public ConnectException {
public:
    SocketException(std::string_view java_class,
                    const std::string& message,
                    std::exception_ptr cause = nullptr)
        : ConnectException(message, std::move(cause)), java_class_(java_class) {}

    std::string_view java_class() const noexcept override { return java_class_; }

private:
    std::string_view java_class_;
};

/// As Java prints an address: "/127.0.0.1:8083", "localhost/127.0.0.1:8083".
std::string java_address(const Place& place, const std::string& address) {
    const auto name = place.host.empty() ? "0.0.0.0" : place.host;
    return place.host.empty()
               ? fmt::format("{0}/{0}:{1}", name, place.port)
               : fmt::format("{}/{}:{}", name == address ? "" : name, address, place.port);
}

[[noreturn]] void fail_to_bind(const Place& place,
                               const std::string& address,
                               const SocketException& cause) {
    throw SocketException("java.io.IOException",
                          fmt::format("Failed to bind to {}", java_address(place, address)),
                          std::make_exception_ptr(cause));
}

/// Where to bind; of an empty host, all interfaces, of IPv4 and of IPv6 if there is that.
std::vector<tcp::endpoint> endpoints_of(const Place& place, asio::io_context& io) {
    if (place.host.empty()) {
        return {tcp::endpoint(tcp::v6(), place.port), tcp::endpoint(tcp::v4(), place.port)};
    }
    Error error;
    tcp::resolver resolver(io);
    const auto found =
        resolver.resolve(place.host, std::to_string(place.port), tcp::resolver::passive, error);
    if (error || found.empty()) {
        fail_to_bind(place,
                     "<unresolved>",
                     SocketException("java.nio.channels.UnresolvedAddressException",
                                     "The name of the host cannot be resolved"));
    }
    return {found.begin()->endpoint()};
}

/// Opens a listening socket, or says what failed.
Error open(tcp::acceptor& acceptor, const tcp::endpoint& endpoint, bool takes_both_protocols) {
    Error error;
    acceptor.open(endpoint.protocol(), error);
    if (!error) {
        acceptor.set_option(tcp::acceptor::reuse_address(true), error);
    }
    if (!error && takes_both_protocols) {
        acceptor.set_option(asio::ip::v6_only(false), error);
    }
    if (!error) {
        acceptor.bind(endpoint, error);
    }
    if (!error) {
        acceptor.listen(asio::socket_base::max_listen_connections, error);
    }
    if (error) {
        Error ignored;
        acceptor.close(ignored);
    }
    return error;
}

tcp::acceptor bind(const Place& place, asio::io_context& io) {
    tcp::acceptor acceptor(io);
    Error error;
    tcp::endpoint last;
    for (const auto& endpoint : endpoints_of(place, io)) {
        last = endpoint;
        error = open(acceptor, endpoint, place.host.empty() && endpoint.address().is_v6());
        const bool may_lack_protocol = place.host.empty() && endpoint.address().is_v6() && error &&
                                       error != asio::error::address_in_use;
        if (!may_lack_protocol) {
            break;
        }
    }
    if (error) {
        fail_to_bind(place,
                     last.address().to_string(),
                     SocketException("java.net.BindException", error.message()));
    }
    return acceptor;
}

}  // namespace

struct HttpServer::Implementation {
    /// A listening socket.
    struct Entrance {
        tcp::acceptor acceptor;
        std::size_t number;
        asio::steady_timer pause;
    };

    std::shared_ptr<SessionHost> host = std::make_shared<SessionHost>();
    std::vector<std::unique_ptr<Entrance>> entrances;
    asio::executor_work_guard<asio::io_context::executor_type> work{host->io.get_executor()};
    asio::steady_timer patience{host->io};
    std::thread thread;

    void run() noexcept;
    void accept(Entrance& entrance);
    void on_accepted(Entrance& entrance, Error error, tcp::socket socket);
    void make_room();
    void begin_stop(std::chrono::milliseconds limit);
    void end_when_idle(std::chrono::steady_clock::time_point deadline);
    void hang_up();
};

void HttpServer::Implementation::run() noexcept {
    for (;;) {
        try {
            host->io.run();
            return;
        } catch (...) {
            logger().error(
                fmt::format("A connection failed: {}", describe(std::current_exception())));
        }
    }
}

void HttpServer::Implementation::accept(Entrance& entrance) {
    entrance.acceptor.async_accept([this, &entrance](Error error, tcp::socket socket) {
        on_accepted(entrance, error, std::move(socket));
    });
}

void HttpServer::Implementation::on_accepted(Entrance& entrance, Error error, tcp::socket socket) {
    if (host->is_stopping) {
        return;
    }
    if (error) {
        // Such as too many open files: they may be there again in a moment.
        constexpr std::chrono::milliseconds kPause{100};
        logger().warn(fmt::format("A connection could not be accepted: {}", error.message()));
        entrance.pause.expires_after(kPause);
        entrance.pause.async_wait([this, &entrance](Error cancelled) {
            if (!cancelled) {
                accept(entrance);
            }
        });
        return;
    }
    make_room();
    const auto session = std::make_shared<HttpSession>(host, std::move(socket), entrance.number);
    host->sessions.push_back(session);
    session->start();
    accept(entrance);
}

void HttpServer::Implementation::make_room() {
    if (host->sessions.size() < host->limits.connections) {
        return;
    }
    std::shared_ptr<HttpSession> oldest;
    for (const auto& session : host->sessions) {
        if (session->waits_for_client() &&
            (!oldest || session->waits_since() < oldest->waits_since())) {
            oldest = session;
        }
    }
    (oldest ? oldest : host->sessions.front())->end();
}

void HttpServer::Implementation::begin_stop(std::chrono::milliseconds limit) {
    if (std::exchange(host->is_stopping, true)) {
        return;
    }
    for (const auto& entrance : entrances) {
        Error ignored;
        entrance->acceptor.close(ignored);
        entrance->pause.cancel();
    }
    end_when_idle(std::chrono::steady_clock::now() + limit);
}

void HttpServer::Implementation::end_when_idle(std::chrono::steady_clock::time_point deadline) {
    constexpr std::chrono::milliseconds kLook{10};
    bool is_busy = false;
    for (const auto& session : host->sessions) {
        is_busy = is_busy || session->is_busy();
    }
    if (!is_busy || std::chrono::steady_clock::now() >= deadline) {
        hang_up();
        return;
    }
    patience.expires_after(kLook);
    patience.async_wait([this, deadline](Error) { end_when_idle(deadline); });
}

void HttpServer::Implementation::hang_up() {
    while (!host->sessions.empty()) {
        host->sessions.front()->end();
    }
    work.reset();
}

HttpServer::HttpServer(HandleRequest handle, HttpVoice voice, const HttpLimits& limits)
    : implementation_(std::make_shared<Implementation>()) {
    implementation_->host->handle = std::move(handle);
    implementation_->host->voice = std::move(voice);
    implementation_->host->limits = limits;
}

HttpServer::~HttpServer() {
    stop(std::chrono::milliseconds(0));
}

std::uint16_t HttpServer::listen(const std::string& host, std::uint16_t port) {
    auto& io = implementation_->host->io;
    auto& entrances = implementation_->entrances;
    auto acceptor = bind({host, port}, io);
    const auto bound_port = acceptor.local_endpoint().port();
    entrances.push_back(std::make_unique<Implementation::Entrance>(
        Implementation::Entrance{std::move(acceptor), entrances.size(), asio::steady_timer(io)}));
    return bound_port;
}

void HttpServer::start() {
    for (const auto& entrance : implementation_->entrances) {
        implementation_->accept(*entrance);
    }
    implementation_->thread =
        std::thread([implementation = implementation_] { implementation->run(); });
}

void HttpServer::run_on_thread(const std::function<void()>& work) {
    std::packaged_task<void()> task(work);
    asio::post(implementation_->host->io, [&task] { task(); });
    task.get_future().get();
}

void HttpServer::stop(std::chrono::milliseconds patience) {
    if (!implementation_->thread.joinable()) {
        return;
    }
    asio::post(implementation_->host->io, [implementation = implementation_.get(), patience] {
        implementation->begin_stop(patience);
    });
    implementation_->thread.join();
}

}  // namespace kconnect::http
