#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <mutex>

#include <kconnect/sink_task.hpp>

#include "error_reporter.hpp"
#include "record_pipeline.hpp"
#include "retry_with_tolerance.hpp"

namespace kconnect::runtime {

/// Turns a record that did not come from Kafka into bytes. Threads: any.
using RecordRestorer = std::function<void(const SinkRecord&, RestoredRecord&)>;

/// Takes the records that a sink task itself refuses. Mirrors Connect's WorkerErrantRecordReporter.
/// Threads: report() and tolerates_errors() on any, throw_put_error() on the task's own.
class WorkerErrantRecordReporter final : public ErrantRecordReporter {
public:
    /// The first two are borrowed. `keeps_records`: what is reported gets a dead letter.
    WorkerErrantRecordReporter(RetryWithTolerance& errors,
                               ErrorReporter& reporters,
                               bool keeps_records,
                               RecordRestorer restore);

    void report(const SinkRecord& record,
                std::exception_ptr error,
                std::span<const RawHeader> extra_headers) override;
    bool tolerates_errors() const override { return errors_.tolerates_errors(); }

    /// Throws what report() has thrown although the task may have swallowed it, unless the record
    /// is kept: it would be lost.
    void throw_put_error();

private:
    void report(const RawRecord& original,
                const std::exception_ptr& error,
                std::span<const RawHeader> extra_headers);

    RetryWithTolerance& errors_;
    ErrorReporter& reporters_;
    const bool keeps_records_;
    const RecordRestorer restore_;
    std::mutex mutex_;
    std::exception_ptr put_error_;  ///< The first that was not tolerated.
};

}  // namespace kconnect::runtime
