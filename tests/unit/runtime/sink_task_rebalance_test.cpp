#include "sink_task_fixture.hpp"

namespace kconnect::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

class SinkTaskRebalance : public SinkTaskTest {
protected:
    /// put() fails with RetriableException this often for batches that are not empty.
    void refuse_puts(int times) {
        task->on_put = [this, times](const RecordBatch& batch) mutable {
            if (!batch.empty() && times-- > 0) {
                throw RetriableException("later");
            }
        };
    }
};

TEST_F(SinkTaskRebalance, CommitsAndClosesRevokedPartitions) {
    consumer->then_assign({t0, t1})
        .then_records({{.offset = 0}, {.partition = 1, .offset = 4}})
        .then_revoke({t1});
    run();
    EXPECT_THAT(log_after("put 0 4"),
                ElementsAre("pre_commit {t-1=5}",
                            "close [t-1]",
                            "commit_sync {t-1=5}",
                            "put nothing",
                            "put nothing",
                            "pre_commit {t-0=1}",
                            "close [t-0]",
                            "commit_sync {t-0=1}",
                            "stop",
                            "consumer.close"));
}

TEST_F(SinkTaskRebalance, GivesTheTaskMostOfTheGracefulTimeoutAtRevocation) {
    consumer->then_assign({t0}).then_revoke({t0}).then(
        [this](FakeConsumer&, RecordBatch&) { EXPECT_EQ(task->last_wait, 4000ms); });
    run();
}

TEST_F(SinkTaskRebalance, OnlyClosesLostPartitions) {
    consumer->then_assign({t0}).then_records({{.offset = 0}}).then_lose({t0});
    run();
    EXPECT_THAT(log_after("put 0"),
                ElementsAre("close [t-0]", "put nothing", "put nothing", "stop", "consumer.close"));
}

TEST_F(SinkTaskRebalance, OpensPartitionsAgainAtTheirPositions) {
    consumer->then_assign({t0}).then_records({{.offset = 0}}).then_revoke({t0});
    consumer->then([this](FakeConsumer& fake, RecordBatch&) {
        fake.positions[t0] = 1;
        fake.assign({t0});
    });
    run();
    EXPECT_EQ(count("open [t-0]"), 2);
    EXPECT_THAT(log, ::testing::Contains("pre_commit {t-0=1}").Times(2));
    EXPECT_EQ(count("commit_sync {t-0=1}"), 1);
}

TEST_F(SinkTaskRebalance, SeeksToOffsetsThatOpenAsksFor) {
    consumer->then_assign({t0});
    task->on_open = [this](auto) { task->context().offset({{t0, 12}}); };
    run();
    EXPECT_THAT(log_after("open [t-0]"),
                ElementsAre("seek t-0 12",
                            "put nothing",
                            "put nothing",
                            "pre_commit {t-0=12}",
                            "close [t-0]",
                            "stop",
                            "consumer.close"));
}

TEST_F(SinkTaskRebalance, RereadsPartitionsThatStayWhenCloseRewindsThem) {
    consumer->then_assign({t0, t1})
        .then_records({{.offset = 0}, {.offset = 1}})
        .then([this](FakeConsumer& self, RecordBatch& batch) {
            self.revoke({t1});
            add_raw(batch, {.offset = 2});
        });
    task->on_close = [this](std::span<const TopicPartition> partitions) {
        if (partitions.size() == 1 && partitions.front() == t1) {
            task->context().offset({{t0, 1}});
        }
    };
    run();
    EXPECT_THAT(log, ::testing::Contains("seek t-0 1"));
    EXPECT_THAT(log, ::testing::Not(::testing::Contains("put 2")));
}

TEST_F(SinkTaskRebalance, FailsWhenOpenThrows) {
    consumer->then_assign({t0});
    task->on_open = [](auto) { throw ConnectException("Assignment error"); };
    run();
    EXPECT_THAT(worker->status().trace, HasSubstr("Assignment error"));
    EXPECT_EQ(count("put nothing"), 0);
    EXPECT_EQ(log.back(), "consumer.close");
}

TEST_F(SinkTaskRebalance, FailsWhenCloseThrowsAtRevocation) {
    consumer->then_assign({t0}).then_revoke({t0});
    task->on_close = [](auto) { throw ConnectException("Revocation error"); };
    run();
    EXPECT_THAT(worker->status().trace, HasSubstr("Revocation error"));
    EXPECT_EQ(count("close [t-0]"), 1);
}

TEST_F(SinkTaskRebalance, FailsWhenCloseThrowsAtLoss) {
    consumer->then_assign({t0}).then_lose({t0});
    task->on_close = [](auto) { throw ConnectException("Loss error"); };
    run();
    EXPECT_THAT(worker->status().trace, HasSubstr("Loss error"));
}

