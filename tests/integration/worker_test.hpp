#pragma once

#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include <gtest/gtest.h>

#include "support/database_server.hpp"
#include "support/kafka_server.hpp"
#include "support/scratch_folder.hpp"
#include "support/worker_process.hpp"

namespace kconnect::test {

/// A test that writes property files, starts the real worker with them and looks at what comes of
/// it in the real Kafka and the real databases.
class WorkerTest : public testing::Test {
protected:
    /// Kafka's stock connect-standalone.properties with the address of the tests' broker and any
    /// free port for REST; `more` is appended.
    std::string worker_file(std::string_view more = {});

    /// A sink file below the test's folder with exactly this text.
    std::string sink_file(std::string_view text);

    /// The story's sink file into `database`, for a connector and a topic of these names; `more` is
    /// appended, and a later line wins.
    std::string story_sink(const ScratchDatabase& database,
                           std::string_view connector,
                           std::string_view topic,
                           std::string_view more = {});

    /// Starts the worker; it writes to the test's log, after what earlier workers wrote.
    std::unique_ptr<WorkerProcess> start(const std::string& worker, const std::string& sink);

    /// Waits, while the worker runs, until the statement gives these rows; fails the test with the
    /// rows that came instead.
    void expect_rows(WorkerProcess& worker,
                     ScratchDatabase& database,
                     std::string_view sql,
                     const TextRows& expected);

    /// Sends SIGTERM and expects Java's exit code.
    static void stop(WorkerProcess& worker);

    /// A name that no other test has used: for topics, connectors and tables.
    static std::string unique_name(std::string_view stem);

    /// Made when a test first needs it, so that tests without a broker need none.
    KafkaServer& kafka();

    ScratchFolder folder_;

private:
    std::optional<KafkaServer> kafka_;
};

}  // namespace kconnect::test
