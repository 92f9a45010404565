#include "support/http_get.hpp"

#include <array>
#include <stdexcept>

#include <arpa/inet.h>
#include <netinet/in.h>
#include <sys/socket.h>
#include <unistd.h>

namespace kconnect::test {
namespace {

/// A TCP socket that is closed at the end of its scope.
class Socket {
public:
    Socket() : descriptor_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        if (descriptor_ < 0) {
            throw std::runtime_error("no socket");
        }
    }
    ~Socket() { ::close(descriptor_); }
    Socket(const Socket&) = delete;
    Socket& operator=(const Socket&) = delete;

    int get() const noexcept { return descriptor_; }

private:
    int descriptor_;
};

sockaddr_in local_address(std::uint16_t port) {
    sockaddr_in address{};
    address.sin_family = AF_INET;
    address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
    address.sin_port = htons(port);
    return address;
}

std::string read_all(int descriptor) {
    std::string text;
    std::array<char, 4096> buffer{};
    for (;;) {
        const ssize_t size = ::read(descriptor, buffer.data(), buffer.size());
        if (size <= 0) {
            return text;
        }
        text.append(buffer.data(), static_cast<std::size_t>(size));
    }
}

}  // namespace

std::optional<HttpAnswer> http_get(std::uint16_t port, const std::string& path) {
    const Socket socket;
    const sockaddr_in address = local_address(port);
    if (::connect(socket.get(), reinterpret_cast<const sockaddr*>(&address), sizeof address) != 0) {
        return std::nullopt;
    }
    constexpr timeval kPatience{10, 0};
    ::setsockopt(socket.get(), SOL_SOCKET, SO_RCVTIMEO, &kPatience, sizeof kPatience);
    // Version 1.0: the answer ends with the connection.
    const std::string request = "GET " + path + " HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n";
    if (::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL) !=
        static_cast<ssize_t>(request.size())) {
        return std::nullopt;
    }
    const std::string text = read_all(socket.get());
    const std::size_t blank = text.find(' ');
    const std::size_t body = text.find("\r\n\r\n");
    if (blank == std::string::npos || body == std::string::npos) {
        return std::nullopt;
    }
    return HttpAnswer{std::stoi(text.substr(blank + 1)), text.substr(body + 4)};
}

}  // namespace kconnect::test
