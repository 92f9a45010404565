#include "reader/arguments.hpp"

#include <algorithm>
#include <array>
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

constexpr auto kOptions = std::to_array<std::string_view>({"--event",
                                                           "--output",
                                                           "--dead-letter",
                                                           "--dead-letter-topic",
                                                           "--kafka",
                                                           "--kafka-config",
                                                           "--timeout"});

void check_option(std::string_view name) {
    if (std::find(kOptions.begin(), kOptions.end(), name) == kOptions.end()) {
        throw UsageError(fmt::format("Unknown option '{}'; see flight_reader --help", name));
    }
}

bool is_topic_name(std::string_view name) {
    constexpr std::size_t kLongest = 249;
    constexpr std::string_view kAllowed =
        "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789._-";
    return name.size() <= kLongest && name != "." && name != ".." &&
           name.find_first_not_of(kAllowed) == std::string_view::npos;
}

std::string topic_of(std::string_view name) {
    if (!is_topic_name(name)) {
        throw UsageError(fmt::format(
            "--dead-letter-topic is '{}'; it takes at most 249 letters, digits, '.', '_' and '-'",
            name));
    }
    return std::string(name);
}

/// A topic needs servers, and both others a topic.
void check_topic(const RunOptions& run) {
    const auto& topic = *run.dead_letter_topic;
    if (topic.topic.empty()) {
        throw UsageError("--kafka and --kafka-config are for --dead-letter-topic TOPIC; add it");
    }
    if (topic.servers.empty()) {
        throw UsageError("--dead-letter-topic needs --kafka HOST:PORT");
    }
}

DeadLetterTopicOptions& topic_options(RunOptions& run) {
    if (!run.dead_letter_topic) {
        run.dead_letter_topic.emplace();
    }
    return *run.dead_letter_topic;
}

void set_option(RunOptions& run, std::string_view name, std::string_view value) {
    if (name == "--dead-letter-topic") {
        topic_options(run).topic = topic_of(value);
    } else if (name == "--kafka") {
        topic_options(run).servers = value;
    } else if (name == "--kafka-config") {
        topic_options(run).config = value;
    } else if (name == "--event") {
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
    if (run.dead_letter_topic) {
        check_topic(run);
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
    --dead-letter-topic TOPIC
                             the same as a record; the run's id is its key. All replicas in sync
                             have it at the end, or the command says that they do not
    --kafka HOST:PORT[,...]  the servers of that topic
    --kafka-config FILE      lines NAME=VALUE of librdkafka's properties, such as security.protocol
    --timeout SECONDS        when to give up, 1 to 900; default 30. The topic gets what is left
                             of them, 5 at least
  flight_reader --help

Environment:
  FLIGHT_DATABASE_URL        jdbc:postgresql://HOST:PORT/DATABASE, jdbc:mysql://..., jdbc:sqlite:FILE
  FLIGHT_DATABASE_USER       wins over the URL's
  FLIGHT_DATABASE_PASSWORD   wins over the URL's
  FLIGHT_TABLE               [SCHEMA.]TABLE; default flight-data
  FLIGHT_POOL_SIZE           connections, 1 to 64; default 4
  AWS_LAMBDA_RUNTIME_API     host:port, set by Lambda

Exit codes: 0 answered, 1 failed run (or the end of a Lambda runtime), 2 bad command line or
settings, or a dead letter that could not be kept.
)";
}

}  // namespace kconnect::flight_reader
