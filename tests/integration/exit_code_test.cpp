// How the worker ends when it cannot start: Java's exit codes, each with one clear line.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include "integration/worker_test.hpp"
#include "support/rest_client.hpp"

namespace kconnect::test {
namespace {

class ExitCodeTest : public WorkerTest {
protected:
    void expect_exit(const std::vector<std::string>& arguments,
                     int exit_code,
                     const std::vector<std::string>& lines) {
        WorkerProcess worker(arguments, folder_.path() / "worker.log");
        EXPECT_EQ(worker.wait_for_exit(), exit_code) << worker.output();
        for (const std::string& line : lines) {
            EXPECT_NE(worker.output().find(line), std::string::npos) << "no '" << line << "' in\n"
                                                                     << worker.output();
        }
    }

    /// A sink file that is all right, for tests in which something else is wrong.
    std::string good_sink() {
        return sink_file(
            fmt::format("name=good\n"
                        "connector.class=JdbcSinkConnector\n"
                        "topics=some-topic\n"
                        "connection.url=jdbc:sqlite:{}/good.db\n",
                        folder_.path().string()));
    }
};

TEST_F(ExitCodeTest, IsOneWithoutArguments) {
    expect_exit({}, 1, {"Usage: "});
}

TEST_F(ExitCodeTest, IsOneForHelp) {
    expect_exit({"--help"}, 1, {"Usage: "});
}

TEST_F(ExitCodeTest, IsTwoWhenTheWorkerFileIsMissing) {
    const std::string missing = folder_.path() / "missing.properties";
    expect_exit({missing}, 2, {"Stopping due to error", missing});
}

TEST_F(ExitCodeTest, IsTwoWhenAWorkerKeyIsMissing) {
    const std::string file = folder_.write("worker.properties", "bootstrap.servers=localhost:1\n");
    expect_exit({file},
                2,
                {"Stopping due to error",
                 R"(Missing required configuration "key.converter" which has no default value.)"});
}

TEST_F(ExitCodeTest, IsTwoWhenTheBrokerCannotBeReached) {
    const std::string file = worker_file(
        "bootstrap.servers=127.0.0.1:1\n"
        "default.api.timeout.ms=2000\n");
    expect_exit({file, good_sink()},
                2,
                {"Failed to connect to and describe Kafka cluster. Check worker's broker "
                 "connection and security properties."});
}

TEST_F(ExitCodeTest, IsTwoWhenTheRestPortIsInUse) {
    const auto first = start(worker_file(), good_sink());
    const auto port = rest_port(*first);
    const std::string file = worker_file(fmt::format("listeners=http://127.0.0.1:{}\n", port));
    WorkerProcess second({file, good_sink()}, folder_.path() / "second.log");
    EXPECT_EQ(second.wait_for_exit(), 2) << second.output();
    for (const auto& line :
         {std::string("Stopping due to error"),
          std::string("org.apache.kafka.connect.errors.ConnectException: "
                      "Unable to initialize REST server"),
          fmt::format("Caused by: java.io.IOException: Failed to bind to /127.0.0.1:{}", port),
          std::string("Caused by: java.net.BindException: Address already in use"),
          fmt::format("Worker configuration '{}': listeners: Unable to initialize REST server; "
                      "name an address of this host and a port that is free",
                      file)}) {
        EXPECT_NE(second.output().find(line), std::string::npos) << "no '" << line << "' in\n"
                                                                 << second.output();
    }
    stop(*first);
}

TEST_F(ExitCodeTest, IsTwoForAListenerThatIsNoHttp) {
    expect_exit(
        {worker_file("listeners=ftp://:8083\n")},
        2,
        {"Stopping due to error", "Listener protocol must be either \"http\" or \"https\"."});
}

TEST_F(ExitCodeTest, IsThreeWhenTheConnectorFileIsMissing) {
    const std::string missing = folder_.path() / "missing-sink.properties";
    expect_exit({worker_file(), missing}, 3, {"Stopping after connector error", missing});
}

TEST_F(ExitCodeTest, IsThreeWhenTheConnectorHasNoName) {
    const std::string file = sink_file("connector.class=JdbcSinkConnector\ntopics=t\n");
    expect_exit({worker_file(), file},
                3,
                {fmt::format("Connector configuration at '{}' is missing the mandatory 'name' "
                             "configuration",
                             file)});
}

TEST_F(ExitCodeTest, IsThreeForAnUnknownClass) {
    expect_exit({worker_file(), sink_file("name=x\nconnector.class=com.example.Nope\ntopics=t\n")},
                3,
                {"Failed to find any class that implements Connector and which name matches "
                 "com.example.Nope"});
}

TEST_F(ExitCodeTest, IsThreeWhenTheConnectorLacksAKey) {
    expect_exit({worker_file(), sink_file("name=x\nconnector.class=JdbcSinkConnector\ntopics=t\n")},
                3,
                {R"(Missing required configuration "connection.url" which has no default value.)"});
}

TEST_F(ExitCodeTest, IsThreeWhenTwoFilesHaveTheSameConnectorName) {
    const std::string file = good_sink();
    expect_exit({worker_file(), file, file}, 3, {"Connector good already exists"});
}

TEST_F(ExitCodeTest, APluginPathOfJavaFoldersIsNoError) {
    folder_.write("some-connector.jar", "not a library");
    WorkerProcess worker(
        {worker_file(fmt::format("plugin.path={}\n", folder_.path().string())), good_sink()},
        folder_.path() / "worker.log");
    worker.wait_for_output("WARN");
    worker.wait_for_output("Kafka Connect started");
    EXPECT_NE(worker.output().find(folder_.path().string()), std::string::npos);
    stop(worker);
}

}  // namespace
}  // namespace kconnect::test
