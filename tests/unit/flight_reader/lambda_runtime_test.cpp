#include "reader/lambda_runtime.hpp"

#include <chrono>
#include <cstdlib>
#include <string>
#include <vector>

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>

#include "support/silent_server.hpp"
#include "unit/flight_reader/fake_runtime_api.hpp"

namespace kconnect::flight_reader {
namespace {

using ::testing::Contains;
using testing::FakeEvent;
using testing::FakeRuntimeApi;
using ::testing::HasSubstr;
using ::testing::IsEmpty;
using ::testing::Not;
using testing::Report;

std::string millis_from_now(int millis) {
    const auto now = std::chrono::system_clock::now().time_since_epoch();
    return fmt::format("{}",
                       std::chrono::duration_cast<std::chrono::milliseconds>(now).count() + millis);
}

class LambdaRuntimeTest : public ::testing::Test {
protected:
    void TearDown() override { EXPECT_THAT(api_.breaches(), IsEmpty()); }

    void add(const std::string& id, const std::string& body = "{}") {
        api_.add({id, body, millis_from_now(3000)});
    }

    int run(const Function& function) {
        api_.end_after_last_event();
        return run_lambda(
            api_.address(), [&function] { return function; }, log());
    }

    Log log() {
        return [this](const std::string& line) { log_ += line + '\n'; };
    }

