#include "reader/arguments.hpp"

#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

namespace kconnect::flight_reader {
namespace {

using ::testing::HasSubstr;

Arguments parse(const std::vector<const char*>& arguments,
                std::string_view program = "/usr/bin/flight_reader") {
    return parse_arguments(program, arguments);
}

std::string refusal_of(const std::vector<const char*>& arguments,
                       std::string_view program = "flight_reader") {
    try {
        parse_arguments(program, arguments);
    } catch (const UsageError& error) {
        return error.what();
    }
    return "accepted";
}

TEST(Arguments, ChooseTheFront) {
    EXPECT_EQ(parse({"lambda"}).command, Command::kLambda);
    EXPECT_EQ(parse({}, "/var/task/bootstrap").command, Command::kLambda);
    EXPECT_EQ(parse({"run"}).command, Command::kRun);
    EXPECT_EQ(parse({"run", "--help"}).command, Command::kHelp);
    EXPECT_EQ(parse({"--help"}).command, Command::kHelp);
}

TEST(Arguments, ReadTheOptionsOfRun) {
    const RunOptions run =
        parse({"run", "--event", "e", "--output", "o", "--dead-letter", "d", "--timeout", "5"}).run;
    EXPECT_EQ(run.event, "e");
    EXPECT_EQ(run.output, "o");
    EXPECT_EQ(run.dead_letters, "d");
    EXPECT_EQ(run.timeout, std::chrono::seconds(5));
    EXPECT_FALSE(run.dead_letter_topic);
}

TEST(Arguments, ReadTheTopicOfDeadLetters) {
    const auto topic =
        parse({"run", "--kafka", "h:1,i:2", "--dead-letter-topic", "t-1", "--kafka-config", "f"})
            .run.dead_letter_topic;
    ASSERT_TRUE(topic);
    EXPECT_EQ(topic->topic, "t-1");
    EXPECT_EQ(topic->servers, "h:1,i:2");
    EXPECT_EQ(topic->config, "f");
}

TEST(Arguments, RefuseWhatMakesNoSense) {
    EXPECT_THAT(refusal_of({}), HasSubstr("A command is missing"));
    EXPECT_THAT(refusal_of({"walk"}), HasSubstr("Unknown command 'walk'"));
    EXPECT_THAT(refusal_of({"lambda", "x"}), HasSubstr("takes no arguments"));
    EXPECT_THAT(refusal_of({"x"}, "bootstrap"), HasSubstr("takes no arguments"));
    EXPECT_THAT(refusal_of({"run", "--evnt", "x"}), HasSubstr("Unknown option '--evnt'"));
    EXPECT_THAT(refusal_of({"run", "--event"}), HasSubstr("'--event' needs a value"));
    EXPECT_THAT(refusal_of({"run", "--timeout", "0"}), HasSubstr("--timeout is '0'"));
    EXPECT_EQ(refusal_of({"run", "--dead-letter-topic", "t"}),
              "--dead-letter-topic needs --kafka HOST:PORT");
    EXPECT_EQ(refusal_of({"run", "--dead-letter-topic", "a b"}),
              "--dead-letter-topic is 'a b'; it takes at most 249 letters, digits, '.', '_' and "
              "'-'");
    EXPECT_THAT(refusal_of({"run", "--dead-letter-topic", ".."}), HasSubstr("is '..'"));
    EXPECT_EQ(refusal_of({"run", "--kafka", "h:1"}),
              "--kafka and --kafka-config are for --dead-letter-topic TOPIC; add it");
}

TEST(Arguments, AreExplained) {
    for (const char* const word : {"--event",
                                   "--output",
                                   "--dead-letter",
                                   "--dead-letter-topic",
                                   "--kafka",
                                   "--kafka-config",
                                   "--timeout",
                                   "lambda",
                                   "FLIGHT_DATABASE_URL",
                                   "FLIGHT_TABLE",
                                   "FLIGHT_POOL_SIZE"}) {
        EXPECT_THAT(std::string(usage()), HasSubstr(word));
    }
}

}  // namespace
}  // namespace kconnect::flight_reader
