#pragma once

#include <chrono>
#include <condition_variable>
#include <exception>
#include <functional>
#include <memory>
#include <mutex>
#include <optional>
#include <span>
#include <string>
#include <thread>

#include <kconnect/record_batch.hpp>
#include <kconnect/sink_task.hpp>
#include <kconnect/sql/dialect.hpp>
#include <kconnect/topic_partition.hpp>

#include "database_session.hpp"
#include "jdbc_sink_config.hpp"
#include "layout_cache.hpp"
#include "write_plan.hpp"

namespace kconnect::jdbc {

/// Two write units and a thread: puts fill one while the thread makes the other durable. Whatever
/// came in meanwhile becomes the next unit, so units grow with the database's answer time.
/// Threads: put(), durable(), wait_until_idle(), abandon() and stop() come from the task's thread.
class UnitWriter {
public:
    /// `config`, and what it refers to, must outlive the writer. `on_news` is called by the
    /// writer's thread, without a lock, when there is room again or an error to fetch. `reporter`
    /// takes bad records, on the writer's thread; null when they fail the task.
    UnitWriter(const JdbcSinkConfig& config,
               const sql::Dialect& dialect,
               std::function<void()> on_news,
               ErrantRecordReporter* reporter = nullptr);
    /// Gives up what is not durable yet.
    ~UnitWriter();
    UnitWriter(const UnitWriter&) = delete;
    UnitWriter& operator=(const UnitWriter&) = delete;

    /// Adds a put to the open unit. Waits up to `patience`, in steps between which it asks
    /// `stopping`, for the unit to have room; false when there was none and nothing was added.
    /// Throws the failure of an earlier unit, or ConnectException for a record that cannot be
    /// written; nothing of the put was added then.
    bool put(const RecordBatch& batch,
             std::chrono::milliseconds patience,
             const std::function<bool()>& stopping);

    /// Throws the failure of an earlier unit, if there is one.
    void check();

    /// How far the partitions of `current` are durable, never beyond `current`.
    OffsetMap durable(const OffsetMap& current);

    /// Forgets how far these partitions became durable: another owner may move them, so what is
    /// known must not count when they come back. Nothing of them may be under way.
    void forget(std::span<const TopicPartition> partitions);

    /// Waits until all that was put is durable; false when it is not after `patience`.
    bool wait_until_idle(std::chrono::milliseconds patience);

    /// Gives up what is not durable yet, the connection with it, and returns how far all partitions
    /// have become durable; nothing more does. Absent when the thread did not stop within
    /// `patience`.
    std::optional<OffsetMap> abandon(std::chrono::milliseconds patience);

private:
    struct State;

    static void run(const std::shared_ptr<State>& state);

    std::shared_ptr<State> state_;
    std::thread thread_;
};

}  // namespace kconnect::jdbc
