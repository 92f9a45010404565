#pragma once

#include <exception>
#include <functional>
#include <mutex>
#include <span>
#include <vector>

#include <kconnect/record_batch.hpp>
#include <kconnect/sink_task.hpp>

#include "bad_record_search.hpp"
#include "database_session.hpp"
#include "jdbc_sink_config.hpp"
#include "write_plan.hpp"

namespace kconnect::jdbc {

/// Makes units durable, with retries, and reports the records that cannot be.
/// Threads: the writer's, except forget_reporter().
class UnitDelivery {
public:
    /// Called for each put once it is durable and its bad records are reported.
    using Publish = std::function<void(const RecordBatch&)>;

    /// All but the last are borrowed. `reporter` may be null.
    UnitDelivery(const JdbcSinkConfig& config,
                 DatabaseSession& session,
                 ErrantRecordReporter* reporter,
                 Publish publish);

    /// True when bad records are reported and the others go on.
    bool tolerates_errors() const noexcept { return tolerates_errors_; }

    /// Returns when all of the unit is durable or reported. Throws what the task fails with: of a
    /// unit with a bad record the puts before that record's own are durable then.
    void deliver(const WritePlan& unit);

    /// The reporter goes; a unit that would need it fails. Waits for a report under way. Threads:
    /// any.
    void forget_reporter();

private:
    void write(const WritePlan& unit);
    void write_whole(const WritePlan& unit);
    void write_without_bad_records(const WritePlan& unit);
    void write_put_by_put(const WritePlan& unit);
    void finish(const WritePlan& unit, std::span<const RefusedRecord> refused);
    void report(const RefusedRecord& refused);
    [[noreturn]] void fail(const RefusedRecord& refused);

    const JdbcSinkConfig* config_;
    DatabaseSession* session_;
    Publish publish_;
    bool tolerates_errors_;
    bool expects_bad_records_ = false;  ///< The last unit had some: they seldom come alone.
    std::mutex mutex_;
    ErrantRecordReporter* reporter_;  ///< Guarded by mutex_.
};

}  // namespace kconnect::jdbc
