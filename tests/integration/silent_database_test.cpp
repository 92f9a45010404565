// A database that takes connections and never answers: stopping does not wait for it.
#include <chrono>
#include <csignal>

#include <fmt/format.h>
#include <gtest/gtest.h>

#include "integration/worker_test.hpp"
#include "support/silent_server.hpp"

namespace kconnect::test {
namespace {

class SilentDatabaseTest : public WorkerTest, public testing::WithParamInterface<const char*> {};

TEST_P(SilentDatabaseTest, DoesNotHoldUpASignalWhileTheConnectorIsValidated) {
    const SilentServer database;
    const std::string sink =
        sink_file(fmt::format("name={}\n"
                              "connector.class=JdbcSinkConnector\n"
                              "topics=some-topic\n"
                              "connection.url=jdbc:{}://127.0.0.1:{}/db\n"
                              "connection.user=anna\n"
                              "connection.password=secret\n",
                              unique_name("silent"),
                              GetParam(),
                              database.port()));
    const auto worker = start(worker_file(), sink);
    ASSERT_TRUE(database.has_client(std::chrono::seconds(20))) << worker->output();
    const auto start = std::chrono::steady_clock::now();
    worker->signal(SIGTERM);
    EXPECT_EQ(worker->wait_for_exit(), 143) << worker->output();
    EXPECT_LT(std::chrono::steady_clock::now() - start, std::chrono::seconds(3));
}

INSTANTIATE_TEST_SUITE_P(EveryServer,
                         SilentDatabaseTest,
                         testing::Values("postgresql", "mysql"),
                         [](const auto& test) { return std::string(test.param); });

}  // namespace
}  // namespace kconnect::test
