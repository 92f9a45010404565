// flight_reader's runs that fail, in a topic of the real Kafka.
#include <algorithm>
#include <cstdlib>
#include <filesystem>
#include <stdexcept>
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

/// A broker of the test's own.
class KafkaThatCreatesNoTopics {
public:
    explicit KafkaThatCreatesNoTopics(const std::filesystem::path& folder) : folder_(folder) {
        ::setenv("KCONNECT_TEST_AUTO_CREATE", "false", 1);
        const int code = std::system(command("start").c_str());
        ::unsetenv("KCONNECT_TEST_AUTO_CREATE");
        if (code != 0) {
            throw std::runtime_error(test::read_file(folder_ / "script.log"));
        }
    }
    ~KafkaThatCreatesNoTopics() { std::system(command("stop").c_str()); }
    KafkaThatCreatesNoTopics(const KafkaThatCreatesNoTopics&) = delete;
    KafkaThatCreatesNoTopics& operator=(const KafkaThatCreatesNoTopics&) = delete;

    std::string bootstrap_servers() const {
        const std::string text = test::read_file(folder_ / "kafka.env");
        const std::string name = "KCONNECT_TEST_KAFKA=";
        const std::size_t start = text.find(name) + name.size();
        return text.substr(start, text.find('\n', start) - start);
    }

private:
    std::string command(const char* action) const {
        return fmt::format("{0}/kafka.sh {1} {2} >> {2}/script.log 2>&1",
                           KCONNECT_TEST_SERVERS,
                           action,
                           folder_.string());
    }

    std::filesystem::path folder_;
};

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

TEST_F(FlightReaderFailedRun, IsInTheFileWhereTheTopicDoesNotExist) {
    const KafkaThatCreatesNoTopics kafka(folder_.path());
    const auto letters = folder_.path() / "dead.jsonl";

    EXPECT_EQ(run(kafka.bootstrap_servers(), {"--dead-letter", letters.string()}), 2) << output_;

    EXPECT_THAT(output_,
                HasSubstr(fmt::format("flight_reader: The dead letter cannot be sent to topic '{}' "
                                      "of {}: the topic does not exist, and the servers create "
                                      "none; create it\n",
                                      topic_,
                                      kafka.bootstrap_servers())));
    EXPECT_THAT(json::parse(test::read_file(letters))["error"].get<std::string>(),
                HasSubstr("status 503"));
}

TEST_F(FlightReaderFailedRun, IsInTheFileWhereTheBrokerIsGone) {
    const auto letters = folder_.path() / "dead.jsonl";

    EXPECT_EQ(run("127.0.0.1:1", {"--dead-letter", letters.string()}), 2) << output_;

    EXPECT_THAT(
        output_,
        AllOf(HasSubstr(fmt::format("flight_reader: The dead letter cannot be sent to topic "
                                    "'{}' of 127.0.0.1:1: ",
                                    topic_)),
              HasSubstr("Connection refused")));
    const std::string last = output_.substr(output_.find("flight_reader: "));
    EXPECT_EQ(std::count(last.begin(), last.end(), '\n'), 1) << last;
    EXPECT_THAT(json::parse(test::read_file(letters))["error"].get<std::string>(),
                HasSubstr("status 503"));
}

/// With no place left the run's failure is still on standard error.
TEST_F(FlightReaderFailedRun, IsInTheLogWhereNoPlaceTakesIt) {
    EXPECT_EQ(run("127.0.0.1:1", {"--dead-letter", "/no/such/folder/dead.jsonl"}), 2) << output_;

    EXPECT_THAT(output_,
                AllOf(HasSubstr("status 503"),
                      HasSubstr("/no/such/folder/dead.jsonl"),
                      HasSubstr("; The dead letter cannot be sent to topic ")));
}

}  // namespace
}  // namespace kconnect::flight_reader