    FakeRuntimeApi api_;
    std::string log_;
};

TEST_F(LambdaRuntimeTest, AnswersEventsOneAfterTheOther) {
    add("id-1", "{\"n\":1}");
    add("id-2", "{\"n\":2}");
    const int code = run([](std::string_view event, const Invocation& invocation) {
        return fmt::format("{} for {}", event, invocation.request_id);
    });
    EXPECT_NE(code, 0);
    const std::vector<Report> reports = api_.reports();
    ASSERT_EQ(reports.size(), 2U);
    EXPECT_EQ(reports[0].kind, "response");
    EXPECT_EQ(reports[0].body, "{\"n\":1} for id-1");
    EXPECT_EQ(reports[1].body, "{\"n\":2} for id-2");
}

TEST_F(LambdaRuntimeTest, KeepsItsConnection) {
    for (const char* const id : {"a", "b", "c"}) {
        add(id);
    }
    run([](std::string_view, const Invocation&) { return "x"; });
    EXPECT_EQ(api_.reports().size(), 3U);
    EXPECT_LE(api_.connections(), 2);  // libcurl asks once more when the server hangs up
}

TEST_F(LambdaRuntimeTest, HandsOverDeadlineAndTraceId) {
    api_.add({"id-1", "{}", millis_from_now(3000), "Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700"});
    api_.add({"id-2", "{}", millis_from_now(3000)});
    std::vector<std::string> traces;
    run([&traces](std::string_view, const Invocation& invocation) {
        const auto left = invocation.deadline - std::chrono::steady_clock::now();
        EXPECT_LE(left, std::chrono::seconds(3));
        EXPECT_GT(left, std::chrono::seconds(1));
        const char* const trace = std::getenv("_X_AMZN_TRACE_ID");
        traces.emplace_back(trace == nullptr ? "none" : trace);
        return "x";
    });
    EXPECT_THAT(traces, ::testing::ElementsAre("Root=1-5bef4de7-ad49b0e87f6ef6c87fc2e700", "none"));
}

TEST_F(LambdaRuntimeTest, ReportsWhatTheFunctionThrowsAndGoesOn) {
    add("id-1");
    add("id-2");
    run([](std::string_view, const Invocation& invocation) -> std::string {
        if (invocation.request_id == "id-1") {
            throw ConnectException("the reason");
        }
        return "fine";
    });
    const std::vector<Report> reports = api_.reports();
    ASSERT_EQ(reports.size(), 2U);
    EXPECT_EQ(reports[0].kind, "error");
    EXPECT_EQ(reports[0].error_type, "Runtime.FunctionFailed");
    EXPECT_THAT(reports[0].body, Not(HasSubstr("the reason")));
    EXPECT_THAT(log_, HasSubstr("the reason"));
    EXPECT_EQ(reports[1].body, "fine");
}

TEST_F(LambdaRuntimeTest, ReportsAFailedStartAndEnds) {
    const int code = run_lambda(
        api_.address(),
        []() -> Function { throw ConfigException("FLIGHT_DATABASE_URL is not set"); },
        log());
    EXPECT_EQ(code, 1);
    const std::vector<Report> reports = api_.reports();
    ASSERT_EQ(reports.size(), 1U);
    EXPECT_EQ(reports[0].kind, "init");
    EXPECT_EQ(reports[0].error_type, "Runtime.ConfigInvalid");
    EXPECT_THAT(reports[0].body, HasSubstr("FLIGHT_DATABASE_URL is not set"));
}

TEST_F(LambdaRuntimeTest, ReplacesAnAnswerThatLambdaWouldNotTake) {
    add("id-1");
    run([](std::string_view, const Invocation&) { return std::string(kMaxAnswerBytes + 1, 'x'); });
    ASSERT_EQ(api_.reports().size(), 1U);
    EXPECT_THAT(api_.reports()[0].body, HasSubstr("answer_too_large"));
}

TEST_F(LambdaRuntimeTest, SendsLargeAnswersWithoutAskingFirst) {
    add("id-1");
    run([](std::string_view, const Invocation&) { return std::string(kMaxAnswerBytes, 'x'); });
    ASSERT_EQ(api_.reports().size(), 1U);
    EXPECT_EQ(api_.reports()[0].body.size(), kMaxAnswerBytes);
}

TEST_F(LambdaRuntimeTest, ReportsAnAnswerThatIsRefusedAsTooLarge) {
    add("id-1");
    add("id-2");
    api_.answer_once("id-1/response", 413);
    run([](std::string_view, const Invocation&) { return "x"; });
    const std::vector<Report> reports = api_.reports();
    ASSERT_EQ(reports.size(), 3U);
    EXPECT_EQ(reports[1].error_type, "Function.ResponseSizeTooLarge");
    EXPECT_EQ(reports[2].kind, "response");
}

TEST_F(LambdaRuntimeTest, EndsWhenTheApiFails) {
    add("id-1");
    add("id-2");
    api_.answer_once("id-1/response", 500);
    EXPECT_EQ(run([](std::string_view, const Invocation&) { return "x"; }), 1);
    EXPECT_EQ(api_.reports().size(), 1U);
    EXPECT_THAT(log_, HasSubstr("answered 500 to invocation/id-1/response"));
}

TEST_F(LambdaRuntimeTest, EndsWhenNextIsRefused) {
    api_.answer_once("next", 403);
    EXPECT_EQ(run([](std::string_view, const Invocation&) { return "x"; }), 1);
    EXPECT_THAT(log_, HasSubstr("answered 403 to invocation/next"));
}

TEST_F(LambdaRuntimeTest, EndsForAnEventWithoutAReadableDeadline) {
    api_.add({"id-1", "{}", "soon"});
    EXPECT_EQ(run([](std::string_view, const Invocation&) { return "x"; }), 1);
    EXPECT_THAT(log_, HasSubstr("Lambda-Runtime-Deadline-Ms 'soon'"));
}

TEST(LambdaRuntime, EndsWithOneLineWhenNobodyListens) {
    std::string log;
    const int code = run_lambda(
        "127.0.0.1:1",
        [] { return [](std::string_view, const Invocation&) { return "x"; }; },
        [&log](const std::string& line) { log += line + '\n'; });
    EXPECT_EQ(code, 1);
    EXPECT_THAT(log,
                HasSubstr("http://127.0.0.1:1/2018-06-01/runtime/invocation/next gave no "
                          "answer"));
}

TEST_F(LambdaRuntimeTest, GoesOnAfterAnAnswerThatCameTooLate) {
    add("id-1");
    add("id-2");
    api_.answer_once("id-1/response", 400);
    run([](std::string_view, const Invocation&) { return "x"; });
    EXPECT_EQ(api_.reports().back().request_id, "id-2");
}

}  // namespace
}  // namespace kconnect::flight_reader
