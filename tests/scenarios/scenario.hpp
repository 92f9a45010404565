#pragma once

#include <filesystem>
#include <optional>
#include <string>
#include <utility>
#include <vector>

namespace kconnect::test {

/// A record as a scenario writes it: "key => value", with headers "headers a=1 b=x | key => value";
/// the word null is an absent key or value.
struct ScenarioRecord {
    std::vector<std::pair<std::string, std::string>> headers;
    std::optional<std::string> key;
    std::optional<std::string> value;
};

/// A query of the database and the rows that must come: cells joined by '|', NULL for null.
struct ScenarioQuery {
    std::string sql;
    std::vector<std::string> rows;
};

/// One scenario file; tests/scenarios/README.md describes the format.
struct Scenario {
    std::string worker;                         ///< Lines that are added to the worker's file.
    std::string sink;                           ///< The connector's file.
    std::string sink_name = "sink.properties";  ///< Its name, which may tell its form.
    std::string secrets;                        ///< The file @SECRETS@.
    std::vector<ScenarioRecord> records;
    std::vector<ScenarioQuery> queries;
    std::optional<std::string> output_file;  ///< What the connector's file @FILE@ must hold.
    std::vector<std::string> log;            ///< Texts that the worker must write.
    std::vector<std::string> no_log;         ///< Texts that it must not write.
    std::optional<int> exit_code;            ///< The worker must end by itself with this code.
};

/// Reads a scenario. Throws std::runtime_error that names file and line.
Scenario read_scenario(const std::filesystem::path& file);

}  // namespace kconnect::test
