#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include <boost/asio/connect.hpp>
#include <boost/asio/io_context.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/read.hpp>
#include <boost/asio/read_until.hpp>
#include <boost/asio/write.hpp>

namespace kconnect::test {

/// A connection that sends raw text and gets raw text.
class TestClient {
public:
    explicit TestClient(std::uint16_t port) : socket_(io_) {
        using boost::asio::ip::tcp;
        socket_.connect(tcp::endpoint(boost::asio::ip::make_address("127.0.0.1"), port));
    }

    void send(std::string_view text) {
        boost::asio::write(socket_, boost::asio::buffer(text.data(), text.size()));
    }

    /// All that comes until the server hangs up.
    std::string read_all() {
        std::string text;
        boost::system::error_code error;
        boost::asio::read(socket_, boost::asio::dynamic_buffer(text), error);
        return text;
    }

    /// All that comes until this text has come.
    std::string read_until(std::string_view end) {
        std::string text;
        boost::asio::read_until(socket_, boost::asio::dynamic_buffer(text), std::string(end));
        return text;
    }

private:
    boost::asio::io_context io_{1};
    boost::asio::ip::tcp::socket socket_;
};

/// The answer to one request, headers and body.
inline std::string ask(std::uint16_t port,
                       std::string_view request_line,
                       std::string_view headers = {}) {
    TestClient client(port);
    client.send(std::string(request_line) + "\r\nHost: localhost\r\n" + std::string(headers) +
                "Connection: close\r\n\r\n");
    return client.read_all();
}

}  // namespace kconnect::test
