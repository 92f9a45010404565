#include <functional>
#include <stdexcept>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/testing/sink_task_runner.hpp>

namespace kconnect::test {
namespace {

using ::testing::ElementsAre;

const TopicPartition kPartition{"topic", 0};

/// Writes its calls to a list and does what the test puts into its hooks.
class LoggingTask final : public SinkTask {
public:
    explicit LoggingTask(std::vector<std::string>& calls) : calls_(calls) {}

    using SinkTask::context;

    void start(const ConfigMap& /*config*/) override {
        calls_.push_back("start");
        on_start();
    }
    void open(std::span<const TopicPartition> /*partitions*/) override { calls_.push_back("open"); }
    void put(const RecordBatch& batch) override {
        std::string call = "put";
        for (const SinkRecord& record : batch) {
            call += " " + std::to_string(record.kafka_offset);
        }
        calls_.push_back(call);
        on_put(batch);
    }
    OffsetMap pre_commit(const OffsetMap& current, std::chrono::milliseconds /*wait*/) override {
        calls_.push_back("pre_commit");
        return on_pre_commit(current);
    }
    void close(std::span<const TopicPartition> /*partitions*/) override {
        calls_.push_back("close");
    }
    void stop() override { calls_.push_back("stop"); }

    std::function<void()> on_start = [] {};
    std::function<void(const RecordBatch&)> on_put = [](const RecordBatch&) {};
    std::function<OffsetMap(const OffsetMap&)> on_pre_commit = [](const auto& map) { return map; };

private:
    std::vector<std::string>& calls_;
};

class SinkTaskRunnerTest : public ::testing::Test {
protected:
    void open_with(int records) {
        runner_.start();
        runner_.open({kPartition});
        for (int index = 0; index < records; ++index) {
            runner_.append({.value = "v" + std::to_string(index)});
        }
        calls_.clear();
    }

    std::vector<std::string> calls_;
    std::unique_ptr<LoggingTask> owned_ = std::make_unique<LoggingTask>(calls_);
    LoggingTask& task_ = *owned_;
    SinkTaskRunner runner_{std::move(owned_)};
};

TEST_F(SinkTaskRunnerTest, CallsTheTaskInConnectsOrder) {
    runner_.start();
    runner_.open({kPartition});
    runner_.append({.value = "v"});
    runner_.put_all();
    runner_.stop();
    EXPECT_THAT(calls_, ElementsAre("start", "open", "put 0", "pre_commit", "close", "stop"));
    EXPECT_EQ(runner_.committed(), (OffsetMap{{kPartition, 1}}));
}

TEST_F(SinkTaskRunnerTest, PutsARefusedBatchAgainBeforeNewRecords) {
    open_with(2);
    int refusals = 1;
    task_.on_put = [&](const RecordBatch&) {
        if (refusals-- > 0) {
            task_.context().timeout(std::chrono::milliseconds(70));
            throw RetriableException("not now");
        }
    };
    EXPECT_FALSE(runner_.poll(1));
    EXPECT_EQ(runner_.context().requested_backoff, std::chrono::milliseconds(70));
    EXPECT_EQ(describe(runner_.last_refusal()), "not now");
    runner_.put_all();
    EXPECT_THAT(calls_, ElementsAre("put 0", "put 0", "put 1"));
}

TEST_F(SinkTaskRunnerTest, GivesUpOnATaskThatRefusesForEver) {
    open_with(1);
    task_.on_put = [](const RecordBatch&) { throw RetriableException("never"); };
    EXPECT_THROW(runner_.put_all(3), std::runtime_error);
}

TEST_F(SinkTaskRunnerTest, EndsATaskThatThrowsAndCommitsWhatWasPutBefore) {
    open_with(2);
    runner_.poll(1);
    task_.on_put = [](const RecordBatch&) { throw 7; };
    EXPECT_THROW(runner_.poll(1), int);
    EXPECT_THROW(runner_.poll(1), std::logic_error);
    EXPECT_THAT(calls_, ElementsAre("put 0", "put 1", "pre_commit", "close", "stop"));
    EXPECT_EQ(runner_.committed(), (OffsetMap{{kPartition, 1}}));
}

TEST_F(SinkTaskRunnerTest, StopsATaskThatCannotStart) {
    task_.on_start = [] { throw ConnectException("no"); };
    EXPECT_THROW(runner_.start(), ConnectException);
    EXPECT_THAT(calls_, ElementsAre("start", "stop"));
}

TEST_F(SinkTaskRunnerTest, RewindsToTheLastCommitWhenPreCommitThrows) {
    open_with(2);
    runner_.poll(1);
    EXPECT_TRUE(runner_.commit());
    runner_.poll(1);
    task_.on_pre_commit = [](const OffsetMap&) -> OffsetMap { throw ConnectException("full"); };
    EXPECT_FALSE(runner_.commit());
    runner_.put_all();
    EXPECT_THAT(calls_, ElementsAre("put 0", "pre_commit", "put 1", "pre_commit", "put 1"));
}

TEST_F(SinkTaskRunnerTest, CommitsOnlyWhatWasPutOfKnownPartitions) {
    open_with(1);
    runner_.put_all();
    task_.on_pre_commit = [](const OffsetMap&) {
        return OffsetMap{{kPartition, 99}, {{"foreign", 0}, 1}};
    };
    EXPECT_TRUE(runner_.commit());
    EXPECT_TRUE(runner_.committed().empty());
}

TEST_F(SinkTaskRunnerTest, FollowsPausesOffsetsAndRequestsToCommit) {
    open_with(3);
    const TopicPartition partitions[] = {kPartition};
    task_.context().pause(partitions);
    runner_.put_all();
    task_.context().resume(partitions);
    task_.context().offset({{kPartition, 2}});
    task_.context().request_commit();
    runner_.put_all();
    EXPECT_THAT(calls_, ElementsAre("put", "pre_commit", "put 2"));
    const TopicPartition foreign[] = {{"foreign", 1}};
    EXPECT_THROW(task_.context().pause(foreign), IllegalWorkerStateException);
}

TEST_F(SinkTaskRunnerTest, OverwritesWhatATaskDidNotRetain) {
    open_with(2);
    std::vector<std::string_view> kept;
    std::shared_ptr<const RecordBatch> retained;
    task_.on_put = [&](const RecordBatch& batch) {
        kept.push_back(batch[0].value.as_string());
        if (batch[0].kafka_offset == 0) {
            retained = batch.retain();
        }
    };
    runner_.poll(1);
    runner_.poll(1);
    EXPECT_EQ(kept[0], "v0");
    EXPECT_NE(kept[1], "v1");
}

TEST(RecordingErrantReporter, KeepsReportsAndThrowsWhenErrorsAreNotTolerated) {
    RecordingErrantReporter reporter;
    const auto batch = make_batch({{.offset = 4, .value = "bad"}});
    const auto error = std::make_exception_ptr(DataException("too long"));
    reporter.report((*batch)[0], error, {});
    ASSERT_EQ(reporter.reported.size(), 1U);
    EXPECT_EQ(reporter.reported[0].offset, 4);
    EXPECT_EQ(reporter.reported[0].error, "too long");
    reporter.tolerates = false;
    EXPECT_THROW(reporter.report((*batch)[0], error, {}), ConnectException);
}

}  // namespace
}  // namespace kconnect::test
