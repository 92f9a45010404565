#include "http/http_session.hpp"

#include <utility>

#include <boost/asio/post.hpp>
#include <boost/asio/write.hpp>
#include <boost/beast/core/string.hpp>
#include <boost/beast/http/error.hpp>
#include <boost/beast/http/read.hpp>
#include <boost/beast/http/write.hpp>
#include <fmt/format.h>

#include <kconnect/errors.hpp>

#include "http/http_date.hpp"

namespace kconnect::http {
namespace {

namespace beast_http = boost::beast::http;
using std::chrono::milliseconds;
using std::chrono::steady_clock;

constexpr unsigned kHttpOneOne = 11;

std::string client_of(const boost::beast::tcp_stream& stream) {
    boost::system::error_code error;
    const auto address = stream.socket().remote_endpoint(error).address();
    if (error) {
        return "-";
    }
    if (address.is_v6() && address.to_v6().is_v4_mapped()) {
        return boost::asio::ip::make_address_v4(boost::asio::ip::v4_mapped, address.to_v6())
            .to_string();
    }
    return address.to_string();
}

/// As Jetty's log has it.
std::string with_brackets(const std::string& address) {
    return address.find(':') == std::string::npos ? address : fmt::format("[{}]", address);
}

std::string text_of(boost::beast::string_view text) {
    return {text.data(), text.size()};
}

Request to_request(beast_http::request<beast_http::string_body>&& message) {
    Request request;
    request.method = text_of(message.method_string());
    request.target_text = text_of(message.target());
    request.target = parse_target(request.target_text);
    for (const auto& field : message) {
        request.headers.emplace_back(text_of(field.name_string()), text_of(field.value()));
    }
    request.body = std::move(message.body());
    return request;
}

/// What is answered to something that is no request; 0 when the client has just gone.
int status_of(boost::beast::error_code error) {
    if (error == beast_http::error::header_limit) {
        return 431;
    }
    if (error == beast_http::error::body_limit) {
        return 413;
    }
    if (error == beast_http::error::bad_version) {
        return 505;
    }
    const bool is_broken_request =
        error.category() == beast_http::make_error_code(beast_http::error::bad_method).category() &&
        error != beast_http::error::end_of_stream && error != beast_http::error::partial_message;
    return is_broken_request ? 400 : 0;
}

}  // namespace

HttpSession::HttpSession(std::shared_ptr<SessionHost> host,
                         boost::asio::ip::tcp::socket socket,
                         std::size_t entrance)
    : host_(std::move(host)),
      stream_(std::move(socket)),
      entrance_(entrance),
      client_(client_of(stream_)),
      buffer_(host_->limits.header_bytes + host_->limits.body_bytes),
      answer_timer_(host_->io),
      waits_since_(steady_clock::now()) {
}

void HttpSession::read() {
    stage_ = Stage::kReading;
    parser_.emplace();
    parser_->header_limit(host_->limits.header_bytes);
    parser_->body_limit(host_->limits.body_bytes);
    waits_since_ = steady_clock::now();
    stream_.expires_after(host_->limits.idle);
    beast_http::async_read_header(
        stream_, buffer_, *parser_, [self = shared_from_this()](Error error, std::size_t) {
            self->on_header(error);
        });
}

void HttpSession::on_header(Error error) {
    if (error || stage_ == Stage::kEnded) {
        on_read(error);
        return;
    }
    if (!reserve_body()) {
        begin_answer();
        refuse(503);
        return;
    }
    const auto expectation = parser_->get()[beast_http::field::expect];
    if (expectation.empty() || parser_->is_done() || parser_->get().version() < kHttpOneOne) {
        read_body();
        return;
    }
    if (!boost::beast::iequals(expectation, "100-continue")) {
        begin_answer();
        refuse(417);
        return;
    }
    constexpr std::string_view kContinue = "HTTP/1.1 100 Continue\r\n\r\n";
    boost::asio::async_write(stream_,
                             boost::asio::buffer(kContinue.data(), kContinue.size()),
                             [self = shared_from_this()](Error problem, std::size_t) {
                                 problem ? self->end() : self->read_body();
                             });
}

void HttpSession::read_body() {
    beast_http::async_read(
        stream_, buffer_, *parser_, [self = shared_from_this()](Error error, std::size_t) {
            self->on_read(error);
        });
}

void HttpSession::on_read(Error error) {
    if (stage_ == Stage::kEnded) {
        return;
    }
    begin_answer();
    if (error) {
        const int status = status_of(error);
        status == 0 ? end() : refuse(status);
        return;
    }
    has_request_ = true;
    const auto& message = parser_->get();
    version_ = message.version();
    keeps_alive_ = message.keep_alive() && !host_->is_stopping;
    is_head_ = message.method() == beast_http::verb::head;
    access_ = {.client = with_brackets(client_),
               .request_line = fmt::format("{} {} HTTP/{}.{}",
                                           text_of(message.method_string()),
                                           text_of(message.target()),
                                           version_ / 10,
                                           version_ % 10),
               .referrer = text_of(message[beast_http::field::referer]),
               .user_agent = text_of(message[beast_http::field::user_agent])};
    ask();
}

bool HttpSession::reserve_body() {
    const auto length = parser_->content_length();
    const std::uint64_t bytes = length               ? *length
                                : parser_->chunked() ? host_->limits.body_bytes
                                                     : 0;
    if (host_->bodies_bytes + bytes > host_->limits.all_bodies_bytes) {
        return false;
    }
    body_bytes_ = bytes;
    host_->bodies_bytes += bytes;
    return true;
}

void HttpSession::release_body() {
    host_->bodies_bytes -= std::exchange(body_bytes_, 0);
}

void HttpSession::begin_answer() {
    stage_ = Stage::kAnswering;
    request_number_ = ++host_->last_request;
    waits_since_ = steady_clock::now();
}

void HttpSession::refuse(int status) {
    has_request_ = true;
    keeps_alive_ = false;
    is_head_ = false;
    access_ = {.client = with_brackets(client_), .request_line = "-"};
    answer(host_->voice.refused(status, reason_phrase(status)));
}

void HttpSession::ask() {
    try {
        auto request = to_request(parser_->release());
        parser_.reset();
        request.client = client_;
        request.version = fmt::format("HTTP/{}.{}", version_ / 10, version_ % 10);
        request.number = request_number_;
        request.received = std::chrono::floor<milliseconds>(std::chrono::system_clock::now());
        access_.number = request_number_;
        answer_timer_.expires_after(host_->limits.answer);
        answer_timer_.async_wait(
            [self = shared_from_this(), number = request_number_](Error error) {
                if (!error && number == self->request_number_) {
                    self->answer(self->host_->voice.late(number));
                }
            });
        host_->handle(entrance_, std::move(request), responder());
    } catch (const BadTarget& problem) {
        answer(host_->voice.refused(400, problem.what()));
    } catch (...) {
        answer(host_->voice.failed(describe(std::current_exception())));
    }
}

Respond HttpSession::responder() {
    // Weak: a request that ends after the server has stopped would leave an answer in a queue that
    // nobody serves, and with it this session, which owns the queue.
    return [session = weak_from_this(), number = request_number_](Response response) {
        const auto self = session.lock();
        if (self == nullptr) {
            return;
        }
        boost::asio::post(self->host_->io, [self, number, response = std::move(response)] {
            if (number == self->request_number_) {
                self->answer(response);
            }
        });
    };
}

void HttpSession::answer(const Response& response) {
    if (stage_ != Stage::kAnswering) {
        return;
    }
    stage_ = Stage::kWriting;
    answer_timer_.cancel();
    using std::chrono::system_clock;
    output_ = {};
    output_.version(version_);
    output_.result(static_cast<unsigned>(response.status));
    output_.reason(std::string(reason_phrase(response.status)));
    output_.set(beast_http::field::server, host_->voice.name);
    output_.set(beast_http::field::date,
                http_date(std::chrono::floor<milliseconds>(system_clock::now())));
    for (const auto& [name, value] : response.headers) {
        output_.insert(name, value);
    }
    if (!response.content_type.empty()) {
        output_.set(beast_http::field::content_type, response.content_type);
    }
    constexpr int kNoContent = 204;
    constexpr int kNotModified = 304;
    // How long the body of a GET would be is not known when a handler leaves it out.
    const bool has_length = !is_head_ || !response.body.empty();
    if (response.status != kNoContent && response.status != kNotModified && has_length) {
        output_.content_length(response.body.size());
    }
    output_.keep_alive(keeps_alive_ && !host_->is_stopping);
    if (!is_head_) {
        output_.body() = response.body;
    }
    access_.status = response.status;
    access_.body_bytes = output_.body().size();
    stream_.expires_after(host_->limits.idle);
    beast_http::async_write(
        stream_, output_, [self = shared_from_this()](Error error, std::size_t) {
            self->on_written(error);
        });
}

void HttpSession::on_written(Error error) {
    if (stage_ == Stage::kEnded) {
        return;
    }
    tell(true);
    release_body();
    if (error || !output_.keep_alive() || host_->is_stopping) {
        end();
        return;
    }
    output_ = {};
    buffer_.shrink_to_fit();
    read();
}

void HttpSession::tell(bool is_answered) {
    access_.duration =
        std::chrono::duration_cast<std::chrono::microseconds>(steady_clock::now() - waits_since_);
    access_.is_answered = is_answered;
    has_request_ = false;
    host_->voice.ended(access_);
}

void HttpSession::end() {
    if (std::exchange(stage_, Stage::kEnded) == Stage::kEnded) {
        return;
    }
    if (has_request_) {
        tell(false);
    }
    release_body();
    answer_timer_.cancel();
    Error ignored;
    stream_.socket().shutdown(boost::asio::ip::tcp::socket::shutdown_send, ignored);
    stream_.close();
    const auto self = shared_from_this();
    host_->sessions.remove(self);
}

}  // namespace kconnect::http
