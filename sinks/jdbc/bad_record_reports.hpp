#pragma once

#include <mutex>
#include <span>

#include <kconnect/sink_task.hpp>

#include "write_plan.hpp"

namespace kconnect::jdbc {

/// Hands bad records to the task's reporter, worded as Java's sink words them.
/// Threads: the writer's, except forget_reporter().
class BadRecordReports {
public:
    /// `reporter` is borrowed until forget_reporter(); null when bad records fail the task.
    explicit BadRecordReports(ErrantRecordReporter* reporter);

    /// True when bad records are reported and the others go on.
    bool tolerates_errors() const noexcept { return tolerates_errors_; }

    /// Reports what the database refused of a unit, and what the unit kept apart itself, in order
    /// of arrival. Throws ConnectException when the reporter has gone, and what the reporter
    /// throws.
    void report(const WritePlan& unit, std::span<const RefusedRecord> refused);

    /// Throws what the task fails with for a bad record. Without tolerance a reporter gets the
    /// record before.
    [[noreturn]] void fail(const RefusedRecord& refused);

    /// The reporter goes. Waits for a report under way. Threads: any.
    void forget_reporter();

private:
    void report(const RefusedRecord& refused);

    bool tolerates_errors_;
    std::mutex mutex_;
    ErrantRecordReporter* reporter_;  ///< Guarded by mutex_.
};

}  // namespace kconnect::jdbc
