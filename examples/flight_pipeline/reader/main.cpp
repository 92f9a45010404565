#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <exception>
#include <memory>
#include <span>

#include "reader/arguments.hpp"
#include "reader/flight_handler.hpp"
#include "reader/lambda_runtime.hpp"

namespace kconnect::flight_reader {
namespace {

Function make_function(bool warm) {
    const auto handler = std::make_shared<FlightHandler>(read_settings());
    if (warm) {
        handler->warm_up();
    }
    return [handler](std::string_view event, const Invocation& invocation) {
        return handler->handle(event, invocation);
    };
}

int run_as_lambda() {
    const char* const address = std::getenv("AWS_LAMBDA_RUNTIME_API");
    if (address == nullptr || *address == '\0') {
        throw UsageError(
            "AWS_LAMBDA_RUNTIME_API is not set: Lambda sets it; see flight_reader --help");
    }
    return run_lambda(
        address, [] { return make_function(true); }, log_to_standard_error);
}

int run(std::span<const char* const> arguments) {
    const Arguments parsed = parse_arguments(arguments[0], arguments.subspan(1));
    switch (parsed.command) {
        case Command::kLambda:
            return run_as_lambda();
        case Command::kRun:
            return run_once(parsed.run, make_function(false));
        case Command::kHelp:
            std::fwrite(usage().data(), 1, usage().size(), stdout);
            return 0;
    }
    return 2;
}

}  // namespace
}  // namespace kconnect::flight_reader

int main(int count, char** arguments) {
    // A reader of the output that went away is a failed run, with a dead letter, not our end.
    std::signal(SIGPIPE, SIG_IGN);
    try {
        return kconnect::flight_reader::run({arguments, static_cast<std::size_t>(count)});
    } catch (const std::exception& error) {
        std::fprintf(stderr, "flight_reader: %s\n", error.what());
        return 2;
    }
}
