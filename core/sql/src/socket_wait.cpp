#include "src/socket_wait.hpp"

#include <array>
#include <cerrno>

#include <fmt/format.h>
#include <poll.h>

namespace kconnect::sql {

int wait_for_socket(int socket,
                    short events,
                    int timeout_milliseconds,
                    const AbortSignal* abort) noexcept {
    // poll() passes over a negative descriptor.
    std::array<pollfd, 2> descriptors{
        pollfd{socket, events, 0}, pollfd{abort == nullptr ? -1 : abort->descriptor(), POLLIN, 0}};
    int ready = -1;
    do {
        ready = ::poll(descriptors.data(), descriptors.size(), timeout_milliseconds);
    } while (ready < 0 && errno == EINTR);
    return ready;
}

SqlError given_up_before_answer(std::string_view database, const HostPort& host) {
    return {fmt::format("Connecting to {} at {}:{} was given up", database, host.host, host.port),
            SqlErrorKind::kTransient,
            "08001",
            0,
            true};
}

}  // namespace kconnect::sql
