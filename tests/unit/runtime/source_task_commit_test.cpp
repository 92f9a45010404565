#include "source_task_fixture.hpp"

namespace kconnect::test {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

class SourceTaskCommitTest : public SourceTaskTest {
protected:
    void then_wait(std::chrono::milliseconds time) {
        then_do([this, time] { clock.advance(time); });
    }
};

TEST_F(SourceTaskCommitTest, CommitsEveryIntervalAlsoWithoutOffsets) {
    then_wait(999ms);
    then_do([this] { EXPECT_EQ(count("commit"), 0); });
    then_wait(1ms);
    then_do([this] { EXPECT_EQ(count("commit"), 1); });
    then_wait(1000ms);
    then_do([this] { EXPECT_EQ(count("commit"), 2); });
    run();
    EXPECT_EQ(count("commit"), 3);
    EXPECT_FALSE(std::filesystem::exists(store->file()));
}

TEST_F(SourceTaskCommitTest, StoresOnlyWhatIsAcknowledgedWithoutAGap) {
    producer->acknowledges = false;
    task->then({{.value = "1", .partition = "a", .offset = 1},
                {.value = "2", .partition = "a", .offset = 2},
                {.value = "3", .partition = "a", .offset = 3},
                {.value = "4", .partition = "b", .offset = 4}});
    then_do([this] {
        producer->acknowledge(producer->sent.at(0).id);
        producer->acknowledge(producer->sent.at(2).id);
        producer->acknowledge(producer->sent.at(3).id);
        clock.advance(1000ms);
    });
    then_do([this] {
        EXPECT_EQ(stored("a"), R"({"o":1})");
        EXPECT_EQ(stored("b"), R"({"o":4})");
        producer->acknowledge(producer->sent.at(1).id);
        clock.advance(1000ms);
    });
    then_do([this] { EXPECT_EQ(stored("a"), R"({"o":3})"); });
    run();
}

TEST_F(SourceTaskCommitTest, WaitsForWhatIsUnderWayBeforeTheLastCommit) {
    producer->acknowledges = false;
    producer->acknowledges_in_flush = true;
    task->then({{.offset = 1}, {.offset = 2}});
    run();
    EXPECT_EQ(stored(), R"({"o":2})");
    // Four fifths of the stop's five seconds.
    EXPECT_THAT(producer->flushes, ElementsAre(4000ms));
}

TEST_F(SourceTaskCommitTest, LeavesWhatIsNotAcknowledgedForTheNextStart) {
    producer->acknowledges = false;
    task->then({{.offset = 1}});
    run();
    EXPECT_EQ(stored(), "none");
    EXPECT_EQ(count("commit"), 1);
}

TEST_F(SourceTaskCommitTest, TriesAFailedCommitAgainWithTheLatestOffsets) {
    const auto file = store->file();
    std::filesystem::create_directory(file);
    task->then({{.offset = 1}});
    then_wait(1000ms);
    then_do([&] {
        EXPECT_EQ(count("commit"), 0);
        EXPECT_EQ(worker->counts().failed_commits, 1U);
        std::filesystem::remove(file);
    });
    task->then({{.partition = "b", .offset = 2}});
    then_wait(1000ms);
    run();
    EXPECT_EQ(stored("a"), R"({"o":1})");
    EXPECT_EQ(stored("b"), R"({"o":2})");
}

TEST_F(SourceTaskCommitTest, CommitsNothingOnceItIsCancelled) {
    task->then({{.offset = 1}});
    then_do([this] {
        stop();
        worker->cancel();
    });
    run();
    EXPECT_EQ(stored(), "none");
    EXPECT_EQ(count("commit"), 0);
    EXPECT_EQ(producer->closed, 0ms);
}

TEST_F(SourceTaskCommitTest, StoresANullOffsetAsJavaDoes) {
    task->script.emplace_back([](SourceRecordBatch& batch) {
        add_source(batch, {});
        SourceRecord record = batch.records()[0];
        record.source_offset = Value();
        batch.clear();
        add_source(batch, {.offset = 1});
        record.source_partition = batch.records()[0].source_partition;
        record.value = batch.records()[0].value;
        record.topic = "t";
        batch.add(record);
    });
    run();
    const auto entries = store->entries();
    ASSERT_EQ(entries.size(), 1U);
    EXPECT_EQ(entries.begin()->second, std::nullopt);
}

}  // namespace
}  // namespace kconnect::test
