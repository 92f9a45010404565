#include "runtime/retry_with_tolerance.hpp"

#include <limits>
#include <optional>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "support/manual_clock.hpp"

namespace kconnect::test {
namespace {

using namespace std::chrono_literals;
using runtime::ErrorCounts;
using runtime::ErrorSettings;
using runtime::ErrorTolerance;
using runtime::ProcessingContext;
using runtime::RetryWithTolerance;
using runtime::ToleranceExceeded;
using std::chrono::milliseconds;
using testing::ElementsAre;
using testing::IsEmpty;

/// An operation that fails as often as the test says; waits move the clock by hand.
class RetryTest : public testing::Test {
protected:
    RetryWithTolerance make() {
        return {settings,
                metrics,
                {.clock = clock,
                 .wait =
                     [this](milliseconds time) {
                         waits.push_back(time);
                         clock.advance(time);
                         return stops_at && clock.elapsed() >= *stops_at;
                     },
                 .random_below =
                     [this](milliseconds bound) {
                         bounds.push_back(bound);
                         return 77ms;
                     }}};
    }

    /// Throws RetriableException so many times, then succeeds.
    bool run_failing(int times, Stage stage = Stage::kTransformation) {
        RetryWithTolerance retry = make();
        return retry.execute(context, stage, "com.example.Class", [&] {
            if (++calls <= times) {
                throw RetriableException("Not yet");
            }
        });
    }

    bool run_broken(Stage stage) {
        RetryWithTolerance retry = make();
        return retry.execute(context, stage, "com.example.Class", [&] {
            ++calls;
            throw DataException("Never");
        });
    }

    void check() { make().check(context, "t-0@5"); }

