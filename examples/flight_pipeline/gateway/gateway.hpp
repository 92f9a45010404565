#pragma once

#include <chrono>
#include <cstdint>
#include <map>
#include <memory>
#include <string>

#include "gateway/gateway_config.hpp"
#include "reader/invocation.hpp"

namespace kconnect::flight_gateway {

using flight_reader::Function;
using flight_reader::Invocation;

/// An API gateway on one machine: HTTP requests become proxy events, the answers of functions
/// become HTTP answers. Threads: start() and stop() one after the other, from any.
class Gateway {
public:
    /// `functions` are called from several threads, at most `config.threads` at a time. Throws
    /// ConfigException for a route whose function is missing, a static folder or a log that cannot
    /// be used.
    Gateway(const GatewayConfig& config, std::map<std::string, Function> functions);
    /// Stops without patience.
    ~Gateway();
    Gateway(const Gateway&) = delete;
    Gateway& operator=(const Gateway&) = delete;

    /// Opens the port and serves. The port that it got. Throws ConnectException when it is in use.
    std::uint16_t start();

    /// Takes no more requests and lets the present ones end within `patience`. False when a
    /// function still runs: it must not be destroyed then.
    bool stop(std::chrono::milliseconds patience);

    /// Opens the access log anew, as after it was renamed, and reads the page's files again. Throws
    /// ConfigException; what cannot be read stays as it was. Threads: any, from start() to stop().
    void reload();

private:
    class Implementation;
    std::unique_ptr<Implementation> implementation_;
};

}  // namespace kconnect::flight_gateway
