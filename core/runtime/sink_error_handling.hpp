#pragma once

#include <atomic>
#include <chrono>
#include <functional>
#include <memory>
#include <optional>

#include <kconnect/topic_partition.hpp>

#include "dead_letter_queue.hpp"
#include "errant_record_reporter.hpp"
#include "error_metrics.hpp"
#include "error_settings.hpp"
#include "log_reporter.hpp"
#include "retry_with_tolerance.hpp"

namespace kconnect::runtime {

/// All that one sink task does about records that fail: retries, tolerance, the error log, dead
/// letters and their acknowledgements. Threads: the task's own; report(), wake(), metrics() on any.
class SinkErrorHandling final : public ErrorReporter {
public:
    /// `on_news` is called when serve() has something to do, on any thread; `restore` is for
    /// records that the sink made itself.
    SinkErrorHandling(const TaskId& id,
                      const ErrorSettings& errors,
                      const DeadLetterSettings& dead_letters,
                      DeadLetterClients clients,
                      RetryWaiting waiting,
                      std::function<void()> on_news,
                      RecordRestorer restore);
    ~SinkErrorHandling() override;

    /// Makes the dead-letter topic and its producer; throws ConnectException when it cannot.
    void start();
    /// The sink stores tolerated errors of converters itself; they get no dead letter.
    void leave_to_sink() noexcept { sink_stores_errors_ = true; }

    /// To the error log, then to the dead-letter topic.
    void report(const ErrantRecord& record, std::span<const RawHeader> extra_headers) override;

    RetryWithTolerance& retry() noexcept { return retry_; }
    /// What the task gets: null unless a dead-letter topic or the error log is configured.
    ErrantRecordReporter* errant_record_reporter() noexcept;
    /// Throws what the task reported and errors.tolerance=none does not let pass.
    void throw_put_error() { errant_records_.throw_put_error(); }

    /// @name Dead letters; without a topic nothing is ever under way.
    /// @{
    /// Throws ConnectException once one is lost.
    void serve();
    bool flush(std::chrono::milliseconds timeout);
    bool is_idle() const;
    OffsetMap unacknowledged() const;
    void wake() noexcept;
    void close(std::chrono::milliseconds timeout);
    /// @}

    ErrorCounts metrics() const noexcept { return metrics_.snapshot(); }

private:
    const TaskId id_;
    const ErrorSettings settings_;
    const DeadLetterSettings dead_letter_settings_;
    const DeadLetterClients clients_;
    const std::function<void()> on_news_;
    ErrorMetrics metrics_;
    RetryWithTolerance retry_;
    WorkerErrantRecordReporter errant_records_;
    LogReporter log_;
    std::unique_ptr<DeadLetterQueue> dead_letters_;
    std::atomic<DeadLetterQueue*> to_wake_ = nullptr;  ///< The same, for wake().
    bool sink_stores_errors_ = false;
};

}  // namespace kconnect::runtime
