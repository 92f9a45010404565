#pragma once

#include <memory>
#include <string>
#include <utility>
#include <vector>

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "kafka/kafka_exception.hpp"
#include "runtime/worker_source_task.hpp"
#include "support/fake_producer.hpp"
#include "support/fake_source_task.hpp"
#include "support/manual_clock.hpp"
#include "support/scratch_folder.hpp"
#include "support/text_converter.hpp"

namespace kconnect::test {

using namespace std::chrono_literals;

/// Topics of a cluster in memory.
class FakeTopicAdmin final : public kafka::TopicAdmin {
public:
    explicit FakeTopicAdmin(std::vector<std::string>& log) : log_(log) {}

    bool topic_exists(const std::string& topic) override {
        log_.push_back("look for " + topic);
        if (on_look) {
            on_look();
        }
        return topic == "existing";
    }
    bool create_topic(const kafka::NewTopic& topic) override {
        log_.push_back("create " + topic.name + " " + std::to_string(topic.partitions) + " " +
                       std::to_string(topic.replication_factor));
        if (on_create) {
            on_create();
        }
        return !is_raced;
    }

    std::function<void()> on_look;
    std::function<void()> on_create;
    bool is_raced = false;

private:
    std::vector<std::string>& log_;
};

[[noreturn]] inline void throw_kafka(const std::string& simple_class) {
    throw kafka::KafkaException("org.apache.kafka.common.errors." + simple_class, "the reason");
}

inline std::exception_ptr kafka_error(const std::string& simple_class) {
    return std::make_exception_ptr(
        kafka::KafkaException("org.apache.kafka.common.errors." + simple_class, "the reason"));
}

/// A WorkerSourceTask among fakes; run() follows the task's script and then stops it.
class SourceTaskTest : public ::testing::Test {
protected:
    SourceTaskTest() {
        settings.id = {"source", 0};
        settings.config = {{"name", "source"}};
        settings.offset_flush_interval = 1000ms;
        settings.poll_patience = 10min;  // All by the task's thread, unless a test says otherwise.
    }

    /// Makes the worker; call before the script.
    void make(std::unique_ptr<runtime::TopicCreation> topics = nullptr) {
        auto fake_task = std::make_unique<FakeSourceTask>(log);
        task = fake_task.get();
        task->when_idle = [this](SourceRecordBatch&) { stop(); };
        worker = std::make_unique<runtime::WorkerSourceTask>(
            settings,
            std::move(fake_task),
            [this](kafka::DeliveryListener& listener) {
                auto fake_producer = std::make_unique<FakeProducer>(listener);
                producer = fake_producer.get();
                return fake_producer;
            },
            std::make_unique<offsets::ConnectorOffsets>(store, "source"),
            std::move(topics),
            make_converters(),
            clock);
    }
    void SetUp() override { make(); }

    static runtime::Converters converters() {
        return {std::make_unique<TextConverter>(),
                "com.example.KeyConverter",
                std::make_unique<TextConverter>(),
                "com.example.ValueConverter",
                std::make_unique<TextHeaderConverter>(),
                "com.example.HeaderConverter"};
    }

    void stop() { worker->stop(clock.now() + 5000ms); }
    void run() { worker->run(); }
    /// During the next poll, which gives nothing, this happens.
    void then_do(std::function<void()> action) {
        task->script.emplace_back([action = std::move(action)](SourceRecordBatch&) { action(); });
    }
    std::ptrdiff_t count(const std::string& line) const {
        return std::count(log.begin(), log.end(), line);
    }
    std::vector<std::string> sent_values() const {
        std::vector<std::string> values;
        for (const auto& record : producer->sent) {
            values.push_back(record.value.value_or("null"));
        }
        return values;
    }
    /// The stored offset of a source partition: `{"o":7}`, or "none".
    std::string stored(const std::string& partition = "a") const {
        return store->find(R"(["source",{"p":")" + partition + "\"}]").value_or("none");
    }
    std::string trace() const { return worker->status().trace; }

    ScratchFolder folder;
    std::vector<std::string> log;
    ManualClock clock;
    runtime::SourceTaskSettings settings;
    std::function<runtime::Converters()> make_converters = converters;
    std::shared_ptr<offsets::OffsetStore> store =
        std::make_shared<offsets::OffsetStore>(folder.path() / "offsets");
    FakeSourceTask* task = nullptr;
    FakeProducer* producer = nullptr;
    std::unique_ptr<runtime::WorkerSourceTask> worker;
};

}  // namespace kconnect::test
