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

    void create_connector(const rest::NewConnector& connector) override;

private:
    StandaloneHerder& herder_;
};

}  // namespace kconnect
