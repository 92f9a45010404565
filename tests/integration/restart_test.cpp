// What the table and the offsets are worth after a worker was stopped or killed.
#include <map>

#include <fmt/format.h>
#include <gtest/gtest.h>
#include <signal.h>

#include "integration/worker_test.hpp"
#include "support/connect_json.hpp"
#include "support/deadline.hpp"

namespace kconnect::test {
namespace {

using connect_json::envelope;
using connect_json::field;
using connect_json::id_struct;
using connect_json::struct_schema;

class RestartTest : public WorkerTest, public testing::WithParamInterface<DatabaseKind> {
protected:
    RestartTest() { kafka().create_topic(topic_, 1, group_); }

    /// Records 0..count-1; the key of record i is i modulo `keys`, its field v is i.
    void produce(std::int64_t count, std::int64_t keys) {
        const std::string schema = struct_schema(field("v", "int64"));
        for (std::int64_t i = 0; i < count; ++i) {
            kafka().send(
                topic_, id_struct(i % keys), envelope(schema, fmt::format(R"({{"v":{}}})", i)));
        }
        kafka().flush();
    }

    std::string sink(std::string_view more = {}) {
        return story_sink(database_, name_, topic_, more);
    }

    std::int64_t row_count() { return database_.count("SELECT count(*) FROM " + table()); }

    std::string table() const { return database_.quoted(topic_); }

    /// Waits until the table has at least so many rows while the worker runs.
    void wait_for_rows(WorkerProcess& worker, std::int64_t rows) {
        wait_until(fmt::format("{} rows", rows), [&] {
            worker.expect_running();
            return row_count() >= rows;
        });
    }

    std::string topic_ = unique_name("restart");
    std::string name_ = unique_name("restart-sink");
    std::string group_ = "connect-" + name_;
    ScratchDatabase database_{GetParam(), folder_.path()};
};

TEST_P(RestartTest, TableEqualsTheTopicAfterAKillInMidTopic) {
    constexpr std::int64_t kRecords = 60000;
    constexpr std::int64_t kKeys = 40000;
    produce(kRecords, kKeys);
    const std::string worker_properties = worker_file("offset.flush.interval.ms=100\n");
    // Small polls make the topic last long enough to be killed in the middle of it.
    // The broker hands the partition on when the session of the killed member ends.
    const std::string sink_properties =
        sink("consumer.override.max.poll.records=100\nconsumer.override.session.timeout.ms=6000\n");
    {
        const auto worker = start(worker_properties, sink_properties);
        wait_for_rows(*worker, 1);
        worker->signal(SIGKILL);
        EXPECT_EQ(worker->wait_for_exit(), 128 + SIGKILL);
    }
    ASSERT_LT(row_count(), kKeys) << "the worker was killed too late to prove anything";

    const auto worker = start(worker_properties, sink_properties);
    TextRows expected;
    for (std::int64_t key = 0; key < kKeys; ++key) {
        const std::int64_t last = key + kKeys < kRecords ? key + kKeys : key;
        expected.push_back({std::to_string(key), std::to_string(last)});
    }
    const std::int64_t sum =
        kRecords * (kRecords - 1) / 2 - (kRecords - kKeys) * (kRecords - kKeys - 1) / 2;
    expect_rows(*worker,
                database_,
                "SELECT count(*), sum(v) FROM " + table(),
                {{std::to_string(kKeys), std::to_string(sum)}});
    EXPECT_EQ(database_.rows("SELECT id, v FROM " + table() + " ORDER BY id"), expected);
    stop(*worker);
    EXPECT_EQ(kafka().committed(group_, topic_), kRecords);
}

TEST_P(RestartTest, ASignalDeliversAndCommitsWhatWasPutBeforeItEndsTheWorker) {
    constexpr std::int64_t kRecords = 30000;
    produce(kRecords, kRecords);
    for (const int signal_number : {SIGTERM, SIGINT}) {
        const std::int64_t before = row_count();
        ASSERT_LT(before, kRecords) << "the first worker was stopped too late to prove anything";
        // No commit by the clock: what is committed is committed by the stop.
        const auto worker = start(worker_file("offset.flush.interval.ms=600000\n"),
                                  sink("consumer.override.max.poll.records=100\n"));
        wait_for_rows(*worker, before + 1);
        worker->signal(signal_number);
        EXPECT_EQ(worker->wait_for_exit(), 128 + signal_number) << worker->output();
        EXPECT_EQ(kafka().committed(group_, topic_), row_count());
        EXPECT_NE(worker->output().find("Kafka Connect stopped"), std::string::npos);
    }
}

INSTANTIATE_TEST_SUITE_P(Databases,
                         RestartTest,
                         testing::Values(DatabaseKind::kPostgreSql,
                                         DatabaseKind::kMySql,
                                         DatabaseKind::kSqlite),
                         [](const auto& kind) { return name_of(kind.param); });

}  // namespace
}  // namespace kconnect::test
