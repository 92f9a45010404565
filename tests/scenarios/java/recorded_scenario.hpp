#pragma once

#include <filesystem>
#include <string>
#include <vector>

#include "support/topic_records.hpp"

namespace kconnect::test {

/// A part of a scenario file: "-- NAME [ARGUMENT]" and the lines below it.
struct ScenarioSection {
    std::string name;
    std::string argument;
    std::vector<std::string> lines;

    /// Whether Java's answer belongs into it, so that a recording replaces its lines.
    bool is_result() const;
};

/// One run of the worker: what it finds, then what it leaves.
struct ScenarioPhase {
    std::vector<ScenarioSection> inputs;
    std::vector<ScenarioSection> results;
};

/// A scenario whose results were recorded from Java's Connect; README.md describes its file.
struct RecordedScenario {
    std::vector<std::string> comment;  ///< The first lines, which begin with '#'.
    std::vector<ScenarioPhase> phases;
};

/// Reads a scenario. Throws std::runtime_error that names file and line.
RecordedScenario read_recorded_scenario(const std::filesystem::path& file);

/// Writes a scenario with the results that it has now.
void write_recorded_scenario(const std::filesystem::path& file, const RecordedScenario& scenario);

/// "timestamp=5 | headers [["a","1"],["b",null]] | KEY => VALUE"; the first two may lack, null is
/// null, and \xNN is a byte. Throws std::runtime_error.
TopicRecord parse_record(std::string_view line);

/// The same the other way; only timestamps before 2001, which no clock has given, are shown.
std::string record_text(const TopicRecord& record);

}  // namespace kconnect::test
