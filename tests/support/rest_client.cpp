#include "support/rest_client.hpp"

#include <array>
#include <cerrno>
#include <charconv>
#include <system_error>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace kconnect::test {
namespace {

void check(bool is_good, const char* what) {
    if (!is_good) {
        throw std::system_error(errno, std::generic_category(), what);
    }
}

int number_at(std::string_view text) {
    int number = 0;
    std::from_chars(text.data(), text.data() + text.size(), number);
    return number;
}

}  // namespace

RestConnection::RestConnection(std::uint16_t port) : socket_(socket(AF_INET, SOCK_STREAM, 0)) {
    check(socket_ >= 0, "socket");
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_port = htons(port);
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    if (connect(socket_, reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        const int error = errno;
        close(socket_);
        throw std::system_error(error, std::generic_category(), "connect");
    }
}

RestConnection::~RestConnection() {
    close(socket_);
}

void RestConnection::send(std::string_view text) const {
    while (!text.empty()) {
        const auto sent = ::send(socket_, text.data(), text.size(), MSG_NOSIGNAL);
        check(sent > 0, "send");
        text.remove_prefix(static_cast<std::size_t>(sent));
    }
}

std::string RestConnection::read_all() const {
    std::string text;
    std::array<char, 4096> part{};
    while (true) {
        const auto count = recv(socket_, part.data(), part.size(), 0);
        check(count >= 0, "recv");
        if (count == 0) {
            return text;
        }
        text.append(part.data(), static_cast<std::size_t>(count));
    }
}

RestAnswer ask_rest(std::uint16_t port,
                    std::string_view method,
                    std::string_view target,
                    std::string_view body) {
    const RestConnection connection(port);
    const std::string body_headers =
        body.empty()
            ? ""
            : "Content-Type: application/json\r\nContent-Length: " + std::to_string(body.size()) +
                  "\r\n";
    connection.send(std::string(method) + " " + std::string(target) +
                    " HTTP/1.1\r\nHost: localhost\r\nUser-Agent: kconnect-tests\r\n"
                    "Accept: application/json\r\nConnection: close\r\n" +
                    body_headers + "\r\n" + std::string(body));
    const std::string text = connection.read_all();
    const auto headers_end = text.find("\r\n\r\n");
    constexpr std::string_view kStatusAt = "HTTP/1.1 ";
    if (headers_end == std::string::npos) {
        return {};
    }
    return {number_at(std::string_view(text).substr(kStatusAt.size())),
            text.substr(0, headers_end),
            text.substr(headers_end + 4)};
}

std::uint16_t rest_port(WorkerProcess& worker) {
    const std::string announcement = "REST server listening at http://127.0.0.1:";
    worker.wait_for_output(announcement);
    const std::string output = worker.output();
    // A test may start several workers on one log: the last one counts.
    const auto at = output.rfind(announcement) + announcement.size();
    return static_cast<std::uint16_t>(number_at(std::string_view(output).substr(at)));
}

}  // namespace kconnect::test
