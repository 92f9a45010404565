#include "sink_task_fixture.hpp"

// Several tasks of one connector in one group, on one thread: while the first is inside a poll that
// rebalances, the second lives its whole life.

namespace kconnect::test {
namespace {

using ::testing::ElementsAre;

class SinkTaskGroup : public SinkTaskTest {
protected:
    SinkTaskGroup() { settings.offset_flush_interval = 1000ms; }

    void SetUp() override {
        SinkTaskTest::SetUp();
        consumer->complete_commits_at_once = true;
        auto second_task = std::make_unique<FakeSinkTask>(second_log);
        auto made = std::make_unique<FakeConsumer>(second_log);
        second_consumer = made.get();
        second_consumer->when_idle = [this](FakeConsumer&, RecordBatch&) {
            second->stop(clock.now() + 5000ms);
        };
        auto second_settings = settings;
        second_settings.id = {"sink", 1};
        second = std::make_unique<runtime::WorkerSinkTask>(second_settings,
                                                           std::move(second_task),
                                                           std::move(made),
                                                           text_converters(),
                                                           runtime::DeadLetterClients{},
                                                           clock);
    }

    /// A member of the group starts where another's commit ended.
    static void take_over(FakeConsumer& from, FakeConsumer& to, const TopicPartition& partition) {
        to.positions.insert_or_assign(partition, from.last_commit.at(partition));
    }
    /// The second member comes with the rebalance that took all from the first, reads `partition`
    /// up to `records`, and goes.
    void second_lives_with(const TopicPartition& partition, std::vector<RecordSpec> records) {
        take_over(*consumer, *second_consumer, partition);
        second_consumer->then_assign({partition}).then_records(std::move(records));
        second->run();
        take_over(*second_consumer, *consumer, partition);
    }

    EventLog second_log;
    FakeConsumer* second_consumer = nullptr;
    std::unique_ptr<runtime::WorkerSinkTask> second;
};

TEST_F(SinkTaskGroup, HandsAPartitionOverAndBackWithoutAGap) {
    consumer->then_assign({t0, t1})
        .then_records({{.partition = 0, .offset = 0}, {.partition = 1, .offset = 0}})
        .then([this](FakeConsumer& first, RecordBatch&) {
            first.revoke({t0, t1});
            take_over(first, first, t0);
            second_lives_with(t1, {{.partition = 1, .offset = 1}, {.partition = 1, .offset = 2}});
            first.assign({t0, t1});
        })
        .then_records({{.partition = 1, .offset = 3}});
    run();
    EXPECT_THAT(second_log,
                ElementsAre("subscribe t",
                            "start",
                            "open [t-1]",
                            "put nothing",
                            "put 1 2",
                            "put nothing",
                            "pre_commit {t-1=3}",
                            "close [t-1]",
                            "commit_sync {t-1=3}",
                            "stop",
                            "consumer.close"));
    EXPECT_THAT(log_after("put 0 0"),
                ElementsAre("pre_commit {t-0=1, t-1=1}",
                            "close [t-0, t-1]",
                            "commit_sync {t-0=1, t-1=1}",
                            "open [t-0, t-1]",
                            "put nothing",
                            "put 3",
                            "put nothing",
                            "pre_commit {t-0=1, t-1=4}",
                            "close [t-0, t-1]",
                            "commit_sync {t-0=1, t-1=4}",
                            "stop",
                            "consumer.close"));
}

TEST_F(SinkTaskGroup, MovesOnlyWhatChangesHandsInACooperativeRebalance) {
    consumer->then_assign({t0, t1})
        .then_records({{.partition = 0, .offset = 0}, {.partition = 1, .offset = 0}})
        .then([this](FakeConsumer& first, RecordBatch&) {
            first.revoke({t1});
            second_lives_with(t1, {{.partition = 1, .offset = 1}});
        })
        .then_records({{.partition = 0, .offset = 1}})
        .then_assign({t1})
        .then_records({{.partition = 0, .offset = 2}, {.partition = 1, .offset = 2}});
    run();
    EXPECT_EQ(count("close [t-1]"), 1);
    EXPECT_EQ(count("open [t-1]"), 1);
    EXPECT_THAT(log_after("put 2 2"),
                ElementsAre("put nothing",
                            "pre_commit {t-0=3, t-1=3}",
                            "close [t-0, t-1]",
                            "commit_sync {t-0=3, t-1=3}",
                            "stop",
                            "consumer.close"));
}

TEST_F(SinkTaskGroup, OneFailedTaskLeavesTheOtherRunning) {
    consumer->then_assign({t0, t1})
        .then_records({{.partition = 0, .offset = 0}, {.partition = 1, .offset = 0}})
        .then([this](FakeConsumer& first, RecordBatch&) {
            first.revoke({t0, t1});
            take_over(first, first, t0);
            take_over(first, first, t1);
            second_consumer->then_assign({t1}).then(
                [](FakeConsumer&, RecordBatch&) { throw ConnectException("the broker is gone"); });
            second->run();
            first.assign({t0, t1});
        })
        .then([this](FakeConsumer&, RecordBatch&) {
            EXPECT_EQ(worker->status().state, runtime::TaskState::kRunning);
        });
    run();
    EXPECT_EQ(second->status().state, runtime::TaskState::kFailed);
    EXPECT_EQ(worker->status().state, runtime::TaskState::kUnassigned);
    EXPECT_EQ(consumer->last_commit, (OffsetMap{{t0, 1}, {t1, 1}}));
}

}  // namespace
}  // namespace kconnect::test
