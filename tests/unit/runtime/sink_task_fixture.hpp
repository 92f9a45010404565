#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "runtime/worker_sink_task.hpp"
#include "support/fake_cluster.hpp"
#include "support/fake_consumer.hpp"
#include "support/fake_producer.hpp"
#include "support/fake_sink_task.hpp"
#include "support/manual_clock.hpp"
#include "support/text_converter.hpp"

namespace kconnect::test {

using namespace std::chrono_literals;

inline runtime::Converters text_converters() {
    return {std::make_unique<TextConverter>(),
            "com.example.KeyConverter",
            std::make_unique<TextConverter>(),
            "com.example.ValueConverter",
            std::make_unique<TextHeaderConverter>(),
            "com.example.HeaderConverter"};
}

/// A WorkerSinkTask among fakes; run() follows the consumer's script and then stops the task.
class SinkTaskTest : public ::testing::Test {
protected:
    SinkTaskTest() {
        settings.id = {"sink", 0};
        settings.config = {{"name", "sink"}};
        settings.subscription.topics = {"t"};
        settings.offset_flush_interval = 1000ms;
    }

    /// Makes the worker; call before the script.
    void make() {
        auto fake_task = std::make_unique<FakeSinkTask>(log);
        auto fake_consumer = std::make_unique<FakeConsumer>(log);
        task = fake_task.get();
        consumer = fake_consumer.get();
        consumer->when_idle = [this](FakeConsumer&, RecordBatch&) { stop(); };
        worker = std::make_unique<runtime::WorkerSinkTask>(settings,
                                                           std::move(fake_task),
                                                           std::move(fake_consumer),
                                                           make_converters(),
                                                           dead_letter_clients(),
                                                           clock);
    }
    void SetUp() override { make(); }

    /// An admin and a producer that the test scripts; the producer exists once the task starts.
    runtime::DeadLetterClients dead_letter_clients() {
        return {[this] { return std::make_unique<FakeClusterAdmin>(log, topics); },
                [this](kafka::DeliveryListener& listener) {
                    auto fake_producer = std::make_unique<FakeProducer>(listener);
                    producer = fake_producer.get();
                    if (on_producer) {
                        on_producer(*producer);
                    }
                    return fake_producer;
                }};
    }

    void stop() { worker->stop(clock.now() + 5000ms); }
    /// Lets time pass during the next poll.
    void then_wait(std::chrono::milliseconds time) {
        consumer->then([this, time](FakeConsumer&, RecordBatch&) { clock.advance(time); });
    }
    void run() { worker->run(); }

    /// The log from the first line that is `line`, that excluded.
    std::vector<std::string> log_after(const std::string& line) const {
        const auto found = std::find(log.begin(), log.end(), line);
        return found == log.end() ? std::vector<std::string>{"no line " + line}
                                  : std::vector<std::string>(found + 1, log.end());
    }
    std::ptrdiff_t count(const std::string& line) const {
        return std::count(log.begin(), log.end(), line);
    }

    EventLog log;
    ManualClock clock;
    runtime::SinkTaskSettings settings;
    FakeSinkTask* task = nullptr;
    FakeConsumer* consumer = nullptr;
    std::function<runtime::Converters()> make_converters = text_converters;
    FakeCluster topics;  ///< What the fake admin knows.
    FakeProducer* producer = nullptr;
    std::function<void(FakeProducer&)> on_producer;  ///< Prepares it when it is made.
    std::unique_ptr<runtime::WorkerSinkTask> worker;
    const TopicPartition t0{"t", 0};
    const TopicPartition t1{"t", 1};
};

}  // namespace kconnect::test
