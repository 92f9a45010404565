#include <functional>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <kconnect/errors.hpp>
#include <kconnect/maps.hpp>
#include <kconnect/testing/source_task_runner.hpp>

namespace kconnect::test {
namespace {

using ::testing::ElementsAre;

/// Sends one record with an INT32 offset for each poll; writes its calls to a list.
class OneByOneTask final : public SourceTask {
public:
    explicit OneByOneTask(std::vector<std::string>& calls) : calls_(calls) {}

    void start(const ConfigMap& /*config*/) override {
        Arena arena;
        const Value stored = context().offset_storage_reader().offset(make_map(arena, {}), arena);
        next_ = stored.is_null() ? 0 : value_at(stored, "n").as_int64();
        calls_.push_back("start " + std::to_string(next_));
    }
    void poll(SourceRecordBatch& batch) override {
        calls_.push_back("poll");
        SourceRecord record;
        record.topic = "t";
        record.source_partition = make_map(batch.arena(), {});
        record.source_offset =
            make_map(batch.arena(), {{"n", Value::of_int32(static_cast<std::int32_t>(++next_))}});
        batch.add(record);
        on_poll();
    }
    void commit() override { calls_.push_back("commit"); }
    void commit_record(const SourceRecord& /*record*/, const RecordMetadata* metadata) override {
        calls_.push_back("commit_record " + std::to_string(metadata->offset));
    }
    void stop() override { calls_.push_back("stop"); }

    std::function<void()> on_poll = [] {};

private:
    std::vector<std::string>& calls_;
    std::int64_t next_ = 0;
};

TEST(SourceTaskRunner, CallsTheTaskInConnectsOrder) {
    std::vector<std::string> calls;
    SourceTaskRunner runner(std::make_unique<OneByOneTask>(calls));
    runner.start();
    EXPECT_EQ(runner.poll().size(), 1U);
    runner.stop();
    EXPECT_THAT(calls, ElementsAre("start 0", "poll", "commit_record 0", "commit", "stop"));
}

TEST(SourceTaskRunner, RestartsFromTheLastCommitWithInt64Offsets) {
    std::vector<std::string> calls;
    SourceTaskRunner runner(std::make_unique<OneByOneTask>(calls));
    runner.start();
    runner.poll();
    runner.commit();
    runner.poll();
    runner.restart(std::make_unique<OneByOneTask>(calls));
    EXPECT_EQ(calls.back(), "start 1");
}

TEST(SourceTaskRunner, DropsTheRecordsOfAPollThatIsToBeRepeated) {
    std::vector<std::string> calls;
    auto task = std::make_unique<OneByOneTask>(calls);
    task->on_poll = [] { throw RetriableException("later"); };
    SourceTaskRunner runner(std::move(task));
    runner.start();
    EXPECT_TRUE(runner.poll().empty());
    EXPECT_EQ(calls.back(), "poll");
}

TEST(SourceTaskRunner, StopsATaskThatThrows) {
    std::vector<std::string> calls;
    auto task = std::make_unique<OneByOneTask>(calls);
    task->on_poll = [] { throw 7; };
    SourceTaskRunner runner(std::move(task));
    runner.start();
    EXPECT_THROW(runner.poll(), int);
    EXPECT_EQ(calls.back(), "stop");
}

}  // namespace
}  // namespace kconnect::test
