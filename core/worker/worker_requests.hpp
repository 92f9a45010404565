#pragma once

#include "rest/herder_requests.hpp"
#include "worker/standalone_herder.hpp"

namespace kconnect {

/// Does what REST's clients ask for, as if a file of the command line had. Nothing of it is kept
/// across a restart, as in Java's standalone worker. Threads: any.
class WorkerRequests : public rest::HerderRequests {
public:
    /// `herder` is borrowed.
    explicit WorkerRequests(StandaloneHerder& herder) : herder_(herder) {}

    rest::ValidationView validate(const rest::NewConnector& connector) override;
    void create_connector(const rest::NewConnector& connector) override;
    bool put_connector(const rest::NewConnector& connector) override;
    void delete_connector(const std::string& name) override;
    void set_target_state(const std::string& name, rest::TargetState state) override;
    void restart_connector(const std::string& name) override;
    rest::ConnectorView restart(const std::string& name, const rest::Restart& wanted) override;
    void restart_task(const std::string& name, int task) override;
    void reset_topics(const std::string& name) override;

private:
    StandaloneHerder& herder_;
};

}  // namespace kconnect
