#pragma once

#include <cstdint>
#include <string>
#include <string_view>

#include "support/worker_process.hpp"

namespace kconnect::test {

/// A connection to the REST API; it is hung up at the end of the scope. Throws
/// std::system_error when there is none.
class RestConnection {
public:
    explicit RestConnection(std::uint16_t port);
    ~RestConnection();
    RestConnection(const RestConnection&) = delete;
    RestConnection& operator=(const RestConnection&) = delete;

    void send(std::string_view text) const;
    /// All that comes until the server hangs up.
    std::string read_all() const;

private:
    int socket_ = -1;
};

/// What a request was answered.
struct RestAnswer {
    int status = 0;
    std::string headers;
    std::string body;
};

/// Sends one request to 127.0.0.1; `body` is JSON or empty.
RestAnswer ask_rest(std::uint16_t port,
                    std::string_view method,
                    std::string_view target,
                    std::string_view body = {});

/// The port that the worker says it listens at; waits until it does.
std::uint16_t rest_port(WorkerProcess& worker);

}  // namespace kconnect::test