TEST_F(SinkTaskRebalance, DropsRevokedRecordsFromAWaitingBatch) {
    consumer->then_assign({t0, t1})
        .then_records({{.offset = 0}, {.partition = 1, .offset = 4}, {.offset = 1}})
        .then_revoke({t0});
    refuse_puts(1);
    run();
    EXPECT_EQ(count("put 4"), 1);
    EXPECT_THAT(log, ::testing::Contains("pre_commit {t-1=5}"));
}

TEST_F(SinkTaskRebalance, ResumesWhenAllOfAWaitingBatchWasRevoked) {
    consumer->then_assign({t0, t1}).then_records({{.offset = 0}}).then_revoke({t0});
    refuse_puts(1);
    run();
    EXPECT_EQ(count("put 0"), 1);
    EXPECT_EQ(count("resume [t-1]"), 1);
}

TEST_F(SinkTaskRebalance, PausesNewPartitionsWhileABatchWaits) {
    consumer->then_assign({t0}).then_records({{.offset = 0}}).then_assign({t1});
    refuse_puts(1);
    run();
    EXPECT_THAT(log_after("pause [t-0]"),
                ElementsAre("pause [t-0, t-1]",
                            "open [t-1]",
                            "put 0",
                            "resume [t-0, t-1]",
                            "put nothing",
                            "pre_commit {t-0=1, t-1=0}",
                            "close [t-0, t-1]",
                            "commit_sync {t-0=1, t-1=0}",
                            "stop",
                            "consumer.close"));
}

TEST_F(SinkTaskRebalance, PausesNewPartitionsWhileTheConnectorIsPaused) {
    consumer->then_assign({t0})
        .then([this](FakeConsumer&, RecordBatch&) {
            worker->set_target(runtime::TargetState::kPaused);
        })
        .then_assign({t1});
    run();
    EXPECT_TRUE(consumer->paused.contains(t1));
}

TEST_F(SinkTaskRebalance, KeepsTheTasksPausesOfPartitionsThatStay) {
    consumer->then_assign({t0, t1})
        .then([this](FakeConsumer&, RecordBatch&) {
            task->context().pause(std::vector{t0, t1});
        })
        .then_revoke({t1})
        .then_assign({{"t", 2}});
    run();
    EXPECT_EQ(count("pause [t-0]"), 1);
    EXPECT_EQ(count("pause [t-0, t-1]"), 1);
}

TEST_F(SinkTaskRebalance, RewindsOnlyWhatIsStillAssignedWhenPreCommitThrows) {
    settings.offset_flush_interval = 1000ms;
    const TopicPartition t2{"t", 2};
    make();
    consumer->positions = {{t0, 10}, {t1, 20}, {t2, 30}};
    consumer->then_assign({t0, t1})
        .then_records({{.partition = 0, .offset = 10}, {.partition = 1, .offset = 20}})
        .then_revoke({t0})
        .then_assign({t2});
    then_wait(1000ms);
    consumer->then([this](FakeConsumer&, RecordBatch&) { task->on_pre_commit = nullptr; });
    bool closing = false;
    task->on_close = [&](auto) { closing = true; };
    task->on_pre_commit = [&](const OffsetMap& current) -> OffsetMap {
        if (closing) {
            throw ConnectException("Failed to flush");
        }
        return current;
    };
    run();
    EXPECT_EQ(count("seek t-0 10"), 0);
    EXPECT_EQ(count("seek t-1 20"), 1);
    EXPECT_EQ(count("seek t-2 30"), 1);
}

TEST_F(SinkTaskRebalance, KeepsACommitDuringWhichItIsWoken) {
    consumer->then_assign({t0}).then_records({{.offset = 0}}).then_revoke({t0});
    consumer->on_sync_commit = [this] { worker->set_target(runtime::TargetState::kPaused); };
    consumer->then([this](FakeConsumer&, RecordBatch&) {
        EXPECT_EQ(worker->status().state, runtime::TaskState::kPaused);
        EXPECT_EQ(worker->counts().commits, 1U);
    });
    run();
    EXPECT_EQ(count("commit_sync {t-0=1}"), 1);
    EXPECT_GE(consumer->wakes, 1);
}

TEST_F(SinkTaskRebalance, StopsAfterACommitDuringWhichItIsToldTo) {
    consumer->then_assign({t0, t1}).then_records({{.offset = 0}}).then_revoke({t0});
    consumer->on_sync_commit = [this] { stop(); };
    run();
    EXPECT_THAT(log_after("close [t-0]"),
                ElementsAre("commit_sync {t-0=1}",
                            "put nothing",
                            "pre_commit {t-1=0}",
                            "close [t-1]",
                            "stop",
                            "consumer.close"));
    EXPECT_EQ(worker->status().state, runtime::TaskState::kUnassigned);
}

TEST_F(SinkTaskRebalance, IgnoresAnEmptyRevocation) {
    consumer->then_assign({t0}).then_revoke({});
    run();
    EXPECT_EQ(count("close []"), 0);
}

}  // namespace
}  // namespace kconnect::test
