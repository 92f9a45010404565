#include "reader/run_command.hpp"

#include <algorithm>
#include <cstdio>
#include <exception>
#include <fstream>
#include <sstream>
#include <stdexcept>
#include <string>

#include <fmt/format.h>
#include <nlohmann/json.hpp>

#include "reader/dead_letter_file.hpp"
#include "reader/log_line.hpp"
#include "text/base64.hpp"
#include "text/random_id.hpp"

namespace kconnect::flight_reader {
namespace {

using TimePoint = std::chrono::steady_clock::time_point;

/// A run that failed because its time was over still goes to the topic.
constexpr std::chrono::milliseconds kLeastTimeForTheTopic{5000};
constexpr const char* kScheduledEvent =
    R"({"version":"0","detail-type":"Scheduled Event","source":"aws.events","detail":{}})";

std::string read_file(const std::filesystem::path& path) {
    std::ifstream file(path, std::ios::binary);
    std::ostringstream text;
    if (!file || !(text << file.rdbuf())) {
        throw std::runtime_error("The event cannot be read from '" + path.string() + "'");
    }
    return text.str();
}

/// All or nothing: a reader of the file never sees half of an answer.
void replace_file(const std::filesystem::path& path, const std::string& text) {
    const std::filesystem::path partial = path.string() + ".part";
    std::ofstream file(partial, std::ios::binary | std::ios::trunc);
    file << text;
    file.close();
    std::error_code problem;
    if (file) {
        std::filesystem::rename(partial, path, problem);
    }
    if (!file || problem) {
        throw std::runtime_error("The answer cannot be written to '" + path.string() + "'");
    }
}

void write_answer(const RunOptions& options, const std::string& body) {
    if (options.output) {
        replace_file(*options.output, body);
    } else if (std::fwrite(body.data(), 1, body.size(), stdout) != body.size() ||
               std::fflush(stdout) != 0) {
        throw std::runtime_error("The answer cannot be written to standard output");
    }
}

/// Answers `run.event`; throws whatever makes it a failed run.
void answer(const RunOptions& options,
            const Function& function,
            FailedRun& run,
            TimePoint deadline) {
    if (options.event) {
        run.event = read_file(*options.event);
    }
    const auto answer = nlohmann::json::parse(function(run.event, {run.id, deadline}));
    const int status = answer.at("statusCode");
    const std::string body = answer.at("body");
    if (status >= 400) {
        throw std::runtime_error(fmt::format("status {}: {}", status, body));
    }
    if (answer.at("isBase64Encoded") != true) {
        write_answer(options, body + '\n');
        return;
    }
    const auto bytes = flight_text::from_base64(body);
    if (!bytes) {
        throw std::runtime_error("The answer's body is no base64");
    }
    write_answer(options, *bytes);
}

/// Tries both places, then throws what went wrong, with both in one line.
void keep(const RunOptions& options,
          const std::optional<DeadLetterTopic>& topic,
          const FailedRun& run,
          TimePoint deadline) {
    std::string problems;
    const auto attempt = [&problems](const auto& place) {
        try {
            place();
        } catch (const std::exception& error) {
            problems += (problems.empty() ? "" : "; ") + std::string(error.what());
        }
    };
    if (options.dead_letters) {
        attempt([&] { append_dead_letter(*options.dead_letters, run); });
    }
    if (topic) {
        attempt([&] {
            const auto left = std::chrono::ceil<std::chrono::milliseconds>(
                deadline - std::chrono::steady_clock::now());
            topic->send(run, std::max(left, kLeastTimeForTheTopic));
        });
    }
    if (!problems.empty()) {
        throw std::runtime_error(problems);
    }
}

}  // namespace

int run_once(const RunOptions& options, const Function& function) {
    std::optional<DeadLetterTopic> topic;
    if (options.dead_letter_topic) {
        topic.emplace(*options.dead_letter_topic);
    }
    const TimePoint deadline = std::chrono::steady_clock::now() + options.timeout;
    FailedRun run{flight_text::random_id(), kScheduledEvent, ""};
    try {
        answer(options, function, run, deadline);
        return 0;
    } catch (const std::exception& error) {
        run.error = error.what();
    }
    log_to_standard_error(log_line("ERROR", {{"id", run.id}, {"error", run.error}}));
    keep(options, topic, run, deadline);
    return 1;
}

}  // namespace kconnect::flight_reader
