#include "reader/arguments.hpp"

#include <charconv>

#include <fmt/format.h>

namespace kconnect::flight_reader {
namespace {

std::chrono::seconds seconds_of(std::string_view text) {
    constexpr int kMost = 900;
    int seconds = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), seconds);
    if (error != std::errc() || end != text.data() + text.size() || seconds < 1 ||
        seconds > kMost) {
        throw UsageError(
            fmt::format("--timeout is '{}'; it takes seconds from 1 to {}", text, kMost));
    }
    return std::chrono::seconds(seconds);
}

void check_option(std::string_view name) {
    if (name == "--dead-letter-topic") {
        throw UsageError("--dead-letter-topic is not supported yet; use --dead-letter FILE");
    }
    if (name != "--event" && name != "--output" && name != "--dead-letter" && name != "--timeout") {
        throw UsageError(fmt::format("Unknown option '{}'; see flight_reader --help", name));
    }
}

void set_option(RunOptions& run, std::string_view name, std::string_view value) {
    if (name == "--event") {
        run.event = value;
    } else if (name == "--output") {
        run.output = value;
    } else if (name == "--dead-letter") {
        run.dead_letters = value;
    } else {
        run.timeout = seconds_of(value);
    }
}

RunOptions parse_run(std::span<const char* const> arguments) {
    RunOptions run;
    for (std::size_t index = 0; index < arguments.size(); index += 2) {
        const std::string_view name = arguments[index];
        check_option(name);
        const std::string_view value = index + 1 < arguments.size() ? arguments[index + 1] : "";
        if (value.empty()) {
            throw UsageError(fmt::format("Option '{}' needs a value", name));
        }
        set_option(run, name, value);
    }
    return run;
}

bool is_help(std::string_view argument) {
    return argument == "--help" || argument == "-h" || argument == "help";
}

}  // namespace

UsageError::~UsageError() = default;

Arguments parse_arguments(std::string_view program, std::span<const char* const> arguments) {
    Arguments result;
    for (const char* const argument : arguments) {
        if (is_help(argument)) {
            return result;
        }
    }
    const bool is_bootstrap = program.substr(program.rfind('/') + 1) == "bootstrap";
    const std::string_view command = arguments.empty() ? "" : arguments[0];
    if (is_bootstrap || command == "lambda") {
        if (arguments.size() > (is_bootstrap ? 0U : 1U)) {
            throw UsageError("flight_reader lambda takes no arguments; see flight_reader --help");
        }
        result.command = Command::kLambda;
        return result;
    }
    if (command != "run") {
        throw UsageError(command.empty()
                             ? "A command is missing: lambda or run; see flight_reader --help"
                             : fmt::format("Unknown command '{}': it is lambda or run; see "
                                           "flight_reader --help",
                                           command));
    }
    result.command = Command::kRun;
    result.run = parse_run(arguments.subspan(1));
    return result;
}

std::string_view usage() {
    return R"(Reads the table of flights and answers as JSON.

  flight_reader lambda       runs as an AWS Lambda custom runtime; also when the program is
                             called bootstrap
  flight_reader run [OPTION...]
                             answers one event, for cron and the like
    --event FILE             an event of API Gateway or EventBridge; without it the first page of
                             all flights is read
    --output FILE            where the rows go, replaced as a whole; without it standard output
    --dead-letter FILE       where a failed run is appended as a JSON line: time, id, error, event
    --timeout SECONDS        when to give up, 1 to 900; default 30
  flight_reader --help

Environment:
  FLIGHT_DATABASE_URL        jdbc:postgresql://HOST:PORT/DATABASE, jdbc:mysql://..., jdbc:sqlite:FILE
  FLIGHT_DATABASE_USER       wins over the URL's
  FLIGHT_DATABASE_PASSWORD   wins over the URL's
  FLIGHT_TABLE               [SCHEMA.]TABLE; default flight-data
  FLIGHT_POOL_SIZE           connections, 1 to 64; default 4
  AWS_LAMBDA_RUNTIME_API     host:port, set by Lambda

Exit codes: 0 answered, 1 failed run (or the end of a Lambda runtime), 2 bad command line or
settings.
)";
}

}  // namespace kconnect::flight_reader
