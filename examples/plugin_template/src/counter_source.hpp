#pragma once

#include <chrono>
#include <thread>

#include <kconnect/maps.hpp>
#include <kconnect/schemas.hpp>
#include <kconnect/simple_connector.hpp>

namespace plugin_template {
using kconnect::Value;

/// Sends the numbers 0, 1, ... below `limit`; after a restart it goes on where it was.
class CounterSourceTask final : public kconnect::SourceTask {
public:
    static constexpr std::string_view kTaskClass = "com.example.CounterSourceTask";

    static const kconnect::ConfigDef& config_def() {
        static const kconnect::ConfigDef def{
            {.name = "topic", .doc = "Topic to write to."},
            {.name = "limit", .type = kconnect::ConfigType::kLong, .doc = "How many to send."}};
        return def;
    }

    void start(const kconnect::ConfigMap& config) override {
        topic_ = config_def().parse(config).string("topic");
        limit_ = config_def().parse(config).integer("limit");
        kconnect::Arena arena;
        const auto partition = make_map(arena, {{"topic", Value::of_string(topic_)}});
        const auto stored = context().offset_storage_reader().offset(partition, arena);
        const auto next = value_at(stored, "next");
        next_ = next.is_null() ? 0 : next.as_int64();
    }

    void poll(kconnect::SourceRecordBatch& batch) override {
        if (next_ >= limit_) {  // The worker does not wait between polls.
            std::this_thread::sleep_for(std::chrono::milliseconds(100));
        }
        kconnect::Arena& arena = batch.arena();
        for (int count = 0; count < 100 && next_ < limit_; ++count) {
            kconnect::SourceRecord record;
            record.topic = topic_;
            record.value_schema = batch.memory().keep(kconnect::int64_schema());
            record.value = Value::of_int64(next_++);
            record.source_partition = make_map(arena, {{"topic", Value::of_string(topic_)}});
            record.source_offset = make_map(arena, {{"next", Value::of_int64(next_)}});
            batch.add(record);
        }
    }

    void stop() override {}

private:
    std::string topic_;
    std::int64_t limit_ = 0;
    std::int64_t next_ = 0;
};

}  // namespace plugin_template
