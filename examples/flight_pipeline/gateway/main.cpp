// flight_gateway: GET /flightData and the page, on one machine, as API Gateway and Lambda would.

#include <csignal>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <optional>
#include <string>
#include <string_view>

#include <fmt/format.h>

#include <kconnect/errors.hpp>
#include <kconnect/version.hpp>

#include "gateway/gateway.hpp"
#include "reader/flight_handler.hpp"

namespace kconnect::flight_gateway {
namespace {

constexpr std::string_view kUsage =
    "usage: flight_gateway --config gateway.yaml [--listen HOST:PORT] [--check]\n"
    "  --config FILE       routes, limits, CORS, page: see examples/flight_pipeline/gateway.yaml\n"
    "  --listen HOST:PORT  instead of the file's listen; port 0 takes any free one\n"
    "  --check             reads the configuration and ends\n"
    "The reader's settings come from the environment: FLIGHT_DATABASE_URL, FLIGHT_DATABASE_USER,\n"
    "FLIGHT_DATABASE_PASSWORD, FLIGHT_TABLE, FLIGHT_POOL_SIZE.\n"
    "SIGHUP opens the access log anew and reads the page's files again.\n"
    "SIGTERM and SIGINT let the present requests end. Exit code 1: it could not start, or "
    "requests\n"
    "still ran when `drain_ms` was over; 2: wrong arguments.\n";

constexpr int kFailed = 1;
constexpr int kWrongUse = 2;

struct Arguments {
    std::string config;
    std::optional<std::string> listen;
    bool only_checks = false;
};

[[noreturn]] void refuse_use(std::string_view why) {
    fmt::print(stderr, "flight_gateway: {}\n{}", why, kUsage);
    std::exit(kWrongUse);
}

Arguments parse(int count, char** values) {
    Arguments arguments;
    for (int at = 1; at < count; ++at) {
        const std::string_view name = values[at];
        if (name == "--help" || name == "-h") {
            fmt::print("{}", kUsage);
            std::exit(0);
        }
        if (name == "--version") {
            fmt::print("flight_gateway {}\n", kVersion);
            std::exit(0);
        }
        if (name == "--check") {
            arguments.only_checks = true;
            continue;
        }
        if (name != "--config" && name != "--listen") {
            refuse_use(fmt::format("unknown argument '{}'", name));
        }
        if (++at == count) {
            refuse_use(fmt::format("{} lacks its value", name));
        }
        if (name == "--config") {
            arguments.config = values[at];
        } else {
            arguments.listen = values[at];
        }
    }
    if (arguments.config.empty()) {
        refuse_use("--config is missing");
    }
    return arguments;
}

/// Signals are waited for, not handled; threads that start later inherit it.
sigset_t block_signals() {
    sigset_t signals;
    sigemptyset(&signals);
    sigaddset(&signals, SIGTERM);
    sigaddset(&signals, SIGINT);
    sigaddset(&signals, SIGHUP);
    pthread_sigmask(SIG_BLOCK, &signals, nullptr);
    std::signal(SIGPIPE, SIG_IGN);
    return signals;
}

std::uint16_t start(Gateway& gateway, const GatewayConfig& config) {
    try {
        return gateway.start();
    } catch (const ConnectException& error) {
        throw ConnectException(fmt::format(
            "cannot listen at {}:{}: {}; end what listens there or choose another address with "
            "listen or --listen",
            config.host,
            config.port,
            error.cause() ? describe(error.cause()) : error.what()));
    }
}

void reload(Gateway& gateway) {
    try {
        gateway.reload();
        fmt::print(stderr, "flight_gateway: signal 1: access log and page are opened anew\n");
    } catch (...) {
        fmt::print(stderr,
                   "flight_gateway: signal 1: {}; it stays as it was\n",
                   describe(std::current_exception()));
    }
}

int run(const Arguments& arguments) {
    const auto signals = block_signals();
    auto config = read_gateway_config(arguments.config);
    if (arguments.listen) {
        set_listen(config, *arguments.listen);
    }
    if (arguments.only_checks) {
        fmt::print("{}: no faults found\n", arguments.config);
        return 0;
    }
    flight_reader::FlightHandler reader(flight_reader::read_settings());
    const auto read = [&reader](std::string_view event, const Invocation& invocation) {
        return reader.handle(event, invocation);
    };
    Gateway gateway(config, {{"flight_reader", read}});
    reader.warm_up();
    const auto port = start(gateway, config);
    const auto host = config.host.empty() ? "127.0.0.1" : config.host;
    fmt::print(stderr,
               "flight_gateway listens at http://{}:{}/\n",
               host.find(':') == std::string::npos ? host : "[" + host + "]",
               port);
    int signal = 0;
    while (sigwait(&signals, &signal) == 0 && signal == SIGHUP) {
        reload(gateway);
    }
    fmt::print(stderr, "flight_gateway ends: signal {}\n", signal);
    if (!gateway.stop(config.drain)) {
        fmt::print(stderr,
                   "flight_gateway: a request still ran after {} ms; its answer is lost\n",
                   config.drain.count());
        std::fflush(nullptr);
        std::_Exit(kFailed);  // The request's thread uses what would be destroyed.
    }
    return 0;
}

}  // namespace
}  // namespace kconnect::flight_gateway

int main(int count, char** values) {
    try {
        return kconnect::flight_gateway::run(kconnect::flight_gateway::parse(count, values));
    } catch (...) {
        fmt::print(stderr, "flight_gateway: {}\n", kconnect::describe(std::current_exception()));
        return kconnect::flight_gateway::kFailed;
    }
}
