#pragma once

#include <atomic>
#include <exception>
#include <mutex>

#include <kconnect/sink_task.hpp>

#include "error_reporter.hpp"
#include "retry_with_tolerance.hpp"

namespace kconnect::runtime {

/// Takes the records that a sink task itself refuses. Mirrors Connect's WorkerErrantRecordReporter.
/// Threads: report() and tolerates_errors() on any, throw_put_error() on the task's own.
class WorkerErrantRecordReporter final : public ErrantRecordReporter {
public:
    /// Both are borrowed.
    WorkerErrantRecordReporter(RetryWithTolerance& errors, ErrorReporter& reporters);

    void report(const SinkRecord& record,
                std::exception_ptr error,
                std::span<const RawHeader> extra_headers) override;
    bool tolerates_errors() const override { return errors_.tolerates_errors(); }

    /// Throws what report() has thrown: the task fails, though it may have swallowed it.
    void throw_put_error();

private:
    RetryWithTolerance& errors_;
    ErrorReporter& reporters_;
    std::mutex mutex_;
    std::exception_ptr put_error_;  ///< The first that was not tolerated.
};

}  // namespace kconnect::runtime
