#include <algorithm>
#include <atomic>

#include "source_task_fixture.hpp"
#include "support/deadline.hpp"

// What happens while a source's poll() blocks. The poll touches nothing but what any thread may.

namespace kconnect::test {
namespace {

using ::testing::HasSubstr;

/// Cannot write "again" yet.
class WaitingConverter final : public Converter {
public:
    explicit WaitingConverter(const std::atomic<bool>& ready) : ready_(ready) {}

    const ConfigDef& config() const override { return converter_.config(); }
    void configure(const ConfigMap& /*config*/, ConverterRole /*role*/) override {}
    SchemaAndValue to_connect_data(std::string_view topic,
                                   std::optional<std::string_view> payload,
                                   BatchMemory& memory) override {
        return converter_.to_connect_data(topic, payload, memory);
    }
    std::optional<std::string_view> from_connect_data(std::string_view topic,
                                                      const SchemaAndValue& data,
                                                      BatchMemory& memory) override {
        if (data.value.as_string() == "again" && !ready_) {
            throw RetriableException("not yet");
        }
        return converter_.from_connect_data(topic, data, memory);
    }

private:
    const std::atomic<bool>& ready_;
    TextConverter converter_;
};

class SourceTaskStandIn : public SourceTaskTest {
protected:
    SourceTaskStandIn() {
        settings.poll_patience = 1ms;
        settings.offset_flush_interval = 5ms;
    }

    void SetUp() override {
        SourceTaskTest::SetUp();
        producer->acknowledges = false;
        producer->on_poll = [this](auto) {
            if (blocks) {
                clock.advance(5ms);  // The next commit is due.
                during_block();
            }
        };
    }
    /// The next poll lasts until `condition` is true.
    void then_block_until(std::function<bool()> condition) {
        then_do([this, condition = std::move(condition)] {
            blocks = true;
            EXPECT_TRUE(becomes_true(condition, 20s));
            blocks = false;
        });
    }

    std::atomic<bool> blocks = false;
    /// Done by the stand-in's looks at the producer.
    std::function<void()> during_block = [this] { producer->acknowledge_all(); };
};

TEST_F(SourceTaskStandIn, CommitsWhatIsAcknowledgedWhileThePollBlocks) {
    task->then({{.offset = 1}, {.offset = 2}});
    then_block_until([this] { return stored() == R"({"o":2})"; });
    run();
    EXPECT_EQ(worker->status().state, runtime::TaskState::kUnassigned);
    const auto commit = std::find(log.begin(), log.end(), "commit");
    EXPECT_NE(std::find(log.begin(), commit, "record v @1"), commit);
}

TEST_F(SourceTaskStandIn, CallsTheTasksCommitAtEachInterval) {
    std::atomic<int> commits = 0;
    task->on_commit = [&] { ++commits; };
    then_block_until([&] { return commits >= 3; });
    run();
    EXPECT_EQ(stored(), "none");
}

TEST_F(SourceTaskStandIn, FailsTheTaskAfterThePollWhenARecordWasNotDelivered) {
    std::atomic<bool> failed = false;
    task->then({{.offset = 1}});
    during_block = [&] {
        if (!failed.exchange(true)) {
            producer->fail(producer->sent.at(0).id, kafka_error("NotLeaderOrFollowerException"));
        }
    };
    then_block_until([&] { return failed.load(); });
    run();
    EXPECT_EQ(worker->status().state, runtime::TaskState::kFailed);
    EXPECT_THAT(trace(), HasSubstr("Unrecoverable exception from producer send callback"));
    EXPECT_EQ(stored(), "none");
}

TEST_F(SourceTaskStandIn, LeavesTheWakeUpOfACommandToTheTask) {
    then_block_until([this] {
        worker->set_target(runtime::TargetState::kPaused);
        const int own = producer->wakes;
        return becomes_true([&] { return producer->wakes > own; }, 20s);
    });
    producer->on_poll = [this](auto timeout) {
        clock.advance(5ms);
        if (!blocks && timeout > 0ms) {
            stop();  // It rests.
        }
    };
    run();
    EXPECT_EQ(worker->status().state, runtime::TaskState::kUnassigned);
}

TEST_F(SourceTaskStandIn, ServesDeliveriesWhileARecordIsTriedAgain) {
    settings.errors.retry_timeout = 10min;
    settings.errors.retry_delay_max = 10ms;
    std::atomic<bool> ready = false;
    make_converters = [&] {
        auto result = converters();
        result.value = std::make_unique<WaitingConverter>(ready);
        return result;
    };
    make();
    producer->acknowledges = false;
    producer->on_poll = [&](auto timeout) {
        if (timeout == 0ms && !ready) {
            producer->acknowledge_all();
            ready = !producer->sent.empty() && producer->in_flight() == 0;
        }
    };
    task->then({{.offset = 1}, {.value = "again", .offset = 2}});
    producer->acknowledges_in_flush = true;
    run();
    EXPECT_EQ(worker->status().state, runtime::TaskState::kUnassigned);
    EXPECT_EQ(stored(), R"({"o":2})");
}

}  // namespace
}  // namespace kconnect::test
