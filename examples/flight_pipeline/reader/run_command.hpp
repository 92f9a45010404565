#pragma once

#include <chrono>
#include <filesystem>
#include <optional>

#include "reader/dead_letter_topic.hpp"
#include "reader/invocation.hpp"

namespace kconnect::flight_reader {

/// What `flight_reader run` was told.
struct RunOptions {
    std::optional<std::filesystem::path> event;   ///< Absent: a schedule's without parameters.
    std::optional<std::filesystem::path> output;  ///< Absent: standard output.
    std::optional<std::filesystem::path> dead_letters;
    std::optional<DeadLetterTopicOptions> dead_letter_topic;
    std::chrono::seconds timeout{30};
};

/// Answers one event: the rows go to the output, which is replaced as a whole; a failed run goes to
/// the dead letters, file and topic, and to standard error. Returns the exit code: 0, or 1 for a
/// failed run. Throws std::runtime_error before the run when the topic's properties are wrong,
/// after it when a dead letter cannot be written.
int run_once(const RunOptions& options, const Function& function);

}  // namespace kconnect::flight_reader
