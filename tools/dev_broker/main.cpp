// A Kafka broker for trying things out; `dev_broker --help` says what it can and cannot do.
#include <csignal>
#include <cstdio>
#include <exception>
#include <string>
#include <vector>

#include <fmt/format.h>

#include "arguments.hpp"
#include "mock_cluster.hpp"

namespace {

using kconnect::dev_broker::Arguments;
using kconnect::dev_broker::MockCluster;

constexpr int kUsageError = 2;

/// Blocks the signals that end the program, in this thread and all that it starts.
sigset_t block_termination() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    return signals;
}

void serve(const Arguments& arguments) {
    const sigset_t signals = block_termination();
    MockCluster cluster;
    for (const auto& topic : arguments.topics) {
        cluster.create_topic(topic.name, topic.partitions);
    }
    fmt::print("bootstrap.servers={}\n", cluster.bootstrap_servers());
    fmt::print(
        "A partition keeps about 5 MB or 100,000 messages; all data is gone when this ends. "
        "Stop with Ctrl-C.\n");
    std::fflush(stdout);
    int received = 0;
    sigwait(&signals, &received);
}

}  // namespace

int main(int argc, char** argv) {
    try {
        const Arguments arguments =
            kconnect::dev_broker::parse_arguments(std::vector<std::string>(argv + 1, argv + argc));
        if (arguments.help) {
            fmt::print("{}", kconnect::dev_broker::usage());
            return 0;
        }
        serve(arguments);
        return 0;
    } catch (const std::invalid_argument& error) {
        fmt::print(stderr, "dev_broker: {}\n", error.what());
        return kUsageError;
    } catch (const std::exception& error) {
        fmt::print(stderr, "dev_broker: {}\n", error.what());
        return 1;
    }
}
