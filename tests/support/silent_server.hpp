#pragma once

#include <chrono>
#include <cstdint>
#include <stdexcept>

#include <netinet/in.h>
#include <poll.h>
#include <sys/socket.h>
#include <unistd.h>

namespace kconnect::test {

/// A server on 127.0.0.1 that takes connections and never says a word.
class SilentServer {
public:
    SilentServer() : listener_(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        sockaddr_in address{};
        address.sin_family = AF_INET;
        address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
        socklen_t size = sizeof(address);
        auto* generic = reinterpret_cast<sockaddr*>(&address);
        if (listener_ < 0 || ::bind(listener_, generic, size) != 0 || ::listen(listener_, 8) != 0 ||
            ::getsockname(listener_, generic, &size) != 0) {
            throw std::runtime_error("no server on 127.0.0.1 can be set up");
        }
        port_ = ntohs(address.sin_port);
    }
    ~SilentServer() { ::close(listener_); }
    SilentServer(const SilentServer&) = delete;
    SilentServer& operator=(const SilentServer&) = delete;

    std::uint16_t port() const noexcept { return port_; }

    /// Waits for a client, who stays unanswered; false when none came.
    bool has_client(std::chrono::milliseconds patience) const {
        pollfd descriptor{listener_, POLLIN, 0};
        return ::poll(&descriptor, 1, static_cast<int>(patience.count())) == 1;
    }

private:
    int listener_;
    std::uint16_t port_ = 0;
};

}  // namespace kconnect::test
