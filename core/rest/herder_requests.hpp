#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <kconnect/config_map.hpp>

namespace kconnect::rest {

/// What a connector starts as.
enum class TargetState : std::uint8_t { kRunning, kPaused, kStopped };

/// A connector that a client wants.
struct NewConnector {
    std::string name;
    ConfigMap config;                ///< Has `name`.
    std::vector<std::string> nulls;  ///< Keys whose value is JSON's null, which is an error.
    TargetState target_state = TargetState::kRunning;
};

/// What REST may ask the worker to do. Implemented by the worker. Threads: any; each call may block
/// as long as connectors, their databases and Kafka do.
class HerderRequests {
public:
    virtual ~HerderRequests();

    /// Checks the configuration, creates the connector and starts it; afterwards HerderView shows
    /// it. Throws BadRequestException for a bad configuration, AlreadyExistsException for a second
    /// connector of a name, ConnectException when it cannot be started (it is FAILED then).
    virtual void create_connector(const NewConnector& connector) = 0;
};

}  // namespace kconnect::rest
