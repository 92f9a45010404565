#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include <kconnect/config_map.hpp>

#include "rest/herder_view.hpp"

namespace kconnect::rest {

/// What clients want of a connector and its tasks.
enum class TargetState : std::uint8_t { kRunning, kPaused, kStopped };

/// A connector that a client wants.
struct NewConnector {
    std::string name;
    ConfigMap config;                ///< Has `name`.
    std::vector<std::string> nulls;  ///< Keys whose value is JSON's null, which is an error.
    TargetState target_state = TargetState::kRunning;
};

/// What a client wants to be started anew.
struct Restart {
    bool has_tasks = false;       ///< The tasks, too.
    bool is_failed_only = false;  ///< Only what is FAILED.
};

/// What REST may ask the worker to do. Implemented by the worker. All that name a connector throw
/// NotFoundException when there is no connector of the name. Threads: any; each call may block as
/// long as connectors, their databases and Kafka do.
class HerderRequests {
public:
    virtual ~HerderRequests();

    /// Checks a configuration as create_connector() does, and creates nothing. Throws
    /// BadRequestException when the connector's class is missing or unknown, ConnectException when
    /// a connector does not judge in time.
    virtual ValidationView validate(const NewConnector& connector) = 0;

    /// Checks the configuration, creates the connector and starts it; afterwards HerderView shows
    /// it. Throws BadRequestException for a bad configuration, AlreadyExistsException for a second
    /// connector of a name, ConnectException when it cannot be started (it is FAILED then).
    virtual void create_connector(const NewConnector& connector) = 0;
    /// The same, but replaces the configuration of one that exists; its state of paused or stopped
    /// stays. True when the connector is new.
    virtual bool put_connector(const NewConnector& connector) = 0;
    /// Stops the connector and forgets it; its offsets stay.
    virtual void delete_connector(const std::string& name) = 0;
    /// Pauses, resumes or stops the connector and its tasks; what comes of it is in its status.
    virtual void set_target_state(const std::string& name, TargetState state) = 0;
    /// Starts the connector anew, and its tasks only if their configurations change. Throws
    /// ConnectException when it cannot be started.
    virtual void restart_connector(const std::string& name) = 0;
    /// Starts anew what is asked for; what cannot be started is FAILED. Returns the connector as it
    /// was, with RESTARTING for what was started anew.
    virtual ConnectorView restart(const std::string& name, const Restart& wanted) = 0;
    /// Starts one task anew. Throws NotFoundException when there is none of this number,
    /// ConnectException when it cannot be made.
    virtual void restart_task(const std::string& name, int task) = 0;
    /// Forgets the topics that the connector has used; does nothing for an unknown connector.
    virtual void reset_topics(const std::string& name) = 0;
};

}  // namespace kconnect::rest
