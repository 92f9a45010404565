#pragma once

#include <functional>
#include <string>

#include <kconnect/sink_task.hpp>

#include "kafka/sink_consumer.hpp"
#include "support/fake_consumer.hpp"

namespace kconnect::test {

/// A sink task that writes its calls to the log and does what the test puts into its hooks.
class FakeSinkTask final : public SinkTask {
public:
    explicit FakeSinkTask(EventLog& log) : log_(log) {}

    using SinkTask::context;

    void start(const ConfigMap& config) override {
        log_.push_back("start");
        if (on_start) {
            on_start(config);
        }
    }
    void open(std::span<const TopicPartition> partitions) override {
        log_.push_back("open " + kafka::to_string(partitions));
        if (on_open) {
            on_open(partitions);
        }
    }
    void put(const RecordBatch& batch) override {
        if (log_puts) {
            std::string offsets;
            for (const SinkRecord& record : batch) {
                offsets.append(" ").append(std::to_string(record.kafka_offset));
            }
            log_.push_back("put" + (offsets.empty() ? " nothing" : offsets));
        }
        if (on_put) {
            on_put(batch);
        }
    }
    OffsetMap pre_commit(const OffsetMap& current, std::chrono::milliseconds wait) override {
        last_wait = wait;
        log_.push_back("pre_commit " + kafka::to_string(current));
        return on_pre_commit ? on_pre_commit(current) : current;
    }
    void close(std::span<const TopicPartition> partitions) override {
        log_.push_back("close " + kafka::to_string(partitions));
        if (on_close) {
            on_close(partitions);
        }
    }
    void stop() override { log_.push_back("stop"); }
    bool takes_errant_records() const override { return takes_errors; }

    std::function<void(const ConfigMap&)> on_start;
    std::function<void(std::span<const TopicPartition>)> on_open;
    std::function<void(const RecordBatch&)> on_put;
    std::function<OffsetMap(const OffsetMap&)> on_pre_commit;
    std::function<void(std::span<const TopicPartition>)> on_close;
    std::chrono::milliseconds last_wait{-1};
    bool log_puts = true;
    bool takes_errors = false;

private:
    EventLog& log_;
};

}  // namespace kconnect::test
