#include "reader/run_command.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <nlohmann/json.hpp>

#include <kconnect/errors.hpp>

#include "support/scratch_folder.hpp"
#include "text/base64.hpp"

namespace kconnect::flight_reader {
namespace {

using nlohmann::json;
using ::testing::HasSubstr;

Function answering(const json& answer) {
    return [answer](std::string_view, const Invocation&) { return answer.dump(); };
}

class RunCommandTest : public ::testing::Test {
protected:
    RunOptions options() const {
        RunOptions result;
        result.output = folder_.path() / "out";
        result.dead_letters = folder_.path() / "dead";
        return result;
    }
    std::string output() const { return test::read_file(folder_.path() / "out"); }
    std::string dead_letters() const { return test::read_file(folder_.path() / "dead"); }

    test::ScratchFolder folder_;
};

TEST_F(RunCommandTest, WritesTheBodyToItsOutput) {
    std::string seen;
    const int code = run_once(options(), [&seen](std::string_view event, const Invocation&) {
        seen = event;
        return json{{"statusCode", 200}, {"body", "rows"}, {"isBase64Encoded", false}}.dump();
    });
    EXPECT_EQ(code, 0);
    EXPECT_EQ(output(), "rows\n");
    EXPECT_EQ(dead_letters(), "");
    EXPECT_EQ(json::parse(seen)["source"], "aws.events");
}

TEST_F(RunCommandTest, TakesTheEventOfAFileAndDecodesTheBody) {
    RunOptions chosen = options();
    chosen.event = folder_.write("event.json", "the event");
    EXPECT_EQ(run_once(chosen,
                       [](std::string_view event, const Invocation&) {
                           return json{{"statusCode", 200},
                                       {"body", flight_text::to_base64(event)},
                                       {"isBase64Encoded", true}}
                               .dump();
                       }),
              0);
    EXPECT_EQ(output(), "the event");
}

TEST_F(RunCommandTest, CountsABodyThatIsNoBase64AsAFailedRun) {
    EXPECT_EQ(
        run_once(options(),
                 answering({{"statusCode", 200}, {"body", "???"}, {"isBase64Encoded", true}})),
        1);
    EXPECT_THAT(dead_letters(), HasSubstr("The answer's body is no base64"));
}

TEST_F(RunCommandTest, AppendsFailedRunsToTheDeadLetters) {
    RunOptions chosen = options();
    chosen.event = folder_.write("event.json", "{\"a\":1}");
    folder_.write("out", "of the last run");
    EXPECT_EQ(run_once(chosen, answering({{"statusCode", 503}, {"body", "why"}})), 1);
    EXPECT_EQ(run_once(chosen,
                       [](std::string_view, const Invocation&) -> std::string {
                           throw ConnectException("broken");
                       }),
              1);
    EXPECT_EQ(output(), "of the last run");
    const std::string lines = dead_letters();
    const std::size_t end = lines.find('\n');
    const json first = json::parse(lines.substr(0, end));
    EXPECT_EQ(first["error"], "status 503: why");
    EXPECT_EQ(first["event"], "{\"a\":1}");
    EXPECT_EQ(first["id"].get<std::string>().size(), 36U);
    EXPECT_THAT(first["time"].get<std::string>(), ::testing::EndsWith("Z"));
    EXPECT_EQ(json::parse(lines.substr(end + 1))["error"], "broken");
}

TEST_F(RunCommandTest, CountsAnEventThatCannotBeReadAsAFailedRun) {
    RunOptions chosen = options();
    chosen.event = folder_.path() / "missing";
    EXPECT_EQ(run_once(chosen, answering({{"statusCode", 200}})), 1);
    EXPECT_THAT(dead_letters(), HasSubstr("cannot be read from"));
}

TEST_F(RunCommandTest, CountsAnOutputThatCannotBeWrittenAsAFailedRun) {
    RunOptions chosen = options();
    chosen.output = folder_.path() / "no such folder" / "out";
    EXPECT_EQ(run_once(chosen,
                       answering({{"statusCode", 200}, {"body", "x"}, {"isBase64Encoded", false}})),
              1);
    EXPECT_THAT(dead_letters(), HasSubstr("cannot be written to"));
}

TEST_F(RunCommandTest, NamesADeadLetterFileThatCannotBeWritten) {
    RunOptions chosen = options();
    chosen.dead_letters = folder_.path();
    try {
        run_once(chosen, answering({{"statusCode", 500}, {"body", ""}}));
        FAIL() << "nothing was thrown";
    } catch (const std::runtime_error& error) {
        EXPECT_THAT(error.what(), HasSubstr("The dead letter cannot be written to"));
    }
}

}  // namespace
}  // namespace kconnect::flight_reader
