#include <thread>

#include "sink_task_fixture.hpp"
#include "support/log_capture.hpp"

namespace kconnect::test {
namespace {

using runtime::ErrorTolerance;
using runtime::TaskState;
using testing::Contains;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

/// Records that fail, from the consumer to the dead-letter topic and the committed offsets.
class SinkTaskErrors : public SinkTaskTest {
protected:
    void SetUp() override {
        settings.dead_letters.topic = "dlq";
        topics.topics["dlq"] = {};
        settings.errors.tolerance = ErrorTolerance::kAll;
    }

    /// Makes the worker with one partition assigned; a bad value is "bad".
    void begin() {
        make();
        consumer->then_assign({t0});
    }

    /// The next round's poll comes when a commit is due.
    void then_commit() { then_wait(1000ms); }

    std::vector<std::string> commits() const {
        std::vector<std::string> result;
        for (const std::string& line : log) {
            if (line.starts_with("commit_")) {
                result.push_back(line);
            }
        }
        return result;
    }

    LogCapture lines;
};

TEST_F(SinkTaskErrors, SkipToleratedRecords) {
    begin();
    consumer->then_records({{.offset = 0}, {.offset = 1, .value = "bad"}, {.offset = 2}});
    run();
    EXPECT_EQ(count("put 0 2"), 1);
    EXPECT_THAT(commits(), ElementsAre("commit_sync {t-0=3}"));
    EXPECT_EQ(worker->status().state, TaskState::kUnassigned);
    EXPECT_EQ(worker->error_counts().total_records_skipped, 1U);
}

TEST_F(SinkTaskErrors, PutAnEmptyBatchWhenAllOfThemAreBad) {
    begin();
    consumer->then_records({{.offset = 0, .value = "bad"}});
    run();
    EXPECT_THAT(log_after("open [t-0]"), Contains("put nothing"));
    EXPECT_THAT(commits(), ElementsAre("commit_sync {t-0=1}"));
}

TEST_F(SinkTaskErrors, SendDeadLettersWithTheirContext) {
    settings.dead_letters.context_headers = true;
    begin();
    consumer->then_records({{.offset = 7, .key = "k", .value = "bad", .timestamp = 5}});
    run();
    ASSERT_EQ(producer->sent.size(), 1U);
    EXPECT_EQ(producer->sent[0].key, "k");
    EXPECT_EQ(producer->sent[0].value, "bad");
    EXPECT_EQ(producer->sent[0].timestamp, 5);
    EXPECT_EQ(producer->sent[0].header("__connect.errors.offset"), "7");
    EXPECT_EQ(producer->sent[0].header("__connect.errors.connector.name"), "sink");
    EXPECT_EQ(producer->sent[0].header("__connect.errors.task.id"), "0");
}

TEST_F(SinkTaskErrors, SendADeadLetterAndFailWithoutTolerance) {
    settings.errors.tolerance = ErrorTolerance::kNone;
    begin();
    consumer->then_records({{.offset = 0}, {.offset = 1, .value = "bad"}});
    run();
    EXPECT_EQ(producer->sent.size(), 1U);
    EXPECT_EQ(count("put 0"), 0) << "nothing of this poll is delivered";
    EXPECT_THAT(commits(), IsEmpty());
    EXPECT_EQ(worker->status().state, TaskState::kFailed);
    EXPECT_EQ(worker->status().trace,
              "org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded in error "
              "handler\n"
              "Caused by: org.apache.kafka.connect.errors.DataException: Cannot read 'bad'\n");
}

TEST_F(SinkTaskErrors, NameTheRecordInTheLogWithoutTolerance) {
    settings.dead_letters.topic = "";
    settings.errors.tolerance = ErrorTolerance::kNone;
    begin();
    consumer->then_records({{.offset = 41, .value = "bad"}});
    run();
    EXPECT_THAT(
        lines.lines(LogLevel::kError),
        ElementsAre(AllOf(
            HasSubstr("Task threw an uncaught and unrecoverable exception. Task is being killed "
                      "and will not recover until manually restarted: record t-0@41, stage "
                      "VALUE_CONVERTER, class com.example.ValueConverter: "
                      "org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded"),
            HasSubstr("Cannot read 'bad'"))));
    EXPECT_THAT(worker->status().trace, Not(HasSubstr("t-0@41")));
}

TEST_F(SinkTaskErrors, LogFirstAndThenSendDeadLetters) {
    settings.errors.log_errors = true;
    settings.errors.log_records = true;
    begin();
    consumer->then_records({{.offset = 1, .value = "bad"}});
    run();
    EXPECT_THAT(lines.lines(LogLevel::kError),
                ElementsAre(HasSubstr("Error encountered in task sink-0. Executing stage "
                                      "'VALUE_CONVERTER' with class "
                                      "'com.example.ValueConverter', where consumed record is "
                                      "{topic='t', partition=0, offset=1}.")));
    EXPECT_EQ(worker->error_counts().total_errors_logged, 1U);
    EXPECT_EQ(worker->error_counts().deadletterqueue_produce_requests, 1U);
}

TEST_F(SinkTaskErrors, CommitNothingBehindALetterThatHasNotArrived) {
    on_producer = [](FakeProducer& made) { made.acknowledges = false; };
    begin();
    consumer->then_records({{.offset = 0}, {.offset = 1, .value = "bad"}, {.offset = 2}});
    then_commit();
    consumer->then([this](FakeConsumer&, RecordBatch&) { producer->acknowledge(0); });
    then_commit();
    run();
    EXPECT_THAT(commits(), ElementsAre("commit_async {t-0=1}", "commit_async {t-0=3}"));
}

TEST_F(SinkTaskErrors, AskSoonWhatBecameOfALetter) {
    on_producer = [](FakeProducer& made) { made.acknowledges = false; };
    begin();
    consumer->then_records({{.value = "bad"}});
    consumer->log_polls = true;
    consumer->then_nothing();
    consumer->then([this](FakeConsumer&, RecordBatch&) { producer->acknowledge(0); });
    run();
    EXPECT_THAT(log, testing::IsSupersetOf({"poll 1000", "poll 100", "poll 100", "poll 1000"}));
}

TEST_F(SinkTaskErrors, WaitAtTheEndForLettersToArrive) {
    on_producer = [](FakeProducer& made) {
        made.acknowledges = false;
        made.acknowledges_in_flush = true;
    };
    begin();
    consumer->then_records({{.offset = 0, .value = "bad"}});
    run();
    EXPECT_TRUE(producer->closed.has_value());
    EXPECT_THAT(commits(), ElementsAre("commit_sync {t-0=1}"));
}

TEST_F(SinkTaskErrors, LeaveRecordsUncommittedWhoseLettersDoNotArriveInTime) {
    on_producer = [](FakeProducer& made) { made.acknowledges = false; };
    begin();
    consumer->then_records({{.offset = 0}, {.offset = 1, .value = "bad"}, {.offset = 2}});
    run();
    EXPECT_THAT(commits(), ElementsAre("commit_sync {t-0=1}"));
    EXPECT_THAT(lines.lines(LogLevel::kWarn),
                Contains(HasSubstr("Dead letters did not arrive in time")));
}

TEST_F(SinkTaskErrors, WaitForLettersBeforePartitionsGo) {
    on_producer = [](FakeProducer& made) {
        made.acknowledges = false;
        made.acknowledges_in_flush = true;
    };
    begin();
    consumer->then_records({{.offset = 0, .value = "bad"}}).then_revoke({t0});
    run();
    EXPECT_EQ(log_after("close [t-0]").at(0), "commit_sync {t-0=1}");
    EXPECT_EQ(producer->flushes.at(0), 4000ms);
}

TEST_F(SinkTaskErrors, StopTheTaskWhenALetterIsLost) {
    on_producer = [](FakeProducer& made) {
        made.acknowledges = false;
        made.on_poll = [&made](auto) {
            if (made.in_flight() > 0) {
                made.fail(
                    0,
                    std::make_exception_ptr(kafka::KafkaException(
                        "org.apache.kafka.common.errors.RecordTooLargeException", "Too large")));
            }
        };
    };
    begin();
    consumer->then_records({{.offset = 0}, {.offset = 1, .value = "bad"}, {.offset = 2}});
    run();
    EXPECT_EQ(worker->status().state, TaskState::kFailed);
    EXPECT_EQ(worker->status().trace,
              "org.apache.kafka.connect.errors.ConnectException: Could not produce message to "
              "dead letter queue. topic=dlq, record=t-0@1: Too large\n"
              "Caused by: org.apache.kafka.common.errors.RecordTooLargeException: Too large\n");
    EXPECT_THAT(commits(), ElementsAre("commit_sync {t-0=1}")) << "the record is read again";
    EXPECT_EQ(worker->error_counts().deadletterqueue_produce_failures, 1U);
}

TEST_F(SinkTaskErrors, CreateTheTopicBeforeTheTaskStarts) {
    topics.topics.clear();
    make();
    run();
    EXPECT_EQ(log.at(0), "create_topic dlq");
    EXPECT_EQ(topics.topics.at("dlq").replication_factor, 3);
}

TEST_F(SinkTaskErrors, FailWhenTheTopicCannotBeMade) {
    topics.topics.clear();
    topics.creation_error = std::make_exception_ptr(kafka::KafkaException(
        "org.apache.kafka.common.errors.InvalidReplicationFactorException", "Too few brokers"));
    make();
    run();
    EXPECT_EQ(worker->status().state, TaskState::kFailed);
    EXPECT_THAT(worker->status().trace,
                HasSubstr("Could not initialize dead letter queue with topic=dlq"));
    EXPECT_EQ(count("start"), 0);
    EXPECT_EQ(count("stop"), 1);
}

TEST_F(SinkTaskErrors, NeedNoClientsWithoutATopic) {
    settings.dead_letters.topic = "";
    begin();
    consumer->then_records({{.value = "bad"}});
    run();
    EXPECT_EQ(producer, nullptr);
    EXPECT_THAT(commits(), ElementsAre("commit_sync {t-0=1}"));
}

TEST_F(SinkTaskErrors, LeaveTheirLettersToASinkThatStoresThem) {
    begin();
    task->takes_errors = true;
    std::size_t errors = 0;
    task->on_put = [&](const RecordBatch& batch) { errors += batch.errant_records().size(); };
    consumer->then_records({{.value = "bad"}});
    run();
    EXPECT_EQ(errors, 1U);
    EXPECT_THAT(producer->sent, IsEmpty());
}

TEST_F(SinkTaskErrors, SendALetterThatSuchASinkNeverSees) {
    settings.errors.tolerance = ErrorTolerance::kNone;
    begin();
    task->takes_errors = true;
    consumer->then_records({{.value = "bad"}});
    run();
    EXPECT_EQ(producer->sent.size(), 1U);
}

TEST_F(SinkTaskErrors, LeaveAPollInKafkaWhenTheStopEndsARetry) {
    settings.errors.retry_timeout = -1ms;
    make_converters = [this] {
        class Unready final : public Converter {
        public:
            explicit Unready(std::function<void()> on_call) : on_call_(std::move(on_call)) {}
            const ConfigDef& config() const override { return text_.config(); }
            void configure(const ConfigMap& /*config*/, ConverterRole /*role*/) override {}
            SchemaAndValue to_connect_data(std::string_view /*topic*/,
                                           std::optional<std::string_view> /*payload*/,
                                           BatchMemory& /*memory*/) override {
                on_call_();
                throw RetriableException("Not yet");
            }
            std::optional<std::string_view> from_connect_data(std::string_view /*topic*/,
                                                              const SchemaAndValue& /*data*/,
                                                              BatchMemory& /*memory*/) override {
                return std::nullopt;
            }

        private:
            TextConverter text_;
            std::function<void()> on_call_;
        };
        runtime::Converters converters = text_converters();
        converters.value = std::make_unique<Unready>([this] { stop(); });
        return converters;
    };
    begin();
    consumer->then_records({{.offset = 0}});
    run();
    EXPECT_EQ(count("put nothing"), 1) << "only that of the first, empty poll";
    EXPECT_THAT(commits(), IsEmpty());
    EXPECT_THAT(producer->sent, IsEmpty());
    EXPECT_EQ(worker->status().state, TaskState::kUnassigned);
}

/// What a sink task itself reports.
class SinkTaskReports : public SinkTaskErrors {
protected:
    void SetUp() override {
        SinkTaskErrors::SetUp();
        settings.dead_letters.context_headers = true;
    }

