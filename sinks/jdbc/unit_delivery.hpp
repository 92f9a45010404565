#pragma once

#include <functional>
#include <span>

#include <kconnect/record_batch.hpp>

#include "bad_record_reports.hpp"
#include "database_session.hpp"
#include "jdbc_sink_config.hpp"
#include "write_plan.hpp"

namespace kconnect::jdbc {

/// Makes units durable, with retries.
/// Threads: the writer's.
class UnitDelivery {
public:
    /// Called for each put once it is durable and its bad records are reported.
    using Publish = std::function<void(const RecordBatch&)>;

    /// All but the last are borrowed.
    UnitDelivery(const JdbcSinkConfig& config,
                 DatabaseSession& session,
                 BadRecordReports& reports,
                 Publish publish);

    /// Returns when all of the unit is durable or reported. Throws what the task fails with: of a
    /// unit with a bad record the puts before that record's own are durable then.
    void deliver(const WritePlan& unit);

private:
    void write(const WritePlan& unit);
    void write_whole(const WritePlan& unit);
    void write_without_bad_records(const WritePlan& unit);
    void write_put_by_put(const WritePlan& unit);
    void finish(const WritePlan& unit, std::span<const RefusedRecord> refused);

    const JdbcSinkConfig* config_;
    DatabaseSession* session_;
    BadRecordReports* reports_;
    Publish publish_;
    bool expects_bad_records_ = false;  ///< The last unit had some: they seldom come alone.
};

}  // namespace kconnect::jdbc
