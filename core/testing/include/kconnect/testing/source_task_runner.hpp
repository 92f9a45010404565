#pragma once

#include <cstdint>
#include <memory>
#include <span>
#include <utility>
#include <vector>

#include <kconnect/source_task.hpp>
#include <kconnect/testing/contexts.hpp>

namespace kconnect::test {

/// Drives a source task without Kafka, in the order in which Connect calls it: initialize, start,
/// then poll, commit_record for each record and commit, stop. Every record counts as acknowledged
/// before poll() returns. Threads: one.
class SourceTaskRunner {
public:
    explicit SourceTaskRunner(std::unique_ptr<SourceTask> task, ConfigMap config = {});
    /// Stops the task when it runs; what it throws then is dropped.
    ~SourceTaskRunner();
    SourceTaskRunner(const SourceTaskRunner&) = delete;
    SourceTaskRunner& operator=(const SourceTaskRunner&) = delete;

    FakeSourceTaskContext& context() noexcept { return context_; }

    /// Initializes and starts the task; when it throws, the task is stopped.
    void start();
    /// One poll(): the records are valid until the next. None when the task threw
    /// RetriableException; anything else that it throws comes out, and the task is stopped.
    std::span<const SourceRecord> poll();
    /// Stores the offsets of all records so far and tells the task.
    void commit();
    /// Commits and stops the task, as a worker that ends does.
    void stop();

    /// Stands for a crash and a new worker: `task` starts with the offsets of the last commit().
    void restart(std::unique_ptr<SourceTask> task);

private:
    void stop_task();

    std::unique_ptr<SourceTask> task_;
    FakeSourceTaskContext context_;
    SourceRecordBatch batch_;
    Arena pending_memory_;
    std::vector<std::pair<Value, Value>> pending_;  ///< Acknowledged since the last commit().
    std::int64_t next_offset_ = 0;
    bool is_started_ = false;
};

}  // namespace kconnect::test
