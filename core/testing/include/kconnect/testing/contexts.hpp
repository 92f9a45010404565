#pragma once

#include <atomic>
#include <chrono>
#include <cstdint>
#include <deque>
#include <optional>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <kconnect/connector.hpp>
#include <kconnect/sink_task.hpp>
#include <kconnect/source_task.hpp>

namespace kconnect::test {

/// A record that a sink reported.
struct ReportedRecord {
    TopicPartition partition;
    std::int64_t offset = 0;
    std::string error;  ///< As describe() gives it.
    std::vector<std::pair<std::string, std::string>> headers;
};

/// Keeps what a sink reports. Threads: as ErrantRecordReporter; read it when the task is still.
class RecordingErrantReporter final : public ErrantRecordReporter {
public:
    /// Throws Connect's "Tolerance exceeded in error handler" unless it tolerates errors.
    void report(const SinkRecord& record,
                std::exception_ptr error,
                std::span<const RawHeader> extra_headers) override;
    bool tolerates_errors() const override { return tolerates; }

    bool tolerates = true;  ///< errors.tolerance=all.
    std::vector<ReportedRecord> reported;
};

/// What a sink task sees of its worker; remembers what the task asked for.
class FakeSinkTaskContext final : public SinkTaskContext {
public:
    ConfigMap configs() const override { return config; }
    bool stopping() const override { return is_stopping; }
    std::vector<TopicPartition> assignment() const override {
        return {assigned.begin(), assigned.end()};
    }
    void offset(const OffsetMap& offsets) override;
    void timeout(std::chrono::milliseconds backoff) override { requested_backoff = backoff; }
    /// Throws IllegalWorkerStateException for a partition that is not assigned, as resume() does.
    void pause(std::span<const TopicPartition> partitions) override;
    void resume(std::span<const TopicPartition> partitions) override;
    void request_commit() override { commit_is_requested = true; }
    ErrantRecordReporter* errant_record_reporter() override { return reporter; }
    void wake() override { ++wakes; }

    ConfigMap config;
    std::atomic<bool> is_stopping = false;
    std::set<TopicPartition> assigned;
    std::set<TopicPartition> paused;
    OffsetMap requested_offsets;
    std::optional<std::chrono::milliseconds> requested_backoff;
    bool commit_is_requested = false;
    ErrantRecordReporter* reporter = nullptr;  ///< Borrowed; null as without a dead-letter topic.
    std::atomic<int> wakes = 0;

private:
    void check_assigned(std::span<const TopicPartition> partitions, const char* verb) const;
};

/// The offsets that a source stored, as the worker's file keeps them: whole numbers are INT64.
class FakeOffsetStorage final : public OffsetStorageReader {
public:
    Value offset(const Value& source_partition, Arena& into) override;
    void store(const Value& source_partition, const Value& source_offset);
    bool empty() const noexcept { return offsets_.empty(); }

private:
    struct Entry {
        Value partition;
        Value offset;
    };

    Arena memory_;
    std::deque<Entry> offsets_;
};

/// What a source task sees of its worker.
class FakeSourceTaskContext final : public SourceTaskContext {
public:
    ConfigMap configs() const override { return config; }
    OffsetStorageReader& offset_storage_reader() override { return offsets; }
    bool stopping() const override { return is_stopping; }

    ConfigMap config;
    std::atomic<bool> is_stopping = false;
    FakeOffsetStorage offsets;
};

/// What a connector sees of its worker; remembers what it asked for.
class FakeConnectorContext final : public ConnectorContext {
public:
    std::string_view connector_name() const override { return name; }
    void request_task_reconfiguration() override { ++reconfiguration_requests; }
    void raise_error(std::exception_ptr error) override { raised_error = std::move(error); }

    std::string name = "connector";
    std::atomic<int> reconfiguration_requests = 0;
    std::exception_ptr raised_error;
};

}  // namespace kconnect::test