    ErrantRecordReporter& reporter() { return *task->context().errant_record_reporter(); }

    void report(const RecordBatch& batch, std::size_t index) {
        reporter().report(batch[index], std::make_exception_ptr(DataException("Refused")), {});
    }
};

TEST_F(SinkTaskReports, NeedATopicOrTheLog) {
    for (const bool has_topic : {false, true}) {
        for (const bool logs : {false, true}) {
            settings.dead_letters.topic = has_topic ? "dlq" : "";
            settings.errors.log_errors = logs;
            make();
            task->on_start = [&](const ConfigMap&) {
                EXPECT_EQ(task->context().errant_record_reporter() != nullptr, has_topic || logs);
            };
            run();
        }
    }
}

TEST_F(SinkTaskReports, BecomeDeadLettersOfStagePut) {
    begin();
    task->on_put = [this](const RecordBatch& batch) {
        if (!batch.empty()) {
            EXPECT_TRUE(reporter().tolerates_errors());
            report(batch, 1);
        }
    };
    consumer->then_records({{.offset = 4}, {.offset = 5, .key = "k", .value = "v"}});
    run();
    ASSERT_EQ(producer->sent.size(), 1U);
    EXPECT_EQ(producer->sent[0].key, "k");
    EXPECT_EQ(producer->sent[0].value, "v");
    EXPECT_EQ(producer->sent[0].header("__connect.errors.offset"), "5");
    EXPECT_EQ(producer->sent[0].header("__connect.errors.stage"), "TASK_PUT");
    EXPECT_EQ(producer->sent[0].header("__connect.errors.class.name"),
              "org.apache.kafka.connect.sink.SinkTask");
    EXPECT_EQ(producer->sent[0].header("__connect.errors.exception.message"), "Refused");
    EXPECT_THAT(commits(), ElementsAre("commit_sync {t-0=6}"));
    EXPECT_EQ(worker->error_counts().total_record_failures, 1U);
    EXPECT_EQ(worker->error_counts().total_records_skipped, 0U);
}

TEST_F(SinkTaskReports, HoldOffsetsUntilTheyArrive) {
    on_producer = [](FakeProducer& made) { made.acknowledges = false; };
    begin();
    task->on_put = [this](const RecordBatch& batch) {
        if (!batch.empty()) {
            report(batch, 1);
        }
    };
    consumer->then_records({{.offset = 0}, {.offset = 1}, {.offset = 2}});
    then_commit();
    consumer->then([this](FakeConsumer&, RecordBatch&) { producer->acknowledge(0); });
    then_commit();
    run();
    EXPECT_THAT(commits(), ElementsAre("commit_async {t-0=1}", "commit_async {t-0=3}"));
}

TEST_F(SinkTaskReports, MayComeFromAnotherThreadUntilPreCommitAnswers) {
    on_producer = [](FakeProducer& made) { made.acknowledges = false; };
    begin();
    std::shared_ptr<const RecordBatch> kept;
    task->on_put = [&](const RecordBatch& batch) {
        if (!batch.empty()) {
            kept = batch.retain();
        }
    };
    task->on_pre_commit = [&](const OffsetMap& current) {
        if (kept) {
            std::thread([&] { report(*kept, 1); }).join();
            kept.reset();
        }
        return current;
    };
    consumer->then_records({{.offset = 0}, {.offset = 1}});
    then_commit();
    consumer->then_nothing();
    run();
    EXPECT_THAT(commits(), ElementsAre("commit_async {t-0=1}"));
    EXPECT_EQ(producer->sent.size(), 1U);
}

TEST_F(SinkTaskReports, WakeTheLoop) {
    begin();
    int wakes = 0;
    task->on_put = [&](const RecordBatch& batch) {
        if (!batch.empty()) {
            const int before = consumer->wakes;
            report(batch, 0);
            wakes = consumer->wakes - before;
        }
    };
    consumer->then_records({{.offset = 0}});
    run();
    EXPECT_EQ(wakes, 1);
}

TEST_F(SinkTaskReports, FailTheTaskWithoutTolerance) {
    settings.errors.tolerance = ErrorTolerance::kNone;
    begin();
    task->on_put = [this](const RecordBatch& batch) {
        if (!batch.empty()) {
            EXPECT_FALSE(reporter().tolerates_errors());
            report(batch, 0);
            ADD_FAILURE() << "report() has not thrown";
        }
    };
    consumer->then_records({{.offset = 0}});
    run();
    EXPECT_EQ(producer->sent.size(), 1U);
    EXPECT_THAT(commits(), IsEmpty());
    EXPECT_EQ(worker->status().trace,
              "org.apache.kafka.connect.errors.ConnectException: Exiting WorkerSinkTask due to "
              "unrecoverable exception.\n"
              "Caused by: org.apache.kafka.connect.errors.ConnectException: Tolerance exceeded in "
              "error handler\n"
              "Caused by: org.apache.kafka.connect.errors.DataException: Refused\n");
}

TEST_F(SinkTaskReports, LetATaskGoOnThatSwallowsWhatReportThrows) {
    settings.errors.tolerance = ErrorTolerance::kNone;
    begin();
    task->on_put = [this](const RecordBatch& batch) {
        if (!batch.empty()) {
            EXPECT_THROW(report(batch, 0), ConnectException);
        }
    };
    consumer->then_records({{.offset = 0}}).then_records({{.offset = 1}});
    run();
    EXPECT_EQ(worker->status().state, TaskState::kUnassigned);
    EXPECT_EQ(producer->sent.size(), 2U);
    EXPECT_THAT(commits(), ElementsAre("commit_sync {t-0=2}"));
}

TEST_F(SinkTaskReports, FailTheTaskThatSwallowsWhenNoTopicKeepsTheRecord) {
    settings.errors.tolerance = ErrorTolerance::kNone;
    settings.errors.log_errors = true;
    settings.dead_letters.topic = "";
    begin();
    task->on_put = [this](const RecordBatch& batch) {
        if (!batch.empty()) {
            EXPECT_THROW(report(batch, 0), ConnectException);
        }
    };
    consumer->then_records({{.offset = 0}});
    run();
    EXPECT_EQ(worker->status().state, TaskState::kFailed);
    EXPECT_THAT(worker->status().trace,
                HasSubstr("Caused by: org.apache.kafka.connect.errors.ConnectException: Tolerance "
                          "exceeded in error handler\n"));
    EXPECT_THAT(commits(), IsEmpty());
}

TEST_F(SinkTaskReports, TurnARecordOfTheTasksOwnIntoBytes) {
    begin();
    task->on_put = [this](const RecordBatch& batch) {
        if (!batch.empty()) {
            const Header headers[] = {{"h", nullptr, Value::of_string("of the header")}};
            SinkRecord own;
            own.topic = "made";
            own.partition = 7;
            own.kafka_offset = 4711;
            own.timestamp = 12345;
            own.key = Value::of_string("new key");
            own.value = Value::of_string("new value");
            own.headers = headers;
            const auto refused = std::make_exception_ptr(DataException("Refused"));
            // As from a writer's thread.
            std::thread([&] { reporter().report(own, refused, {}); }).join();
            own.timestamp.reset();
            reporter().report(own, refused, {});
        }
    };
    consumer->then_records({{.offset = 9}});
    run();
    ASSERT_EQ(producer->sent.size(), 2U);
    EXPECT_EQ(producer->sent[1].timestamp, std::nullopt);
    const SentRecord& letter = producer->sent[0];
    EXPECT_EQ(letter.topic, "dlq");
    EXPECT_EQ(letter.key, "new key");
    EXPECT_EQ(letter.value, "new value");
    EXPECT_EQ(letter.timestamp, 12345);
    EXPECT_EQ(letter.header("h"), "of the header");
    EXPECT_EQ(letter.header("__connect.errors.topic"), "made");
    EXPECT_EQ(letter.header("__connect.errors.partition"), "7");
    EXPECT_EQ(letter.header("__connect.errors.offset"), "4711");
    EXPECT_EQ(letter.header("__connect.errors.stage"), "TASK_PUT");
    EXPECT_THAT(commits(), ElementsAre("commit_sync {t-0=10}"));
}

TEST_F(SinkTaskReports, ThrowWhatAConverterSaysOfARecordOfTheTasksOwn) {
    begin();
    task->on_put = [this](const RecordBatch& batch) {
        if (!batch.empty()) {
            SinkRecord own = batch[0];
            own.original = nullptr;
            own.value = Value::of_string("unwritable");
            EXPECT_THROW(
                reporter().report(own, std::make_exception_ptr(DataException("Refused")), {}),
                DataException);
        }
    };
    consumer->then_records({{.offset = 9}});
    run();
    EXPECT_THAT(producer->sent, IsEmpty());
    EXPECT_THAT(commits(), ElementsAre("commit_sync {t-0=10}"));
}

}  // namespace
}  // namespace kconnect::test
