#include "runtime/task_thread.hpp"

#include <condition_variable>
#include <mutex>

#include "sink_task_fixture.hpp"

namespace kconnect::test {
namespace {

using runtime::TargetState;
using runtime::TaskState;
using runtime::TaskThread;

/// A gate that a test opens.
class Gate {
public:
    void open() {
        const std::lock_guard lock(mutex_);
        open_ = true;
        changed_.notify_all();
    }
    void wait() {
        std::unique_lock lock(mutex_);
        changed_.wait(lock, [this] { return open_; });
    }
    bool wait_for(std::chrono::milliseconds limit) {
        std::unique_lock lock(mutex_);
        return changed_.wait_for(lock, limit, [this] { return open_; });
    }

private:
    std::mutex mutex_;
    std::condition_variable changed_;
    bool open_ = false;
};

constexpr auto kPatience = 10s;

std::chrono::steady_clock::time_point patience_ends() {
    return std::chrono::steady_clock::now() + kPatience;
}

/// Shares the task; opens the gate when it has been destroyed.
std::shared_ptr<runtime::WorkerTask> opening_at_end(std::unique_ptr<runtime::WorkerSinkTask> task,
                                                    Gate& gate) {
    return {task.release(), [&gate](runtime::WorkerSinkTask* raw) {
                delete raw;
                gate.open();
            }};
}

class TaskThreadTest : public SinkTaskTest {
protected:
    void SetUp() override {
        SinkTaskTest::SetUp();
        consumer->when_idle = [](FakeConsumer&, RecordBatch&) { std::this_thread::yield(); };
        task->log_puts = false;
    }
    /// The worker, shared with its thread.
    std::shared_ptr<runtime::WorkerSinkTask> share() { return std::move(worker); }
};

TEST_F(TaskThreadTest, RunsUntilItIsStopped) {
    TaskThread thread(share());
    EXPECT_TRUE(thread.task().board()->wait_for(TaskState::kRunning, patience_ends()));
    thread.stop(patience_ends());
    EXPECT_TRUE(thread.await_stop(patience_ends()));
    EXPECT_EQ(thread.status().state, TaskState::kUnassigned);
    EXPECT_EQ(log.back(), "consumer.close");
}

TEST_F(TaskThreadTest, PausesAndResumes) {
    TaskThread thread(share());
    thread.pause();
    EXPECT_TRUE(thread.task().board()->wait_for(TaskState::kPaused, patience_ends()));
    thread.resume();
    EXPECT_TRUE(thread.task().board()->wait_for(TaskState::kRunning, patience_ends()));
    thread.stop(patience_ends());
    EXPECT_TRUE(thread.await_stop(patience_ends()));
}

TEST_F(TaskThreadTest, StartsOnlyWhenItIsNotPaused) {
    settings.initial_state = TargetState::kPaused;
    SetUp();
    TaskThread thread(share());
    EXPECT_TRUE(thread.task().board()->wait_for(TaskState::kPaused, patience_ends()));
    thread.resume();
    EXPECT_TRUE(thread.task().board()->wait_for(TaskState::kRunning, patience_ends()));
    thread.stop(patience_ends());
    EXPECT_TRUE(thread.await_stop(patience_ends()));
}

TEST_F(TaskThreadTest, StopsWithoutStartingWhenItIsPaused) {
    settings.initial_state = TargetState::kPaused;
    SetUp();
    TaskThread thread(share());
    thread.stop(patience_ends());
    EXPECT_TRUE(thread.await_stop(patience_ends()));
    EXPECT_THAT(log, ::testing::ElementsAre("stop", "consumer.close"));
}

TEST_F(TaskThreadTest, AbandonsATaskThatHangsInPut) {
    Gate entered;
    Gate released;
    Gate closed;
    consumer->then_assign({t0}).then_records({{.offset = 0}});
    task->on_put = [&](const RecordBatch& batch) {
        if (!batch.empty()) {
            entered.open();
            released.wait();
        }
    };
    task->on_close = [&](auto) { closed.open(); };
    std::shared_ptr<const runtime::StatusBoard> board = worker->board();
    Gate gone;
    {
        TaskThread thread(opening_at_end(std::move(worker), gone));
        entered.wait();
        const auto deadline = std::chrono::steady_clock::now() + 20ms;
        thread.stop(deadline);
        EXPECT_FALSE(thread.await_stop(deadline));
    }
    EXPECT_EQ(board->snapshot().state, TaskState::kRunning);  // Nothing is reported any more.
    released.open();
    EXPECT_TRUE(closed.wait_for(kPatience));
    ASSERT_TRUE(gone.wait_for(kPatience));
    EXPECT_EQ(count("commit_sync {t-0=1}"), 0);  // Cancelled: the successor has the records.
    EXPECT_EQ(log.back(), "consumer.close");
}

TEST_F(TaskThreadTest, SharesOneDeadlineAmongTasks) {
    Gate released;
    std::vector<std::unique_ptr<TaskThread>> threads;
    std::vector<Gate> gone(2);
    std::vector<EventLog> logs(2);
    for (std::size_t index = 0; index < 2; ++index) {
        EventLog& own = logs[index];
        auto hanging = std::make_unique<FakeSinkTask>(own);
        hanging->log_puts = false;
        hanging->on_put = [&](const RecordBatch&) { released.wait(); };
        auto shared = std::make_unique<runtime::WorkerSinkTask>(settings,
                                                                std::move(hanging),
                                                                std::make_unique<FakeConsumer>(own),
                                                                text_converters(),
                                                                runtime::DeadLetterClients{},
                                                                clock);
        threads.push_back(
            std::make_unique<TaskThread>(opening_at_end(std::move(shared), gone[index])));
    }
    const auto before = std::chrono::steady_clock::now();
    stop_all(threads, before + 100ms);
    EXPECT_LT(std::chrono::steady_clock::now() - before, 190ms);
    threads.clear();
    released.open();
    EXPECT_TRUE(gone[0].wait_for(kPatience));
    EXPECT_TRUE(gone[1].wait_for(kPatience));
}

}  // namespace
}  // namespace kconnect::test
