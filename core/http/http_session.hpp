#pragma once

#include <chrono>
#include <cstdint>
#include <list>
#include <memory>
#include <optional>
#include <string>

#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/steady_timer.hpp>
#include <boost/beast/core/flat_buffer.hpp>
#include <boost/beast/core/tcp_stream.hpp>
#include <boost/beast/http/parser.hpp>
#include <boost/beast/http/string_body.hpp>

#include "http/http_server.hpp"

namespace kconnect::http {

class HttpSession;

/// What the sessions of a server share. Touched on the server's thread only; a session owns it, so
/// that a late answer finds it.
struct SessionHost {
    boost::asio::io_context io{1};
    HandleRequest handle;
    HttpVoice voice;
    HttpLimits limits;
    std::uint64_t last_request = 0;
    std::uint64_t bodies_bytes = 0;  ///< Of all sessions, as their headers announce them.
    std::list<std::shared_ptr<HttpSession>> sessions;
    bool is_stopping = false;
};

/// One connection: reads a request, has it answered, writes the answer, and again.
/// Threads: the server's.
class HttpSession : public std::enable_shared_from_this<HttpSession> {
public:
    HttpSession(std::shared_ptr<SessionHost> host,
                boost::asio::ip::tcp::socket socket,
                std::size_t entrance);

    void start() { read(); }
    /// Hangs up, whatever it does; it leaves its host.
    void end();
    /// True from the end of a request until its answer is sent.
    bool is_busy() const noexcept { return stage_ != Stage::kReading; }
    /// True while the next step is the client's: to send a request or to take an answer.
    bool waits_for_client() const noexcept { return stage_ != Stage::kAnswering; }
    /// Since when the present request, or the wait for one, goes on.
    std::chrono::steady_clock::time_point waits_since() const noexcept { return waits_since_; }

private:
    using Error = boost::beast::error_code;
    enum class Stage : std::uint8_t { kReading, kAnswering, kWriting, kEnded };

    void read();
    /// Asks a client that waits for it (`Expect: 100-continue`) to send the body.
    void on_header(Error error);
    void read_body();
    void on_read(Error error);
    /// Counts the body that the header announces; false when there is no room for it.
    bool reserve_body();
    void release_body();
    void begin_answer();
    void refuse(int status);
    void ask();
    /// What the handler calls; it comes from any thread.
    Respond responder();
    void answer(const Response& response);
    void on_written(Error error);
    /// Tells that the present request has ended.
    void tell(bool is_answered);

    const std::shared_ptr<SessionHost> host_;
    boost::beast::tcp_stream stream_;
    const std::size_t entrance_;
    const std::string client_;
    boost::beast::flat_buffer buffer_;
    std::optional<boost::beast::http::request_parser<boost::beast::http::string_body>> parser_;
    boost::beast::http::response<boost::beast::http::string_body> output_;
    boost::asio::steady_timer answer_timer_;
    std::chrono::steady_clock::time_point waits_since_;
    Access access_;
    unsigned version_ = 11;
    bool is_head_ = false;
    bool keeps_alive_ = false;
    bool has_request_ = false;  ///< `access_` is of a request that has not ended.
    Stage stage_ = Stage::kReading;
    std::uint64_t body_bytes_ = 0;      ///< What this session has of the host's `bodies_bytes`.
    std::uint64_t request_number_ = 0;  ///< Tells a late answer from one to the present request.
};

}  // namespace kconnect::http
