// flight_reader's runs that fail, in a topic of the real Kafka.
#include <cstdlib>
#include <filesystem>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <nlohmann/json.hpp>

#include "support/kafka_server.hpp"
#include "support/scratch_folder.hpp"
#include "support/topic_records.hpp"
#include "support/worker_process.hpp"

namespace kconnect::flight_reader {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;
using ::testing::SizeIs;

/// Runs against a database that cannot be there.
class FlightReaderFailedRun : public ::testing::Test {
protected:
    FlightReaderFailedRun() {
        ::setenv("FLIGHT_DATABASE_URL", "jdbc:postgresql://127.0.0.1:1/x", 1);
        kafka_.create_topic(topic_, 1, "no-group");
    }

    static std::string environment(const char* name) {
        const char* const value = std::getenv(name);
        return value == nullptr ? "" : value;
    }
    std::string tls_properties(const std::string& authority) const {
        return folder_
            .write("kafka.properties",
                   fmt::format("security.protocol=ssl\nssl.ca.location={}/{}\n",
                               environment("KCONNECT_TEST_KAFKA_CERTIFICATES"),
                               authority))
            .string();
    }

    /// Its exit code.
    int run(const std::string& servers, const std::vector<std::string>& more = {}) {
        std::vector<std::string> arguments{
            "run", "--timeout", "1", "--dead-letter-topic", topic_, "--kafka", servers};
        arguments.insert(arguments.end(), more.begin(), more.end());
        test::WorkerProcess program(KCONNECT_TEST_FLIGHT_READER, arguments, folder_.path() / "log");
        const int exit_code = program.wait_for_exit();
        output_ = program.output();
        return exit_code;
    }

    void expect_the_run_in_the_topic() {
        const auto records = test::read_topic(kafka_.bootstrap_servers(), topic_);
        ASSERT_THAT(records, SizeIs(1));
        const json run = json::parse(records[0].value.value_or("null"));
        EXPECT_EQ(run["id"], records[0].key.value_or(""));
        EXPECT_THAT(run["error"].get<std::string>(), HasSubstr("status 503"));
    }

    test::ScratchFolder folder_;
    test::KafkaServer kafka_;
    const std::string topic_ = fmt::format(
        "failed-run-{}", ::testing::UnitTest::GetInstance()->current_test_info()->name());
    std::string output_;
};

TEST_F(FlightReaderFailedRun, IsInTheTopic) {
    EXPECT_EQ(run(kafka_.bootstrap_servers()), 1) << output_;
    expect_the_run_in_the_topic();
}

TEST_F(FlightReaderFailedRun, IsInTheTopicOverTls) {
    EXPECT_EQ(
        run(environment("KCONNECT_TEST_KAFKA_TLS"), {"--kafka-config", tls_properties("ca.pem")}),
        1)
        << output_;
    expect_the_run_in_the_topic();
}

TEST_F(FlightReaderFailedRun, IsInTheFileWhereKafkaIsNotTrusted) {
    const std::string servers = environment("KCONNECT_TEST_KAFKA_TLS");
    const auto letters = folder_.path() / "dead.jsonl";
    EXPECT_EQ(
        run(servers,
            {"--kafka-config", tls_properties("other-ca.pem"), "--dead-letter", letters.string()}),
        2)
        << output_;
    EXPECT_THAT(output_,
                AllOf(HasSubstr(fmt::format(
                          "The dead letter cannot be sent to topic '{}' of {}: ", topic_, servers)),
                      HasSubstr("certificate verify failed")));
    EXPECT_THAT(json::parse(test::read_file(letters))["error"].get<std::string>(),
                HasSubstr("status 503"));
    EXPECT_THAT(test::read_topic(kafka_.bootstrap_servers(), topic_), SizeIs(0));
}

}  // namespace
}  // namespace kconnect::flight_reader
