#pragma once

#include <cstdint>
#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <vector>

#include "scenarios/java/recorded_scenario.hpp"
#include "support/database_server.hpp"
#include "support/kafka_server.hpp"
#include "support/scratch_folder.hpp"
#include "support/worker_process.hpp"

namespace kconnect::test {

/// The place where a scenario plays: the real broker, a folder, a port, names of its own. A file
/// says "scenario" where topics, groups and connectors have a name that no other run has.
class ScenarioPlace {
public:
    ScenarioPlace();

    /// Puts the inputs of a phase there and returns the worker's arguments.
    std::vector<std::string> prepare(const ScenarioPhase& phase);

    /// What a result section would hold now.
    std::vector<std::string> observe(const ScenarioSection& section);

    std::filesystem::path log() const { return folder_.path() / "worker.log"; }

    /// A text that the worker wrote, as the scenario's file would have it.
    std::string in_file(std::string text) const;

private:
    void prepare_records(const ScenarioSection& section);
    std::string write_worker_file(const std::vector<std::string>& lines);
    std::vector<std::string> topic_lines(const std::string& topic) const;
    std::vector<std::string> status_lines(const std::string& connector) const;
    std::vector<std::string> rest_lines(const std::string& path) const;
    std::string committed(const std::string& connector_and_topic) const;

    std::uint16_t port() const;

    /// A text of the scenario's file as the worker gets it.
    std::string here(std::string text) const;

    ScratchDatabase& database(const std::string& kind);
    std::string with_databases(std::string text);
    std::vector<std::string> query_lines(const std::string& kind, const std::string& sql);
    std::vector<std::string> column_lines(const std::string& kind, const std::string& table);

    KafkaServer kafka_;
    ScratchFolder folder_;
    std::string name_;
    std::vector<std::string> worker_lines_;          ///< Of the last phase that had some.
    std::vector<std::filesystem::path> connectors_;  ///< Likewise.
    std::map<std::string, std::unique_ptr<ScratchDatabase>> databases_;  ///< By kind, once used.
};

}  // namespace kconnect::test