    ErrorSettings settings;
    runtime::ErrorMetrics metrics;
    ManualClock clock;
    ProcessingContext context;
    std::vector<milliseconds> waits;
    std::vector<milliseconds> bounds;
    std::optional<milliseconds> stops_at;
    int calls = 0;
};

TEST_F(RetryTest, RunsAnOperationThatSucceedsOnce) {
    EXPECT_TRUE(run_failing(0));
    EXPECT_EQ(calls, 1);
    EXPECT_FALSE(context.failed());
    EXPECT_EQ(metrics.snapshot().total_record_failures, 0U);
}

TEST_F(RetryTest, NeverRetriesByDefault) {
    EXPECT_FALSE(run_failing(1));
    EXPECT_EQ(calls, 1);
    EXPECT_THAT(waits, IsEmpty());
}

TEST_F(RetryTest, WaitsBeforeTheSecondAttempt) {
    settings.retry_timeout = 6000ms;
    EXPECT_TRUE(run_failing(1));
    EXPECT_EQ(calls, 2);
    EXPECT_THAT(waits, ElementsAre(300ms));
}

TEST_F(RetryTest, DoublesTheWaits) {
    settings.retry_timeout = 6000ms;
    EXPECT_TRUE(run_failing(3));
    EXPECT_EQ(calls, 4);
    EXPECT_THAT(waits, ElementsAre(300ms, 600ms, 1200ms));
}

TEST_F(RetryTest, RetriesWithoutEnd) {
    settings.retry_timeout = -1ms;
    EXPECT_TRUE(run_failing(8));
    EXPECT_EQ(calls, 9);
    EXPECT_THAT(waits, ElementsAre(300ms, 600ms, 1200ms, 2400ms, 4800ms, 9600ms, 19200ms, 38400ms));
}

TEST_F(RetryTest, EndsTheLastWaitAtTheDeadline) {
    settings.retry_timeout = 6000ms;
    EXPECT_FALSE(run_failing(100));
    EXPECT_EQ(calls, 6);
    EXPECT_THAT(waits, ElementsAre(300ms, 600ms, 1200ms, 2400ms, 1500ms));
    EXPECT_TRUE(context.failed());
}

TEST_F(RetryTest, WaitsARandomTimeBeyondTheLongestDelay) {
    settings.retry_timeout = -1ms;
    settings.retry_delay_max = 1000ms;
    EXPECT_TRUE(run_failing(4));
    EXPECT_THAT(waits, ElementsAre(300ms, 600ms, 77ms, 77ms));
    EXPECT_THAT(bounds, ElementsAre(1000ms, 1000ms));
}

TEST_F(RetryTest, WaitsExactlyTheLongestDelay) {
    settings.retry_timeout = -1ms;
    settings.retry_delay_max = 600ms;
    EXPECT_TRUE(run_failing(2));
    EXPECT_THAT(waits, ElementsAre(300ms, 600ms));
    EXPECT_THAT(bounds, IsEmpty());
}

TEST_F(RetryTest, NeverWaitsANegativeTime) {
    settings.retry_timeout = 1000ms;
    RetryWithTolerance retry = make();
    // The second attempt alone lasts beyond the deadline.
    EXPECT_FALSE(retry.execute(context, Stage::kTransformation, "C", [&] {
        clock.advance(++calls == 2 ? 5000ms : 0ms);
        throw RetriableException("Not yet");
    }));
    EXPECT_EQ(calls, 2);
    EXPECT_THAT(waits, ElementsAre(300ms));
}

TEST_F(RetryTest, CountsTheFirstAttemptAgainstTheDeadline) {
    settings.retry_timeout = 1000ms;
    RetryWithTolerance retry = make();
    EXPECT_FALSE(retry.execute(context, Stage::kTransformation, "C", [&] {
        ++calls;
        clock.advance(1000ms);
        throw RetriableException("Not yet");
    }));
    EXPECT_EQ(calls, 1);
}

TEST_F(RetryTest, SurvivesTheLongestTimesOfAJavaLong) {
    settings.retry_timeout = milliseconds(std::numeric_limits<std::int64_t>::max());
    settings.retry_delay_max = settings.retry_timeout;
    EXPECT_TRUE(run_failing(2));
    EXPECT_THAT(waits, ElementsAre(300ms, 600ms));
}

TEST_F(RetryTest, NeverRetriesWhatIsNotRetriable) {
    settings.retry_timeout = -1ms;
    EXPECT_FALSE(run_broken(Stage::kTransformation));
    EXPECT_EQ(calls, 1);
    EXPECT_THAT(waits, IsEmpty());
    EXPECT_EQ(describe(context.error), "Never");
    EXPECT_EQ(context.stage, Stage::kTransformation);
    EXPECT_EQ(context.executing_class, "com.example.Class");
}

TEST_F(RetryTest, EndsItsRetriesWhenTheTaskStops) {
    settings.retry_timeout = -1ms;
    stops_at = 4500ms;
    EXPECT_FALSE(run_failing(100));
    EXPECT_THAT(waits, ElementsAre(300ms, 600ms, 1200ms, 2400ms));
    EXPECT_TRUE(context.interrupted);
    EXPECT_EQ(metrics.snapshot().total_record_errors, 0U);
}

TEST_F(RetryTest, LeavesARecordAloneThatHasFailed) {
    run_broken(Stage::kKeyConverter);
    EXPECT_FALSE(run_failing(0, Stage::kValueConverter));
    EXPECT_EQ(calls, 1);
    EXPECT_EQ(context.stage, Stage::kKeyConverter);
    EXPECT_EQ(metrics.snapshot().total_record_errors, 1U);
}

TEST_F(RetryTest, LetsAnExhaustedMemoryPass) {
    RetryWithTolerance retry = make();
    EXPECT_THROW(retry.execute(context, Stage::kKeyConverter, "C", [] { throw std::bad_alloc(); }),
                 std::bad_alloc);
    EXPECT_FALSE(context.failed());
}

TEST_F(RetryTest, TakesAnythingThrownForAFailure) {
    RetryWithTolerance retry = make();
    EXPECT_FALSE(retry.execute(context, Stage::kKeyConverter, "C", [] { throw 42; }));
    EXPECT_EQ(describe(context.error), "unknown exception");
}

TEST_F(RetryTest, ToleratesAnyFailureOfConvertersAndTransformations) {
    settings.tolerance = ErrorTolerance::kAll;
    for (const Stage stage : {Stage::kTransformation,
                              Stage::kHeaderConverter,
                              Stage::kValueConverter,
                              Stage::kKeyConverter}) {
        context = {};
        EXPECT_FALSE(run_broken(stage));
        EXPECT_NO_THROW(check()) << name_of(stage);
    }
    EXPECT_EQ(metrics.snapshot().total_records_skipped, 4U);
}

TEST_F(RetryTest, ToleratesOnlyRetriableFailuresOfOtherStages) {
    settings.tolerance = ErrorTolerance::kAll;
    for (const Stage stage :
         {Stage::kTaskPut, Stage::kTaskPoll, Stage::kKafkaConsume, Stage::kKafkaProduce}) {
        context = {};
        EXPECT_FALSE(run_failing(1000, stage));
        EXPECT_NO_THROW(check()) << name_of(stage);
        context = {};
        EXPECT_FALSE(run_broken(stage));
        try {
            check();
            ADD_FAILURE() << name_of(stage);
        } catch (const ConnectException& error) {
            EXPECT_STREQ(error.what(), "Unhandled exception in error handler");
            EXPECT_EQ(describe(error.cause()), "Never");
        }
    }
}

TEST_F(RetryTest, ToleratesNothingByDefault) {
    run_broken(Stage::kValueConverter);
    try {
        check();
        FAIL() << "no exception";
    } catch (const ToleranceExceeded& error) {
        EXPECT_STREQ(error.what(), "Tolerance exceeded in error handler");
        EXPECT_EQ(error.stage(), Stage::kValueConverter);
        EXPECT_EQ(error.executing_class(), "com.example.Class");
        EXPECT_EQ(error.record(), "t-0@5");
        EXPECT_EQ(stack_trace(std::make_exception_ptr(error)),
                  "org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded in error "
                  "handler\n"
                  "Caused by: org.apache.kafka.connect.errors.DataException: Never\n");
    }
    EXPECT_EQ(metrics.snapshot().total_records_skipped, 0U);
}

TEST_F(RetryTest, ToleratesAFailureOutsideWithoutSkippingItsRecord) {
    settings.tolerance = ErrorTolerance::kAll;
    context.error = std::make_exception_ptr(DataException("Refused"));
    RetryWithTolerance retry = make();
    retry.count_failure_outside();
    EXPECT_NO_THROW(retry.check_outside(context, "t-0@5"));
    const ErrorCounts counts = metrics.snapshot();
    EXPECT_EQ(counts.total_record_failures, 1U);
    EXPECT_EQ(counts.total_record_errors, 0U);
    EXPECT_EQ(counts.total_records_skipped, 0U);
}

TEST_F(RetryTest, ThrowsAFailureOutsideThatIsNotTolerated) {
    context.error = std::make_exception_ptr(DataException("Refused"));
    RetryWithTolerance retry = make();
    EXPECT_THROW(retry.check_outside(context, "t-0@5"), ToleranceExceeded);
    EXPECT_EQ(metrics.snapshot().total_record_errors, 1U);
}

TEST_F(RetryTest, CountsAFailureOnceThatIsNotRetriable) {
    run_broken(Stage::kValueConverter);
    const ErrorCounts counts = metrics.snapshot();
    EXPECT_EQ(counts.total_record_failures, 1U);
    EXPECT_EQ(counts.total_record_errors, 1U);
    EXPECT_EQ(counts.total_retries, 0U);
    EXPECT_GT(counts.last_error_timestamp, 0);
}

TEST_F(RetryTest, CountsEachAttemptAndTheEndAsJavaDoes) {
    settings.retry_timeout = 300ms;
    run_failing(100);
    const ErrorCounts counts = metrics.snapshot();
    EXPECT_EQ(counts.total_record_failures, 3U);
    EXPECT_EQ(counts.total_retries, 1U);
    EXPECT_EQ(counts.total_record_errors, 1U);
}

TEST_F(RetryTest, CountsNoErrorWhenARetrySucceeds) {
    settings.retry_timeout = 6000ms;
    run_failing(2);
    const ErrorCounts counts = metrics.snapshot();
    EXPECT_EQ(counts.total_record_failures, 2U);
    EXPECT_EQ(counts.total_retries, 2U);
    EXPECT_EQ(counts.total_record_errors, 0U);
    EXPECT_EQ(counts.last_error_timestamp, 0);
}

TEST(ErrorSettings, HasConnectsDefaults) {
    const ErrorSettings settings;
    EXPECT_EQ(settings.retry_timeout, 0ms);
    EXPECT_EQ(settings.retry_delay_max, 60000ms);
    EXPECT_EQ(settings.tolerance, ErrorTolerance::kNone);
}

TEST(RandomTime, StaysBelowItsBound) {
    for (int index = 0; index < 1000; ++index) {
        const milliseconds time = runtime::random_time_below(3ms);
        EXPECT_GE(time, 0ms);
        EXPECT_LT(time, 3ms);
    }
    EXPECT_EQ(runtime::random_time_below(0ms), 0ms);
}

}  // namespace
}  // namespace kconnect::test
