#include "reader/dead_letter_topic.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include "reader/run_command.hpp"
#include "support/mock_kafka.hpp"
#include "support/scratch_folder.hpp"
#include "support/topic_records.hpp"

namespace kconnect::flight_reader {
namespace {

using nlohmann::json;
using ::testing::AllOf;
using ::testing::HasSubstr;

/// A server that cannot be there: nobody listens at port 1.
constexpr const char* kNobody = "127.0.0.1:1";

class DeadLetterTopicTest : public ::testing::Test {
protected:
    std::string refusal_of(const std::string& properties) const {
        return refusal_of_file(folder_.write("kafka.properties", properties));
    }
    static std::string refusal_of_file(const std::filesystem::path& file) {
        try {
            const DeadLetterTopic topic({"t", kNobody, file});
        } catch (const std::runtime_error& error) {
            return error.what();
        }
        return "accepted";
    }

    test::ScratchFolder folder_;
};

TEST_F(DeadLetterTopicTest, HasTheRunUnderItsId) {
    test::MockKafka kafka("failed-runs");
    RunOptions options;
    options.dead_letter_topic = {"failed-runs", kafka.bootstrap_servers(), std::nullopt};
    options.dead_letters = folder_.path() / "dead";
    options.event = folder_.write("event.json", "{\"a\":1}");

    const int code = run_once(options, [](std::string_view, const Invocation&) {
        return std::string(R"({"statusCode":503,"body":"why"})");
    });

    EXPECT_EQ(code, 1);
    const auto records = test::read_topic(kafka.bootstrap_servers(), "failed-runs");
    ASSERT_EQ(records.size(), 1U);
    const json line = json::parse(records[0].value.value());
    EXPECT_EQ(line["id"], records[0].key.value());
    EXPECT_EQ(line["error"], "status 503: why");
    EXPECT_EQ(line["event"], "{\"a\":1}");
    EXPECT_EQ(json::parse(test::read_file(*options.dead_letters))["id"], line["id"]);
}

TEST_F(DeadLetterTopicTest, IsLeftAloneByARunThatSucceeds) {
    RunOptions options;
    options.dead_letter_topic = {"t", kNobody, std::nullopt};
    options.output = folder_.path() / "out";

    EXPECT_EQ(
        run_once(options,
                 [](std::string_view, const Invocation&) {
                     return std::string(R"({"statusCode":200,"body":"x","isBase64Encoded":false})");
                 }),
        0);
}

TEST_F(DeadLetterTopicTest, SaysWhichTopicAndServersDoNotTakeTheRun) {
    const DeadLetterTopic topic({"failed-runs", kNobody, std::nullopt});
    const auto begin = std::chrono::steady_clock::now();
    try {
        topic.send({"id", "event", "error"}, std::chrono::milliseconds(300));
        FAIL() << "nothing was thrown";
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(
            error.what(),
            AllOf(
                HasSubstr("The dead letter cannot be sent to topic 'failed-runs' of 127.0.0.1:1: "),
                HasSubstr("Connection refused")));
    }
    EXPECT_LT(std::chrono::steady_clock::now() - begin, std::chrono::seconds(20));
}

TEST_F(DeadLetterTopicTest, IsNotTheOnlyPlaceOfARunThatItDoesNotTake) {
    RunOptions options;
    options.dead_letter_topic = {
        "t", kNobody, folder_.write("kafka.properties", "message.max.bytes=1000\n")};
    options.dead_letters = folder_.path() / "dead";
    options.event = folder_.write("event.json", std::string(2000, 'x'));

    try {
        run_once(options, [](std::string_view, const Invocation&) {
            return std::string(R"({"statusCode":500,"body":""})");
        });
        FAIL() << "nothing was thrown";
    } catch (const std::runtime_error& error) {
        EXPECT_STREQ(error.what(),
                     "The dead letter cannot be sent to topic 't' of 127.0.0.1:1: Broker: Message "
                     "size too large");
    }
    EXPECT_THAT(test::read_file(*options.dead_letters), HasSubstr("status 500"));
}

TEST_F(DeadLetterTopicTest, TakesPropertiesOfAFile) {
    EXPECT_EQ(refusal_of("# TLS\n\nsecurity.protocol = ssl\r\nssl.ca.location=/etc/ca\n"),
              "accepted");
}

TEST_F(DeadLetterTopicTest, RefusesPropertiesByFileAndLine) {
    const auto file = (folder_.path() / "kafka.properties").string();
    EXPECT_EQ(refusal_of("\nno.such=1\n"),
              file + ":2: librdkafka has no property 'no.such'; see its CONFIGURATION.md");
    EXPECT_EQ(refusal_of("socket.timeout.ms=secret\n"),
              file +
                  ":1: librdkafka does not take the value of 'socket.timeout.ms'; see its "
                  "CONFIGURATION.md");
    EXPECT_EQ(refusal_of("a line\n"), file + ":1: the line must be NAME=VALUE");
    EXPECT_EQ(refusal_of_file("/no/such/file"),
              "--kafka-config: '/no/such/file' cannot be read; name a file of NAME=VALUE lines");
}

}  // namespace
}  // namespace kconnect::flight_reader
