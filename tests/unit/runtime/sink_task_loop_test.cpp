#include "sink_task_fixture.hpp"

namespace kconnect::test {
namespace {

using runtime::TargetState;
using runtime::TaskState;
using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Not;
using ::testing::StartsWith;

class SinkTaskLoop : public SinkTaskTest {};

TEST_F(SinkTaskLoop, LivesFromSubscribeToConsumerClose) {
    consumer->then_assign({t0}).then_records({{.offset = 0}, {.offset = 1}});
    run();
    EXPECT_THAT(log,
                ElementsAre("subscribe t",
                            "start",
                            "open [t-0]",
                            "put nothing",
                            "put 0 1",
                            "put nothing",
                            "pre_commit {t-0=2}",
                            "close [t-0]",
                            "commit_sync {t-0=2}",
                            "stop",
                            "consumer.close"));
    EXPECT_EQ(worker->status().state, TaskState::kUnassigned);
}

TEST_F(SinkTaskLoop, SubscribesToARegularExpression) {
    settings.subscription = {{}, "t.*"};
    make();
    run();
    EXPECT_EQ(log.front(), "subscribe t.*");
}

TEST_F(SinkTaskLoop, PutsAnEmptyBatchAfterAnIdlePoll) {
    consumer->then_assign({t0}).then_nothing().then_nothing();
    run();
    EXPECT_EQ(count("put nothing"), 4);
}

TEST_F(SinkTaskLoop, PollsUntilTheNextCommitIsDue) {
    consumer->log_polls = true;
    consumer->then_assign({t0});
    then_wait(400ms);
    consumer->then_nothing();
    run();
    EXPECT_THAT(log_after("start"), ::testing::Contains("poll 600"));
}

TEST_F(SinkTaskLoop, IsRunningWhileItWorks) {
    TaskState seen = TaskState::kFailed;
    consumer->then([&](FakeConsumer&, RecordBatch&) { seen = worker->status().state; });
    run();
    EXPECT_EQ(seen, TaskState::kRunning);
}

TEST_F(SinkTaskLoop, GivesTheSameBatchAgainAfterARetriableException) {
    consumer->then_assign({t0}).then_records({{.offset = 0}, {.offset = 1}}).then_nothing();
    int failures = 2;
    std::vector<const RecordBatch*> batches;
    task->on_put = [&](const RecordBatch& batch) {
        if (!batch.empty()) {
            batches.push_back(&batch);
            if (failures-- > 0) {
                throw RetriableException("later");
            }
        }
    };
    run();
    EXPECT_EQ(count("put 0 1"), 3);
    EXPECT_THAT(batches, ElementsAre(batches[0], batches[0], batches[0]));
}

TEST_F(SinkTaskLoop, PausesAllPartitionsWhileABatchWaits) {
    consumer->then_assign({t0, t1}).then_records({{.offset = 0}}).then_nothing();
    bool fail = true;
    task->on_put = [&](const RecordBatch& batch) {
        if (!batch.empty() && std::exchange(fail, false)) {
            throw RetriableException("later");
        }
    };
    run();
    EXPECT_THAT(log_after("put nothing"),
                ElementsAre("put 0",
                            "pause [t-0, t-1]",
                            "put 0",
                            "resume [t-0, t-1]",
                            "put nothing",
                            "pre_commit {t-0=1, t-1=0}",
                            "close [t-0, t-1]",
                            "commit_sync {t-0=1, t-1=0}",
                            "stop",
                            "consumer.close"));
}

TEST_F(SinkTaskLoop, ResumesOnlyWhatTheTaskHasNotPaused) {
    consumer->then_assign({t0, t1}).then_records({{.offset = 0}}).then_nothing();
    bool fail = true;
    task->on_put = [&](const RecordBatch& batch) {
        if (!batch.empty() && std::exchange(fail, false)) {
            task->context().pause(std::vector{t1});
            throw RetriableException("later");
        }
    };
    run();
    EXPECT_EQ(count("resume [t-0]"), 1);
    EXPECT_TRUE(consumer->paused.contains(t1));
}

TEST_F(SinkTaskLoop, RemembersAResumeWhileABatchWaits) {
    consumer->then_assign({t0}).then_records({{.offset = 0}}).then_nothing().then_nothing();
    int failures = 2;
    task->on_put = [&](const RecordBatch& batch) {
        if (!batch.empty() && failures-- > 0) {
            task->context().resume(std::vector{t0});
            EXPECT_EQ(consumer->paused.contains(t0), failures == 0);
            throw RetriableException("later");
        }
    };
    run();
    EXPECT_FALSE(consumer->paused.contains(t0));
}

TEST_F(SinkTaskLoop, WaitsForTheTasksTimeoutOnce) {
    consumer->log_polls = true;
    consumer->then_assign({t0}).then_records({{.offset = 0}}).then_nothing().then_nothing();
    int failures = 2;
    task->on_put = [&](const RecordBatch& batch) {
        if (!batch.empty() && failures-- > 0) {
            if (failures == 1) {
                task->context().timeout(700ms);
            }
            throw RetriableException("later");
        }
    };
    run();
    EXPECT_THAT(log_after("put nothing"),
                ::testing::IsSupersetOf({"poll 1000", "poll 700", "poll 1000"}));
    EXPECT_EQ(count("poll 700"), 1);
}

TEST_F(SinkTaskLoop, RedeliversAtTheNextCommitTickWithoutATimeout) {
    consumer->then_assign({t0});
    then_wait(300ms);
    consumer->then_records({{.offset = 0}}).then_nothing();
    bool fail = true;
    task->on_put = [&](const RecordBatch& batch) {
        if (!batch.empty() && std::exchange(fail, false)) {
            throw RetriableException("later");
        }
        if (!batch.empty()) {
            EXPECT_EQ(consumer->last_timeout, 700ms);
        }
    };
    run();
    EXPECT_EQ(count("put 0"), 2);
}

TEST_F(SinkTaskLoop, LeavesRecordsInKafkaThatComeWhileABatchWaits) {
    consumer->then_assign({t0, t1})
        .then_records({{.offset = 0}})
        .then_records({{.partition = 1, .offset = 5}, {.partition = 1, .offset = 6}});
    bool fail = true;
    task->on_put = [&](const RecordBatch& batch) {
        if (!batch.empty() && std::exchange(fail, false)) {
            throw RetriableException("later");
        }
    };
    run();
    EXPECT_EQ(count("put 0"), 2);
    EXPECT_EQ(count("seek t-1 5"), 1);
    EXPECT_EQ(count("put 5 6"), 0);
}

TEST_F(SinkTaskLoop, FailsOnAnyOtherExceptionWithTheOldOffsets) {
    consumer->then_assign({t0}).then_records({{.offset = 0}}).then_records({{.offset = 1}});
    task->on_put = [](const RecordBatch& batch) {
        if (!batch.empty() && batch[0].kafka_offset == 1) {
            throw ConnectException("disk on fire");
        }
    };
    run();
    EXPECT_THAT(
        log_after("put 1"),
        ElementsAre(
            "pre_commit {t-0=1}", "close [t-0]", "commit_sync {t-0=1}", "stop", "consumer.close"));
    const runtime::TaskStatus status = worker->status();
    EXPECT_EQ(status.state, TaskState::kFailed);
    EXPECT_EQ(status.trace,
              "org.apache.kafka.connect.errors.ConnectException: Exiting WorkerSinkTask due to "
              "unrecoverable exception.\n"
              "Caused by: org.apache.kafka.connect.errors.ConnectException: disk on fire\n");
}

TEST_F(SinkTaskLoop, ShowsThePutsExceptionWhenCloseThrowsToo) {
    consumer->then_assign({t0}).then_records({{.offset = 0}});
    task->on_put = [](const RecordBatch& batch) {
        if (!batch.empty()) {
            throw ConnectException("from put");
        }
    };
    task->on_close = [](auto) { throw ConnectException("from close"); };
    run();
    EXPECT_THAT(worker->status().trace, HasSubstr("from put"));
    EXPECT_THAT(worker->status().trace, Not(HasSubstr("from close")));
}

TEST_F(SinkTaskLoop, FailsWhenCloseThrowsAtStop) {
    consumer->then_assign({t0});
    task->on_close = [](auto) { throw ConnectException("from close"); };
    run();
    EXPECT_EQ(worker->status().state, TaskState::kFailed);
    EXPECT_EQ(log.back(), "consumer.close");
}

TEST_F(SinkTaskLoop, DeliversNothingOfAPollWithABadRecord) {
    consumer->then_assign({t0}).then_records({{.offset = 0}, {.offset = 1, .value = "bad"}});
    run();
    EXPECT_EQ(count("put 0"), 0);
    EXPECT_EQ(count("pre_commit {t-0=0}"), 1);
    EXPECT_THAT(
        worker->status().trace,
        StartsWith("org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded in "
                   "error handler\nCaused by: "
                   "org.apache.kafka.connect.errors.DataException: Cannot read 'bad'"));
}

TEST_F(SinkTaskLoop, StopsTheTaskAfterAFailedStart) {
    task->on_start = [](const ConfigMap&) { throw ConfigException("no url"); };
    run();
    EXPECT_THAT(log, ElementsAre("subscribe t", "start", "stop", "consumer.close"));
    EXPECT_THAT(worker->status().trace, HasSubstr("no url"));
}

TEST_F(SinkTaskLoop, PausesTheConsumerAndGoesOnTicking) {
    consumer->then_assign({t0}).then(
        [this](FakeConsumer&, RecordBatch&) { worker->set_target(TargetState::kPaused); });
    TaskState seen = TaskState::kFailed;
    consumer->then([&](FakeConsumer&, RecordBatch&) { seen = worker->status().state; });
    run();
    EXPECT_EQ(seen, TaskState::kPaused);
    EXPECT_THAT(log_after("pause [t-0]"),
                ElementsAre("pre_commit {t-0=0}",
                            "put nothing",
                            "put nothing",
                            "pre_commit {t-0=0}",
                            "close [t-0]",
                            "stop",
                            "consumer.close"));
}

TEST_F(SinkTaskLoop, ResumesWhatRanBefore) {
    consumer->then_assign({t0, t1})
        .then([this](FakeConsumer&, RecordBatch&) {
            task->context().pause(std::vector{t1});
            worker->set_target(TargetState::kPaused);
        })
        .then([this](FakeConsumer&, RecordBatch&) { worker->set_target(TargetState::kStarted); });
    TaskState seen = TaskState::kFailed;
    consumer->then([&](FakeConsumer&, RecordBatch&) { seen = worker->status().state; });
    run();
    EXPECT_EQ(count("resume [t-0]"), 1);
    EXPECT_EQ(seen, TaskState::kRunning);
}

TEST_F(SinkTaskLoop, OnlyRemembersTheTasksPausesWhileTheConnectorIsPaused) {
    consumer->then_assign({t0, t1})
        .then([this](FakeConsumer&, RecordBatch&) { worker->set_target(TargetState::kPaused); })
        .then([this](FakeConsumer&, RecordBatch&) { task->context().pause(std::vector{t1}); })
        .then([this](FakeConsumer&, RecordBatch&) { worker->set_target(TargetState::kStarted); });
    consumer->then_nothing();
    run();
    EXPECT_EQ(count("pause [t-1]"), 0);
    EXPECT_EQ(count("resume [t-0]"), 1);
}

TEST_F(SinkTaskLoop, RefusesToPauseAForeignPartition) {
    consumer->then_assign({t0}).then([this](FakeConsumer&, RecordBatch&) {
        EXPECT_THROW(task->context().pause(std::vector{TopicPartition{"other", 1}}),
                     IllegalWorkerStateException);
        EXPECT_THROW(task->context().resume(std::vector{TopicPartition{"other", 1}}),
                     IllegalWorkerStateException);
    });
    run();
}

TEST_F(SinkTaskLoop, ContinuesFromOffsetsOfTheTask) {
    consumer->then_assign({t0}).then_records({{.offset = 0}}).then_nothing();
    task->on_put = [this](const RecordBatch& batch) {
        if (!batch.empty()) {
            task->context().offset({{t0, 40}});
        }
    };
    run();
    EXPECT_THAT(log_after("put 0"),
                ElementsAre("seek t-0 40",
                            "put nothing",
                            "put nothing",
                            "pre_commit {t-0=40}",
                            "close [t-0]",
                            "stop",
                            "consumer.close"));
}

TEST_F(SinkTaskLoop, WakesTheConsumerForTheTask) {
    consumer->then_assign({t0}).then([this](FakeConsumer&, RecordBatch&) {
        const int before = consumer->wakes;
        task->context().wake();
        EXPECT_EQ(consumer->wakes, before + 1);
    });
    run();
}

TEST_F(SinkTaskLoop, TellsTheTaskThatItIsToStop) {
    consumer->then_assign({t0}).then([this](FakeConsumer&, RecordBatch&) {
        EXPECT_FALSE(task->context().stopping());
        stop();
        EXPECT_TRUE(task->context().stopping());
    });
    run();
}

TEST_F(SinkTaskLoop, GivesTheTaskItsConfigurationAsItIsNow) {
    settings.current_config = [] { return ConfigMap{{"password", "rotated"}}; };
    make();
    consumer->then([this](FakeConsumer&, RecordBatch&) {
        EXPECT_EQ(task->context().configs().at("password"), "rotated");
    });
    run();
}

TEST_F(SinkTaskLoop, KeepsRetainedBatchesApart) {
    std::vector<std::shared_ptr<const RecordBatch>> kept;
    consumer->then_assign({t0}).then_records({{.offset = 0}}).then_records({{.offset = 1}});
    task->on_put = [&](const RecordBatch& batch) {
        if (!batch.empty()) {
            kept.push_back(batch.retain());
        }
    };
    run();
    ASSERT_EQ(kept.size(), 2U);
    EXPECT_EQ((*kept[0])[0].kafka_offset, 0);
    EXPECT_EQ((*kept[1])[0].kafka_offset, 1);
    worker.reset();
    EXPECT_EQ((*kept[1])[0].value.as_string(), "v");
}

TEST_F(SinkTaskLoop, ReusesBatchesThatNobodyHolds) {
    consumer->then_assign({t0});
    for (int index = 0; index < 20; ++index) {
        consumer->then_records({{.offset = index}});
    }
    run();
    EXPECT_EQ(consumer->batches_made, 1);
}

TEST_F(SinkTaskLoop, CountsRecords) {
    consumer->then_assign({t0}).then_records({{.offset = 0}, {.offset = 1}});
    run();
    EXPECT_EQ(worker->counts().records_read, 2U);
    EXPECT_EQ(worker->counts().records_put, 2U);
}

}  // namespace
}  // namespace kconnect::test
