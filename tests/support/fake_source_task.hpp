#pragma once

#include <deque>
#include <functional>
#include <string>
#include <vector>

#include <kconnect/source_task.hpp>

namespace kconnect::test {

/// A source record to be: write only what the test is about. Partition and offset become
/// `{"p": partition}` and `{"o": offset}`.
struct SourceSpec {
    std::string_view value = "v";
    std::string_view partition = "a";
    std::int64_t offset = 0;
    std::string_view topic = "t";
    std::optional<std::string_view> key = std::nullopt;
    std::optional<std::int32_t> kafka_partition = std::nullopt;
    std::optional<std::int64_t> timestamp = std::nullopt;
    std::vector<std::pair<std::string_view, std::string_view>> headers = {};
    bool has_topic = true;
};

/// Adds the record; all its parts live in the batch.
inline void add_source(SourceRecordBatch& batch, const SourceSpec& spec) {
    Arena& arena = batch.arena();
    const auto map = [&arena](std::string_view name, const Value& content) {
        const auto entries = arena.make_array<MapEntry>(1);
        entries[0] = {Value::of_string(name), content};
        return Value::of_map(entries);
    };
    SourceRecord record;
    if (spec.has_topic) {
        record.topic = arena.copy(spec.topic);
    }
    record.partition = spec.kafka_partition;
    if (spec.key) {
        record.key = Value::of_string(arena.copy(*spec.key));
    }
    record.value = Value::of_string(arena.copy(spec.value));
    record.timestamp = spec.timestamp;
    if (!spec.headers.empty()) {
        const auto headers = arena.make_array<Header>(spec.headers.size());
        for (std::size_t index = 0; index < headers.size(); ++index) {
            headers[index] = {
                spec.headers[index].first, nullptr, Value::of_string(spec.headers[index].second)};
        }
        record.headers = headers;
    }
    record.source_partition = map("p", Value::of_string(arena.copy(spec.partition)));
    record.source_offset = map("o", Value::of_int64(spec.offset));
    batch.add(record);
}

/// Polls as its script says, then as `when_idle` says; notes all calls in a log.
class FakeSourceTask final : public SourceTask {
public:
    using Poll = std::function<void(SourceRecordBatch&)>;

    explicit FakeSourceTask(std::vector<std::string>& log) : log_(log) {}

    void start(const ConfigMap& /*config*/) override {
        log_.emplace_back("start");
        if (on_start) {
            on_start();
        }
    }
    void poll(SourceRecordBatch& batch) override {
        if (script.empty()) {
            when_idle(batch);
            return;
        }
        const Poll step = std::move(script.front());
        script.pop_front();
        step(batch);
    }
    void commit() override {
        log_.emplace_back("commit");
        if (on_commit) {
            on_commit();
        }
    }
    void commit_record(const SourceRecord& record, const RecordMetadata* metadata) override {
        if (log_records) {
            log_.push_back(
                "record " + std::string(record.value.as_string()) +
                (metadata == nullptr ? " null" : " @" + std::to_string(metadata->offset)));
        }
        if (on_commit_record) {
            on_commit_record();
        }
    }
    void stop() override { log_.emplace_back("stop"); }

    SourceTaskContext& worker() const { return context(); }

    /// The next poll gives these records.
    void then(std::vector<SourceSpec> records) {
        script.emplace_back([records = std::move(records)](SourceRecordBatch& batch) {
            for (const auto& record : records) {
                add_source(batch, record);
            }
        });
    }

    std::deque<Poll> script;
    Poll when_idle;
    std::function<void()> on_start;
    std::function<void()> on_commit;
    std::function<void()> on_commit_record;
    bool log_records = true;

private:
    std::vector<std::string>& log_;
};

}  // namespace kconnect::test
