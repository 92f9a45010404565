#include "sink_task_fixture.hpp"

namespace kconnect::test {
namespace {

using ::testing::ElementsAre;

class SinkTaskCommit : public SinkTaskTest {};

TEST_F(SinkTaskCommit, AsksTheTaskAtEveryIntervalEvenWithoutProgress) {
    consumer->then_assign({t0});
    then_wait(1000ms);
    then_wait(1000ms);
    then_wait(1000ms);
    run();
    EXPECT_EQ(count("pre_commit {t-0=0}"), 4);
    EXPECT_EQ(worker->counts().failed_commits, 0U);
    EXPECT_TRUE(consumer->last_commit.empty());
}

TEST_F(SinkTaskCommit, CountsTheIntervalFromConstruction) {
    clock.advance(1500ms);
    consumer->then_assign({t0}).then_nothing();
    run();
    EXPECT_THAT(log_after("open [t-0]"),
                ElementsAre("put nothing",
                            "put nothing",
                            "put nothing",
                            "pre_commit {t-0=0}",
                            "close [t-0]",
                            "stop",
                            "consumer.close"));
}

TEST_F(SinkTaskCommit, CommitsWhatTheTaskReports) {
    consumer->then_assign({t0}).then_records({{.offset = 0}, {.offset = 1}, {.offset = 2}});
    then_wait(1000ms);
    consumer->then_nothing();
    task->on_pre_commit = [this](const OffsetMap&) { return OffsetMap{{t0, 2}}; };
    run();
    EXPECT_EQ(count("commit_async {t-0=2}"), 1);
    EXPECT_EQ(count("commit_sync {t-0=2}"), 0);  // Nothing new at the end.
}

TEST_F(SinkTaskCommit, GivesTheTaskNoTimeAtPeriodicCommits) {
    consumer->then_assign({t0});
    then_wait(1000ms);
    consumer->then([this](FakeConsumer&, RecordBatch&) { EXPECT_EQ(task->last_wait, 0ms); });
    run();
}

TEST_F(SinkTaskCommit, GivesTheTaskMostOfTheGracefulTimeoutAtTheEnd) {
    consumer->then_assign({t0});
    run();
    EXPECT_EQ(task->last_wait, 4000ms);
}

TEST_F(SinkTaskCommit, LeavesTheGroupWithinTheRestOfTheGracefulTimeout) {
    consumer->then_assign({t0});
    task->on_pre_commit = [this](const OffsetMap& current) {
        clock.advance(4000ms);
        return current;
    };
    run();
    EXPECT_EQ(consumer->close_timeout, 800ms);
}

TEST_F(SinkTaskCommit, ServesARequestAtTheNextRound) {
    consumer->then_assign({t0})
        .then([this](FakeConsumer&, RecordBatch& batch) {
            add_raw(batch, {.offset = 0});
            task->context().request_commit();
        })
        .then_nothing()
        .then_nothing();
    run();
    EXPECT_THAT(log_after("put 0"),
                ElementsAre("pre_commit {t-0=1}",
                            "commit_async {t-0=1}",
                            "put nothing",
                            "put nothing",
                            "put nothing",
                            "pre_commit {t-0=1}",
                            "close [t-0]",
                            "stop",
                            "consumer.close"));
}

TEST_F(SinkTaskCommit, SkipsACommitWhenTheTaskReportsNothing) {
    consumer->then_assign({t0}).then_records({{.offset = 0}});
    task->on_pre_commit = [](const OffsetMap&) { return OffsetMap{}; };
    run();
    EXPECT_TRUE(consumer->last_commit.empty());
}

TEST_F(SinkTaskCommit, IgnoresOffsetsBeyondTheLastPut) {
    consumer->then_assign({t0}).then_records({{.offset = 0}});
    task->on_pre_commit = [this](const OffsetMap&) { return OffsetMap{{t0, 2}}; };
    run();
    EXPECT_TRUE(consumer->last_commit.empty());
}

TEST_F(SinkTaskCommit, IgnoresUnknownPartitions) {
    consumer->then_assign({t0}).then_records({{.offset = 0}});
    task->on_pre_commit = [this](const OffsetMap&) {
        return OffsetMap{{t0, 1}, {{"other", 7}, 3}};
    };
    run();
    EXPECT_EQ(consumer->last_commit, (OffsetMap{{t0, 1}}));
}

TEST_F(SinkTaskCommit, RewindsToTheLastCommitWhenPreCommitThrows) {
    consumer->positions[t0] = 7;
    consumer->then_assign({t0}).then_records({{.offset = 7}, {.offset = 8}});
    then_wait(1000ms);
    consumer->then_records({{.offset = 7}, {.offset = 8}});
    bool fail = true;
    task->on_pre_commit = [&](const OffsetMap& current) {
        if (std::exchange(fail, false)) {
            throw ConnectException("Failed to flush");
        }
        return current;
    };
    run();
    EXPECT_THAT(log_after("put 7 8"),
                ElementsAre("put nothing",
                            "pre_commit {t-0=9}",
                            "seek t-0 7",
                            "put 7 8",
                            "put nothing",
                            "pre_commit {t-0=9}",
                            "close [t-0]",
                            "commit_sync {t-0=9}",
                            "stop",
                            "consumer.close"));
    EXPECT_EQ(worker->status().state, runtime::TaskState::kUnassigned);
}

TEST_F(SinkTaskCommit, DropsAWaitingBatchWhenItRewinds) {
    consumer->then_assign({t0}).then_records({{.offset = 0}}).then_records({{.offset = 1}});
    then_wait(1000ms);
    consumer->then_nothing().then_records({{.offset = 0}, {.offset = 1}});
    bool fail_put = true;
    task->on_put = [&](const RecordBatch& batch) {
        if (!batch.empty() && batch[0].kafka_offset == 1 && fail_put) {
            throw RetriableException("later");
        }
    };
    bool fail = true;
    task->on_pre_commit = [&](const OffsetMap& current) {
        if (std::exchange(fail, false)) {
            fail_put = false;
            throw ConnectException("Failed to flush");
        }
        return current;
    };
    run();
    EXPECT_THAT(log_after("seek t-0 0"),
                ElementsAre("put nothing",
                            "resume [t-0]",
                            "put 0 1",
                            "put nothing",
                            "pre_commit {t-0=2}",
                            "close [t-0]",
                            "commit_sync {t-0=2}",
                            "stop",
                            "consumer.close"));
}

TEST_F(SinkTaskCommit, RewindsAgainAndAgainAndStaysRunning) {
    consumer->then_assign({t0}).then_records({{.offset = 0}});
    task->on_pre_commit = [](const OffsetMap&) -> OffsetMap {
        throw ConnectException("Failed to flush");
    };
    for (int round = 0; round < 3; ++round) {
        then_wait(1000ms);
        consumer->then([this](FakeConsumer&, RecordBatch& batch) {
            EXPECT_EQ(worker->status().state, runtime::TaskState::kRunning);
            add_raw(batch, {.offset = 0});
        });
    }
    run();
    EXPECT_EQ(count("seek t-0 0"), 3);
    EXPECT_EQ(count("put 0"), 4);
    EXPECT_EQ(worker->counts().commits, 0U);
}

TEST_F(SinkTaskCommit, DoesNotRewindWhenPreCommitThrowsAtTheEnd) {
    consumer->then_assign({t0}).then_records({{.offset = 0}});
    task->on_pre_commit = [](const OffsetMap&) -> OffsetMap { throw ConnectException("no"); };
    run();
    EXPECT_THAT(log_after("pre_commit {t-0=1}"),
                ElementsAre("close [t-0]", "stop", "consumer.close"));
    EXPECT_EQ(worker->status().state, runtime::TaskState::kUnassigned);
}

TEST_F(SinkTaskCommit, StartsNoSecondCommitWhileOneIsUnderWay) {
    consumer->complete_commits_at_once = false;
    consumer->then_assign({t0}).then_records({{.offset = 0}});
    then_wait(1000ms);
    then_wait(1000ms);
    consumer->then_nothing();
    run();
    EXPECT_EQ(count("commit_async {t-0=1}"), 1);
}

TEST_F(SinkTaskCommit, GivesUpASlowCommit) {
    consumer->complete_commits_at_once = false;
    consumer->then_assign({t0}).then_records({{.offset = 0}});
    then_wait(1000ms);
    then_wait(5000ms);
    consumer->then_nothing().then_nothing();
    run();
    EXPECT_EQ(worker->counts().failed_commits, 1U);
    EXPECT_EQ(count("commit_async {t-0=1}"), 2);
}

TEST_F(SinkTaskCommit, IgnoresTheAnswerToAnOlderCommit) {
    consumer->complete_commits_at_once = false;
    consumer->then_assign({t0}).then_records({{.offset = 0}});
    then_wait(1000ms);
    consumer->then([this](FakeConsumer&, RecordBatch& batch) {
        clock.advance(5000ms);
        add_raw(batch, {.offset = 1});
    });
    consumer->then_nothing().then_nothing();
    consumer->then([](FakeConsumer& fake, RecordBatch&) {
        fake.complete_commit(std::make_exception_ptr(ConnectException("late")));
        fake.complete_commit();
    });
    run();
    EXPECT_EQ(worker->counts().failed_commits, 1U);  // The one that was given up, not the late one.
    EXPECT_EQ(worker->counts().commits, 2U);         // The second, and the one at the end.
    EXPECT_EQ(count("commit_sync {t-0=2}"), 0);
}

TEST_F(SinkTaskCommit, CommitsAgainAfterAFailedCommit) {
    consumer->complete_commits_at_once = false;
    consumer->then_assign({t0}).then_records({{.offset = 0}});
    then_wait(1000ms);
    consumer->then([](FakeConsumer& fake, RecordBatch&) {
        fake.complete_commit(std::make_exception_ptr(ConnectException("coordinator gone")));
    });
    run();
    EXPECT_EQ(count("commit_sync {t-0=1}"), 1);
}

TEST_F(SinkTaskCommit, EndsWellWhenTheLastCommitFails) {
    consumer->then_assign({t0}).then_records({{.offset = 0}});
    consumer->sync_commit_error = std::make_exception_ptr(ConnectException("coordinator gone"));
    run();
    EXPECT_EQ(worker->status().state, runtime::TaskState::kUnassigned);
    EXPECT_EQ(log.back(), "consumer.close");
}

TEST_F(SinkTaskCommit, CommitsNothingAfterBeingCancelled) {
    consumer->then_assign({t0})
        .then_records({{.offset = 0}})
        .then([this](FakeConsumer&, RecordBatch&) {
            stop();
            worker->cancel();
        });
    run();
    EXPECT_THAT(log_after("pre_commit {t-0=1}"),
                ElementsAre("close [t-0]", "stop", "consumer.close"));
}

}  // namespace
}  // namespace kconnect::test
